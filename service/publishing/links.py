"""Whether links lead anywhere: asked politely, remembered for a week, and never inside private networks."""

import ipaddress
import json
import re
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

_KEPT = timedelta(days=7)
_TIMEOUT = 10.0
_BETWEEN = 1.0  # seconds between two requests
_MOST_HOPS = 5
_MOST = 50  # links in one go; the others are left unasked
_NOT_ASKED = re.compile(r"(.*\.)?arxiv\.org")  # the ids came from there
_GONE = (404, 410)
_NO_HEAD = (403, 405, 501)

Resolve = Callable[[str], Iterable[str]]


def addresses_of(host: str) -> list[str]:
    """Return the addresses of a host; none where it has none."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None)]
    except OSError:
        return []


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

    def check(self, urls: Iterable[str]) -> dict[str, str]:
        """Return what is wrong with links, by link; those that are fine, or cannot be judged, are absent."""
        known = self._read()
        wanted = [u for u in dict.fromkeys(urls) if not _NOT_ASKED.fullmatch(_host(u))][:_MOST]
        new = [u for u in wanted if u not in known]
        if new:
            with httpx.Client(timeout=_TIMEOUT, transport=self._transport) as client:
                for number, url in enumerate(new):
                    if number:
                        self._wait(_BETWEEN)
                    known[url] = (self._fault(client, url), self._now)
            self._write(known)
        return {url: known[url][0] for url in wanted if known[url][0]}

    def _fault(self, client: httpx.Client, url: str) -> str:
        for _ in range(_MOST_HOPS):
            if not self._is_public(url):
                return "leads into a private network, or nowhere"
            try:
                answer = client.head(url)
                if answer.status_code in _NO_HEAD:
                    return ""  # it is there, and does not like to be asked
            except (httpx.HTTPError, httpx.InvalidURL):
                return "cannot be reached"
            if not answer.is_redirect:
                return f"answers {answer.status_code}" if answer.status_code in _GONE else ""
            url = urljoin(url, answer.headers["location"])
        return "leads in circles"

    def _is_public(self, url: str) -> bool:
        host = _host(url)
        if not host or urlsplit(url).scheme not in ("http", "https"):
            return False
        found = list(self._resolve(host))
        return bool(found) and all(ipaddress.ip_address(a.split("%")[0]).is_global for a in found)

    def _read(self) -> dict[str, tuple[str, datetime]]:
        try:
            said: Mapping[str, Any] = json.loads(self._memory.read_text(encoding="utf-8"))
            kept = {url: (str(v[0]), datetime.fromisoformat(v[1])) for url, v in said.items()}
        except (OSError, ValueError, TypeError, IndexError):
            return {}  # it is a memory only: lost or torn, the links are asked again
        return {url: value for url, value in kept.items() if self._now - value[1] < _KEPT}

    def _write(self, known: Mapping[str, tuple[str, datetime]]) -> None:
        said = {url: (fault, at.isoformat()) for url, (fault, at) in known.items()}
        beside = self._memory.with_suffix(".new")
        beside.write_text(json.dumps(said), encoding="utf-8")
        beside.replace(self._memory)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
