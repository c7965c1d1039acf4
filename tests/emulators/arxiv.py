"""An arXiv to test against: `/api/query` and `/oai` over a corpus of papers.

By hand::

    python -m tests.emulators.arxiv --corpus ../shared/data/arxiv --port 9000 --months 2025-10

In tests::

    with ArxivEmulator([paper("2510.00001", ...)]) as arxiv:
        arxiv.fail("http_429", retry_after="7")
        ... arxiv.query_url ... arxiv.seen
"""

import argparse
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from tests.emulators.arxiv_atom import render_error, render_page
from tests.emulators.arxiv_corpus import Corpus, load
from tests.emulators.arxiv_faults import Fault, FaultKind, spoil_body, spoil_page, spoil_request
from tests.emulators.arxiv_search import Broken, Refused, Request, Searcher
from tests.emulators.arxiv_server import Answer, EmulatorServer
from tests.emulators.oai_pmh import PATH as OAI_PATH
from tests.emulators.oai_pmh import OaiPmh

PATH = "/api/query"


class ArxivEmulator(EmulatorServer):
    """The query API over papers given inline or over a loaded corpus."""

    def __init__(
        self,
        papers: Iterable[Mapping[str, Any]] = (),
        *,
        corpus: Corpus | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.corpus = corpus if corpus is not None else Corpus()
        self.searcher = Searcher(self.corpus)
        self.oai = OaiPmh(self.corpus)
        super().__init__({PATH: self.respond, OAI_PATH: self.oai.respond}, host=host, port=port)
        self.add(*papers)

    @property
    def query_url(self) -> str:
        """The address to give to a client, in place of https://export.arxiv.org/api/query."""
        return self.url + PATH

    @property
    def oai_url(self) -> str:
        """The address to give to a harvester, in place of https://oaipmh.arxiv.org/oai."""
        return self.url + OAI_PATH

    def add(self, *papers: Mapping[str, Any]) -> None:
        """Announce papers, or new versions of them."""
        self.corpus.add(papers)
        self.searcher.forget()

    def remove(self, paper_id: str) -> None:
        """Take a paper away; OAI-PMH calls it deleted from today on."""
        self.corpus.remove(paper_id)
        self.oai.deleted[paper_id] = datetime.now(UTC).date()
        self.searcher.forget()

    def respond(self, params: Mapping[str, str], fault: Fault | None) -> Answer:
        """Answer one `/api/query`."""
        now = datetime.now(UTC)
        if fault and fault.kind is FaultKind.ERROR_FEED:
            return Answer(200, render_error("unexpected error", now=now))
        try:
            page = self.searcher.page(spoil_request(Request.parse(params), fault))
        except Refused as exc:
            return Answer(400, render_error(str(exc), now=now))
        except Broken:
            return Answer(500, b"<html><body>Internal Server Error</body></html>\n", "text/html")
        return Answer(200, spoil_body(render_page(spoil_page(page, fault), now=now), fault))

    def __enter__(self) -> Self:
        super().__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self.corpus.close()


def paper(
    paper_id: str,
    title: str = "A paper",
    *,
    published: str | None = None,
    categories: Iterable[str] = ("cs.CV",),
    **facts: Any,
) -> dict[str, Any]:
    """Make a corpus line; a test names only what matters to it."""
    names = list(categories)
    return {
        "id": paper_id,
        "title": title,
        "abstract": f"We write about {title.lower()}.",
        "authors": ["Ada Lovelace", "Charles Babbage"],
        "categories": names,
        "primary_category": names[0] if names else None,
        "published": published,
        "listed_first": None,
        **facts,
    }


def main() -> None:
    """Serve a corpus until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.emulators.arxiv", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--corpus", type=Path, action="append", required=True, help="a folder or file (JSONL, .xz)"
    )
    parser.add_argument("--months", nargs="+", default=(), help="load only these monthly files, like 2025-10")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000, help="0 takes a free one")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        type=Fault.parse,
        help="kind[:count[:retry_after]], may be repeated",
    )
    asked = parser.parse_args()
    missing = [str(path) for path in asked.corpus if not path.exists()]
    if missing:
        parser.error(f"there is no corpus at {', '.join(missing)}")
    corpus = load(asked.corpus, months=asked.months, tell=_say)
    try:
        emulator = ArxivEmulator(corpus=corpus, host=asked.host, port=asked.port)
    except OSError as exc:
        parser.error(f"cannot listen on {asked.host}:{asked.port} ({exc.strerror})")
    for fault in asked.fault:
        emulator.faults.switch_on(fault)
    _say(f"arXiv emulator with {len(corpus):,} papers: {emulator.query_url} (OAI-PMH: {emulator.oai_url})")
    emulator.serve()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # started by hand


if __name__ == "__main__":
    main()
