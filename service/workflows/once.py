"""Answers that are expensive and asked for again: each is made once, however many ask at the same time."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")


class Once(Generic[Asked, Answer]):
    """Keeps the answers asked for last; who asks while one is being made waits for it."""

    def __init__(self, make: Callable[[Asked], Answer], *, most: int) -> None:
        self._make, self._most = make, most
        self._lock = Lock()
        self._answers: OrderedDict[Asked, Future[Answer]] = OrderedDict()

    def __call__(self, asked: Asked) -> Answer:
        """Return the answer; one that could not be made is tried again by whoever asks next."""
        with self._lock:
            known = self._answers.get(asked)
            answer = self._answers[asked] = known or Future()
            self._answers.move_to_end(asked)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
        if known is None:
            self._fill(asked, answer)
        return answer.result()

    def _fill(self, asked: Asked, answer: Future[Answer]) -> None:
        try:
            answer.set_result(self._make(asked))
        except BaseException as exc:
            with self._lock:
                if self._answers.get(asked) is answer:
                    del self._answers[asked]
            answer.set_exception(exc)
            raise
