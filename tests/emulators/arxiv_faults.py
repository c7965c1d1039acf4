"""What goes wrong on arXiv's bad days, to be switched on for the next N requests."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tests.emulators.arxiv_search import Page, Request


class FaultKind(StrEnum):
    """The known misbehaviours."""

    EMPTY_PAGE = "empty_page"  # no entries, the total is right
    NOTHING_FOUND = "nothing_found"  # no entries, and the total says 0
    SHORT_PAGE = "short_page"  # `amount` entries are missing at the end
    REPEATED_PAGE = "repeated_page"  # the previous page once more
    SWAPPED_ENTRY = "swapped_entry"  # the last entry is the first one again
    WRONG_TOTAL = "wrong_total"  # the total is off by `amount`
    DRIFTING_TOTAL = "drifting_total"  # the total grows by `amount` with every answer
    CONTROL_CHARACTERS = "control_characters"  # bytes in a title that XML forbids
    TRUNCATED_XML = "truncated_xml"
    MALFORMED_XML = "malformed_xml"
    HTML = "html"  # a web page, status 200
    ERROR_FEED = "error_feed"  # an error entry, status 200
    HTTP_400 = "http_400"
    HTTP_406 = "http_406"
    HTTP_429 = "http_429"
    HTTP_500 = "http_500"
    HTTP_503 = "http_503"
    TIMEOUT = "timeout"  # no answer for `seconds`, then the connection closes
    SLOW_DRIP = "slow_drip"  # one byte every `seconds`
    DISCONNECT = "disconnect"  # the connection closes at once


@dataclass(frozen=True)
class Fault:
    """A misbehaviour for the `count` requests that come after the next `after` ones."""

    kind: FaultKind
    count: int = 1
    after: int = 0
    amount: int = 1
    seconds: float = 30.0
    retry_after: str | None = None
    turn: int = field(default=0, compare=False)  # how often it has happened

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """Read `kind[:count[:retry_after]]`, as the command line gives it."""
        kind, *rest = text.split(":")
        count = int(rest[0]) if rest else 1
        return cls(FaultKind(kind), count, retry_after=rest[1] if len(rest) > 1 else None)

    @property
    def status(self) -> int | None:
        """The HTTP status, if the fault is one."""
        head, _, code = self.kind.value.partition("_")
        return int(code) if head == "http" else None


class Faults:
    """The faults that are waiting; they happen in the order in which they were switched on."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def switch_on(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)

    def switch_off(self) -> None:
        with self._lock:
            self._waiting.clear()

    def __len__(self) -> int:
        return len(self._waiting)

    def next(self) -> Fault | None:
        """Take what shall happen to the next request."""
        with self._lock:
            if not self._waiting:
                return None
            first = self._waiting[0]
            if first.after:
                self._waiting[0] = replace(first, after=first.after - 1)
                return None
            left = replace(first, count=first.count - 1, turn=first.turn + 1)
            self._waiting[:1] = [left] if left.count else []
            return first


def spoil_request(request: Request, fault: Fault | None) -> Request:
    """Return the request that will be answered instead of this one."""
    return request.previous if fault and fault.kind is FaultKind.REPEATED_PAGE else request


def spoil_page(page: Page, fault: Fault | None) -> Page:
    """Return the page with the fault in it."""
    change = _PAGES.get(fault.kind) if fault else None
    return change(page, fault) if change and fault else page


def spoil_body(body: bytes, fault: Fault | None) -> bytes:
    """Return the written answer with the fault in it."""
    change = _BODIES.get(fault.kind) if fault else None
    return change(body) if change else body


_PAGES: dict[FaultKind, Callable[[Page, Fault], Page]] = {
    FaultKind.EMPTY_PAGE: lambda page, _: replace(page, papers=()),
    FaultKind.NOTHING_FOUND: lambda page, _: replace(page, papers=(), total=0),
    FaultKind.SHORT_PAGE: lambda page, f: replace(page, papers=page.papers[: -f.amount]),
    FaultKind.SWAPPED_ENTRY: lambda page, _: replace(page, papers=page.papers[:-1] + page.papers[:1]),
    FaultKind.WRONG_TOTAL: lambda page, f: replace(page, total=max(0, page.total + f.amount)),
    FaultKind.DRIFTING_TOTAL: lambda page, f: replace(page, total=page.total + f.amount * (f.turn + 1)),
}
_BODIES: dict[FaultKind, Callable[[bytes], bytes]] = {
    FaultKind.CONTROL_CHARACTERS: lambda body: body.replace(b"<title>", b"<title>\x08&#x1b;"),
    FaultKind.TRUNCATED_XML: lambda body: body[: len(body) * 2 // 3],
    FaultKind.MALFORMED_XML: lambda body: body.replace(b"</title>", b"</titel>", 1),
    FaultKind.HTML: lambda _: b"<!DOCTYPE html><html><body><h1>arXiv is being mended</h1></body></html>\n",
}
