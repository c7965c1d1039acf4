"""arXiv's OAI-PMH interface: what changed since a day, in order of change, page by page.

A harvest names no end, follows resumption tokens, and goes on another day from the last answer's date.
Tokens expire every night: the harvest then starts again from the last day that it has seen, which may
repeat papers but leaves none out.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date

import requests

from service.errors import SourceLied
from service.sources.base import Circuit, Gate
from service.sources.oai_records import (
    HarvestPage,
    TokenExpired,
    examine_harvest,
    last_day,
    parse_page,
)
from service.sources.retry import LocalCircuit, Patience, persist
from service.sources.transport import Deadlines, make_session

ENDPOINT = "https://oaipmh.arxiv.org/oai"
_RESTARTS = 3


class OaiPmh:
    """The harvester; every request waits for its turn at the gate that the query interface uses too."""

    def __init__(
        self,
        gate: Gate,
        *,
        base_url: str = ENDPOINT,
        contact: str = "",
        patience: Patience | None = None,
        deadlines: Deadlines | None = None,
        jitter: Callable[[], float] = random.random,
        circuit: Circuit | None = None,
    ) -> None:
        self._gate = gate
        self._base_url = base_url
        self._patience = patience or Patience()
        self._jitter = jitter
        self._circuit = circuit or LocalCircuit()
        self._session = make_session(
            gate,
            service="arXiv's OAI-PMH",
            contact=contact,
            accept="text/xml",
            examine=examine_harvest,
            deadlines=deadlines or Deadlines(),
        )

    def harvest(
        self, since: date, *, of_set: str | None = None, token: str | None = None
    ) -> Iterator[HarvestPage]:
        """Yield what changed on or after a day; store each page before asking for the next.

        `of_set` is like `cs` or `cs:cs:CV`. `token` goes on with a harvest that was stopped; when it has
        expired, the harvest starts again from `since`.

        Raises:
            SourceError: arXiv does not answer, or not truthfully, even after trying again.
        """
        restarts = 0
        while True:
            try:
                page = self._page(since, of_set, token)
            except TokenExpired:
                restarts += 1
                if token is None or restarts > _RESTARTS:
                    raise
                token = None
                continue
            yield page
            if page.token is None:
                return
            if page.token == token:
                raise SourceLied("arXiv's OAI-PMH gave the same page twice; the harvest is not complete.")
            token = page.token
            since = max(since, last_day(page) or since)

    def _page(self, since: date, of_set: str | None, token: str | None) -> HarvestPage:
        asked = {"verb": "ListRecords"}
        if token is not None:
            asked["resumptionToken"] = token
        else:
            asked |= {"metadataPrefix": "arXivRaw", "from": since.isoformat()}
            asked |= {"set": of_set} if of_set else {}

        def once() -> HarvestPage:
            answer: requests.Response = self._session.get(self._base_url, params=asked)
            return parse_page(answer.content)

        return persist(
            once, gate=self._gate, circuit=self._circuit, patience=self._patience, jitter=self._jitter
        )
