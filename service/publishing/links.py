"""Whether links lead anywhere: asked politely, remembered for a week, never inside private networks."""

import json
import re
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from service.networks import Resolve, addresses_of, allowed_address, host_of

_KEPT = timedelta(days=7)
_KEPT_UNREACHABLE = timedelta(days=1)
_TIMEOUT = 5.0
_BETWEEN = 1.0  # seconds between two requests
_MOST_HOPS = 5
_MOST = 20  # links in one go; the others are asked the next time
_NOT_ASKED = re.compile(
    r"(.*\.)?arxiv\.org|(.*\.)?shields\.io"
)  # the ids came from there; badges say nothing
_PRIVATE = "leads into a private network, or nowhere"
_UNREACHABLE = "cannot be reached"
_HEADERS = {"User-Agent": "listkeeper", "Accept": "*/*"}
_GONE = (404, 410)
_NO_HEAD = (403, 405, 501)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of some links: what is wrong with those that lead nowhere, and which nobody asked yet."""

    faults: Mapping[str, str]
    fine: tuple[str, ...]
    unknown: tuple[str, ...]


class LinkChecker:
    """Asks for the head of pages; what it learned is kept in a file."""

    def __init__(
        self,
        memory: Path,
        *,
        now: datetime,
        resolve: Resolve = addresses_of,
        transport: httpx.BaseTransport | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._memory = memory
        self._now = now
        self._resolve = resolve
        self._transport = transport
        self._wait = wait

    def check(self, urls: Iterable[str], *, ask: bool = True) -> Asked:
        """Say where links lead, arXiv's and badges left out; without `ask`, what is remembered of them."""
        known = self._read()
        wanted = [u for u in dict.fromkeys(urls) if not _NOT_ASKED.fullmatch(host_of(u))]
        new = [u for u in wanted if u not in known][:_MOST] if ask else []
        if new:
            with httpx.Client(
                timeout=_TIMEOUT, transport=self._transport, trust_env=False, headers=_HEADERS
            ) as client:
                for number, url in enumerate(new):
                    if number:
                        self._wait(_BETWEEN)
                    known[url] = (self._fault(client, url), self._now)
            self._write(known)
        return Asked(
            faults={url: known[url][0] for url in wanted if url in known and known[url][0]},
            fine=tuple(url for url in wanted if url in known and not known[url][0]),
            unknown=tuple(url for url in wanted if url not in known),
        )

    def _fault(self, client: httpx.Client, url: str) -> str:
        for _ in range(_MOST_HOPS):
            address = allowed_address(url, resolve=self._resolve)
            if address is None:
                return _PRIVATE
            try:
                answer = _head(client, url, address)
            except (httpx.HTTPError, httpx.InvalidURL):
                return _UNREACHABLE
            if answer.status_code in _NO_HEAD:
                return ""  # it is there, and does not like to be asked
            if not answer.has_redirect_location:
                return f"answers {answer.status_code}" if answer.status_code in _GONE else ""
            url = urljoin(url, answer.headers["location"])
        return "leads in circles"

    def _read(self) -> dict[str, tuple[str, datetime]]:
        try:
            said: Mapping[str, Any] = json.loads(self._memory.read_text(encoding="utf-8"))
            kept = {url: (str(v[0]), datetime.fromisoformat(v[1])) for url, v in said.items()}
        except (OSError, ValueError, TypeError, IndexError):
            return {}  # it is a memory only: lost or torn, the links are asked again
        return {
            url: (fault, at)
            for url, (fault, at) in kept.items()
            if self._now - at < (_KEPT_UNREACHABLE if fault == _UNREACHABLE else _KEPT)
        }

    def _write(self, known: Mapping[str, tuple[str, datetime]]) -> None:
        said = {url: (fault, at.isoformat()) for url, (fault, at) in known.items()}
        beside = self._memory.with_suffix(f".{secrets.token_hex(4)}.new")
        beside.write_text(json.dumps(said), encoding="utf-8")
        beside.replace(self._memory)


def _head(client: httpx.Client, url: str, address: str) -> httpx.Response:
    """Ask the address that was looked at, whatever the name means by now; the certificate is the name's."""
    asked = httpx.URL(url)
    return client.request(
        "HEAD",
        asked.copy_with(host=address),
        headers={"Host": asked.netloc.decode("ascii")},
        extensions={"sni_hostname": asked.raw_host.decode("ascii")},
    )
