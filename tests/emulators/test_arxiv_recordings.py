"""The emulator answers as arXiv was recorded to answer."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree as ET  # noqa: N817  # its usual name

from tests.emulators.arxiv import ArxivEmulator

RECORDINGS = (
    "id-latest",
    "id-malformed",
    "id-old-style",
    "id-old-style-version",
    "id-unknown",
    "id-version",
    "ids-one-unknown",
    "query-page-1",
    "query-page-2",
)
ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
VARIABLE = {f"{ATOM}updated", f"{ATOM}id"}  # of the feed: the time of the answer, and its digest
TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"


@pytest.mark.shared
@pytest.mark.parametrize("name", RECORDINGS)
def test_answers_like_the_recorded_arxiv(shared: Path, name: str) -> None:
    wire = shared / "data" / "arxiv-wire"
    recorded = json.loads((wire / f"{name}.json").read_text())
    page_of = ["query-page-1", "query-page-2"] if name.startswith("query") else [name]
    bodies = [json.loads((wire / f"{n}.json").read_text())["body"] for n in page_of]
    known = [p for body in bodies for p in papers_in(body)]
    with ArxivEmulator(known) as arxiv:
        answer = arxiv.answer("/api/query", dict(parse_qsl(urlsplit(recorded["url"]).query)), {})[0]
    assert answer.status == recorded["status_code"]
    theirs, ours = ET.fromstring(recorded["body"].encode()), ET.fromstring(answer.body)
    their_entries, our_entries = theirs.findall(f"{ATOM}entry"), ours.findall(f"{ATOM}entry")
    is_query = name.startswith("query")
    assert head(ours, skip_total=is_query) == head(theirs, skip_total=is_query)
    if is_query:  # arXiv's own relevance order cannot be known
        mine = {e.findtext(f"{ATOM}id"): e for e in our_entries}
        their_entries = [e for e in their_entries if e.findtext(f"{ATOM}id") in mine]
        our_entries = [mine[e.findtext(f"{ATOM}id")] for e in their_entries]
        assert len(our_entries) > 3
    for our, their in zip(our_entries, their_entries, strict=True):
        skip = {f"{ATOM}updated"} if name == "id-malformed" else set()
        assert shape(our, skip) == shape(their, skip)


def head(feed: Element, *, skip_total: bool) -> list[Any]:
    wanted = [e for e in feed if e.tag != f"{ATOM}entry"]
    return [
        (e.tag, None if e.tag in VARIABLE or (skip_total and e.tag == TOTAL) else e.text, e.attrib)
        for e in wanted
    ]


def shape(entry: Element, skip: Collection[str]) -> list[Any]:
    return [
        (e.tag, "" if e.tag in skip or not (e.text or "").strip() else e.text, sorted(e.attrib.items()))
        for e in entry.iter()
    ]


def papers_in(body: str) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for entry in ET.fromstring(body.encode()).findall(f"{ATOM}entry"):
        said = (entry.findtext(f"{ATOM}id") or "").split("/abs/")[-1]
        if "api/errors" in said:
            continue
        paper_id, _, version = said.rpartition("v")
        primary = entry.find(f"{ARXIV}primary_category")
        out.append(
            {
                "id": paper_id,
                "version": int(version),
                "title": entry.findtext(f"{ATOM}title"),
                "abstract": entry.findtext(f"{ATOM}summary"),
                "authors": [a.text for a in entry.findall(f"{ATOM}author/{ATOM}name")],
                "affiliations": [
                    [f.text for f in a.findall(f"{ARXIV}affiliation")] for a in entry.findall(f"{ATOM}author")
                ],
                "categories": [c.get("term") for c in entry.findall(f"{ATOM}category")],
                "primary_category": primary.get("term") if primary is not None else None,
                "published": entry.findtext(f"{ATOM}published"),
                "updated": entry.findtext(f"{ATOM}updated"),
                "comment": entry.findtext(f"{ARXIV}comment"),
                "journal_ref": entry.findtext(f"{ARXIV}journal_ref"),
                "doi": entry.findtext(f"{ARXIV}doi"),
            }
        )
    return out
