"""Answers that are made once for everybody who asks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from service.workflows.once import Once


def test_many_who_ask_at_the_same_time_get_one_answer_that_was_made_once():
    made, may_go, everybody = [], Event(), Barrier(4)

    def make(asked: str) -> str:
        made.append(asked)
        may_go.wait(timeout=30)
        return asked.upper()

    once = Once(make, most=10)

    def ask(_: int) -> str:
        everybody.wait(timeout=30)
        return once("entry")

    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(ask, number) for number in range(3)]
        everybody.wait(timeout=30)
        may_go.set()
        assert {answer.result() for answer in answers} == {"ENTRY"}
    assert made == ["entry"]


def test_what_could_not_be_made_is_tried_again():
    tries = []

    def make(asked: str) -> str:
        tries.append(asked)
        if len(tries) == 1:
            raise OSError("the disk was away")
        return asked

    once = Once(make, most=10)
    with pytest.raises(OSError, match="the disk was away"):
        once("entry")
    assert once("entry") == "entry"


def test_the_answers_asked_for_longest_ago_are_forgotten():
    made: list[str] = []

    def make(asked: str) -> str:
        made.append(asked)
        return asked

    once = Once(make, most=2)
    for asked in ("a", "b", "a", "c", "a", "b"):
        once(asked)
    assert made == ["a", "b", "c", "b"]
