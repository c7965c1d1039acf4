"""One HTTP request at a time: through the gate, with deadlines, refusals as our own errors."""

import contextlib
import io
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError as Urllib3Error
from urllib3.exceptions import TimeoutError as Urllib3Timeout
from urllib3.response import BaseHTTPResponse

from service import __version__
from service.errors import SourceBusy, SourceError, SourceLied
from service.sources.base import Gate, Unreachable

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_NOBODY = {  # how connecting fails, by what the exception says
    "unable to connect to proxy": "the proxy refused",
    "refused": "connection refused",
    "resolve": "no such host",
    "establish a new connection": "no network",
}
_REFUSALS = (403, 406, 429, 503)  # 406 is what arXiv's cache lately says when it means 429
_SERVER_TROUBLE = 500
_LONGEST_QUIET = 7 * 24 * 3600.0  # seconds; a source that asks for more gets a week
_LARGEST = 64 * 2**20
_CHUNK = 64 * 2**10

Examine = Callable[[int, bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """How long one request may take, in seconds: to connect, between two bytes, and as a whole."""

    connect: float = 10.0
    read: float = 30.0
    whole: float = 120.0


def make_session(
    gate: Gate,
    *,
    service: str,
    contact: str,
    accept: str,
    examine: Examine,
    deadlines: Deadlines,
    clock: Callable[[], float] = time.monotonic,
) -> requests.Session:
    """Make a session all of whose requests, redirects too, are polite.

    `examine` gets status and body of answers that are no refusals and returns the body to use, or raises.
    """
    headers = {"User-Agent": user_agent(contact), "Accept": accept}
    session = requests.Session()
    adapter = _PoliteAdapter(gate, service, headers, examine, deadlines, clock)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def user_agent(contact: str) -> str:
    """Return how we introduce ourselves: name, version, and where to complain."""
    printable = "".join(c for c in contact if c.isascii() and c.isprintable()).strip()
    where = f"mailto:{printable}" if "@" in printable and ":" not in printable else printable
    return f"Listkeeper/{__version__} ({where or 'no contact given'})"


class _PoliteAdapter(HTTPAdapter):
    """Sends one request at a time and hands on only whole answers that were examined."""

    def __init__(
        self,
        gate: Gate,
        service: str,
        headers: Mapping[str, str],
        examine: Examine,
        deadlines: Deadlines,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)
        self._gate = gate
        self._service = service
        self._headers = headers
        self._examine = examine
        self._deadlines = deadlines
        self._clock = clock

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Wait for our turn, send, read the whole answer in time, and judge it."""
        kwargs.update(stream=True, timeout=(self._deadlines.connect, self._deadlines.read))
        if urlsplit(request.url or "").hostname in _LOOPBACK:
            kwargs["proxies"] = {}  # a proxy for the world outside cannot reach this machine
        request.headers.update(self._headers)
        self._gate.wait()
        try:
            response, body = self._exchange(request, *args, **kwargs)
        except requests.ConnectionError as exc:
            raise self._unreachable(request, exc) from exc
        except (requests.RequestException, Urllib3Error, OSError) as exc:
            raise self._failure(request, exc) from exc
        finally:
            self._gate.done()
        if not response.is_redirect:
            self._refuse(response)
            body = self._examine(response.status_code, body)
        response.raw = io.BytesIO(body)
        return response

    def _exchange(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> tuple[requests.Response, bytes]:
        give_up_at = self._clock() + self._deadlines.whole
        response = super().send(request, *args, **kwargs)
        return response, self._read(response.raw, give_up_at)

    def _read(self, raw: BaseHTTPResponse, give_up_at: float) -> bytes:
        """Read to the end, however slowly it drips, but not past the deadline."""
        chunks, size, is_late = [], 0, False
        with contextlib.closing(raw):
            while not is_late and size <= _LARGEST and (chunk := raw.read1(_CHUNK, decode_content=True)):
                chunks.append(chunk)
                size += len(chunk)
                is_late = self._clock() > give_up_at
            if not is_late:
                raw.release_conn()
        if is_late:
            raise TimeoutError
        if size > _LARGEST:
            raise SourceLied(f"{self._service} sent more than 64 MiB for one page; it is not believed.")
        return b"".join(chunks)

    def _refuse(self, response: requests.Response) -> None:
        status = response.status_code
        if status in _REFUSALS:
            wait = parse_retry_after(response.headers.get("Retry-After"), now=datetime.now(UTC))
            asked = f"asked for {wait:.0f} s of quiet" if wait is not None else "did not say for how long"
            raise SourceBusy(
                f"{self._service} asked us to slow down (HTTP {status}) and {asked}; try again later.",
                retry_after=wait,
            )
        if status >= _SERVER_TROUBLE:
            raise SourceError(f"{self._service} has trouble (HTTP {status}); try again later.")

    def _unreachable(self, request: requests.PreparedRequest, exc: requests.ConnectionError) -> SourceError:
        said = str(exc).lower()
        if isinstance(exc, requests.ConnectTimeout):
            reason = "no answer"
        else:
            reason = next((reason for sign, reason in _NOBODY.items() if sign in said), "")
        if not reason:
            return self._failure(request, exc)
        return Unreachable(_cannot_be_reached(self._service, request, reason))

    def _failure(self, request: requests.PreparedRequest, exc: Exception) -> SourceError:
        if isinstance(exc, requests.Timeout | TimeoutError | Urllib3Timeout) or "timed out" in str(exc):
            return SourceError(
                f"{self._service} did not answer in time ({self._deadlines.read:g} s, {_host(request)}); "
                "check the network or try again later."
            )
        return SourceError(_cannot_be_reached(self._service, request, "the connection broke off"))


def parse_retry_after(said: str | None, *, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (a number or a date), None if it says nothing.

    A week is the most.
    """
    if said is None:
        return None
    text = said.strip()
    if text.isdecimal():
        return min(float(text), _LONGEST_QUIET)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (aware - now).total_seconds()), _LONGEST_QUIET)


def _cannot_be_reached(service: str, request: requests.PreparedRequest, reason: str) -> str:
    return (
        f"{service} cannot be reached at {_host(request)} ({reason}); check the network or try again later."
    )


def _host(request: requests.PreparedRequest) -> str:
    scheme, _, rest = (request.url or "").partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}"
