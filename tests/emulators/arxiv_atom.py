"""Answers of `/api/query` as text: the element order, names and spacing of the recorded ones."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.emulators.arxiv_corpus import Paper
from tests.emulators.arxiv_search import Page

_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
)


def render_page(page: Page, *, now: datetime) -> bytes:
    """Write a page of papers."""
    asked, ids = page.request, ",".join(page.request.id_list)
    span = f"start={asked.start}&max_results={asked.max_results}"
    title = f"arXiv Query: search_query={page.query}&id_list={ids}&{span}"
    link = f"https://arxiv.org/api/query?search_query={page.query}&{span}&id_list={ids}"
    lines = [
        f"  <id>https://arxiv.org/api/{_digest(title)}</id>",
        f"  <title>{escape(title)}</title>",
        f"  <updated>{_stamp(now)}</updated>",
        f'  <link href={quoteattr(link)} type="application/atom+xml"/>',
        *_counts(asked.max_results, page.total, asked.start),
    ]
    for paper, version in page.papers:
        lines.extend(_entry(paper, version))
    return (_HEAD + "\n".join(lines) + "\n</feed>\n").encode()


def render_error(words: str, *, now: datetime) -> bytes:
    """Write the feed with one entry titled "Error" that stands for a refusal."""
    address = escape(f"https://arxiv.org/api/errors#{words.replace(' ', '_')}")
    lines = [
        "  <id>https://arxiv.org/</id>",
        "  <title>arXiv Search Results</title>",
        f"  <updated>{_stamp(now)}</updated>",
        *_counts(1, 1, 0),
        "  <entry>",
        f"    <id>{address}</id>",
        "    <title>Error</title>",
        f"    <updated>{_stamp(now)}</updated>",
        f'    <link href={quoteattr(address)} rel="alternate" type="text/html"/>',
        f"    <summary>{escape(words)}</summary>",
        "    <author>",
        "      <name>arXiv api core</name>",
        "    </author>",
        "  </entry>",
    ]
    return (_HEAD + "\n".join(lines) + "\n</feed>\n").encode()


def _counts(per_page: int, total: int, start: int) -> Iterator[str]:
    yield f"  <opensearch:itemsPerPage>{per_page}</opensearch:itemsPerPage>"
    yield f"  <opensearch:totalResults>{total}</opensearch:totalResults>"
    yield f"  <opensearch:startIndex>{start}</opensearch:startIndex>"


def _entry(paper: Paper, version: int | None) -> Iterator[str]:
    facts = paper.facts()
    name = f"{paper.id}v{version or int(facts.get('version') or 1)}"
    yield "  <entry>"
    yield f"    <id>http://arxiv.org/abs/{name}</id>"
    yield f"    <title>{escape(facts['title'])}</title>"
    yield f"    <updated>{_stamp(paper.updated)}</updated>"
    yield f'    <link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>'
    yield f'    <link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>'
    yield f"    <summary>{escape(facts['abstract'])}</summary>"
    for category in paper.categories:
        yield f'    <category term="{category}" scheme="http://arxiv.org/schemas/atom"/>'
    yield f"    <published>{_stamp(paper.published)}</published>"
    yield from _facts(facts)
    yield "  </entry>"


def _facts(facts: dict[str, Any]) -> Iterator[str]:
    if facts.get("comment"):
        yield f"    <arxiv:comment>{escape(facts['comment'])}</arxiv:comment>"
    if facts.get("primary_category"):
        yield f'    <arxiv:primary_category term="{facts["primary_category"]}"/>'
    if facts.get("journal_ref"):
        yield f"    <arxiv:journal_ref>{escape(facts['journal_ref'])}</arxiv:journal_ref>"
    for author, places in zip_longest(facts.get("authors") or (), facts.get("affiliations") or ()):
        yield "    <author>"
        yield f"      <name>{escape(author)}</name>"
        yield from (f"      <arxiv:affiliation>{escape(p)}</arxiv:affiliation>" for p in places or ())
        yield "    </author>"
    if facts.get("doi"):
        address = quoteattr(f"https://doi.org/{facts['doi']}")
        yield f"    <arxiv:doi>{escape(facts['doi'])}</arxiv:doi>"
        yield f'    <link rel="related" href={address} title="doi"/>'


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha1(text.encode(), usedforsecurity=False).digest()).decode().rstrip("=")
