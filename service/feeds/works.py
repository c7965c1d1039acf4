"""Papers as other programs take them in: BibTeX, RIS, CSL-JSON, JSON Lines, CSV; one record at a time."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "&%$#_{}"},
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet calculate
_COLUMNS = ("id", "title", "authors", "state", "at", "submitted", "venue", "doi", "url", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A paper of a list, with what citations need."""

    id: str
    title: str
    authors: tuple[str, ...]
    state: str
    at: datetime
    url: str
    submitted_at: datetime | None = None
    venue: str = ""
    doi: str = ""
    abstract: str = ""
    is_on_arxiv: bool = True
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def keywords(self) -> list[str]:
        """The tags as `facet: tag`."""
        return [f"{facet}: {name}" for facet, names in self.tags.items() for name in names]


def render_bibtex(works: Iterable[Work]) -> Iterator[str]:
    """Return BibTeX entries; whatever TeX would read as its own is escaped."""
    for work in works:
        fields = {
            "title": f"{{{_tex(work.title)}}}",
            "author": " and ".join(_tex(name) for name in work.authors),
            "year": str(work.submitted_at.year) if work.submitted_at else "",
            "eprint": work.id if work.is_on_arxiv else "",
            "archiveprefix": "arXiv" if work.is_on_arxiv else "",
            "doi": _tex(work.doi),
            "howpublished": _tex(work.venue),
            "url": _tex(work.url),
            "keywords": _tex(", ".join(work.keywords)),
        }
        lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
        yield f"@misc{{{_cite_key(work)},\n{lines}\n}}\n\n"


def render_ris(works: Iterable[Work]) -> Iterator[str]:
    """Return RIS records."""
    for work in works:
        lines = [
            ("TY", "UNPB"),
            ("ID", work.id),
            ("TI", work.title),
            *(("AU", _family_first(name)) for name in work.authors),
            ("PY", f"{work.submitted_at:%Y}" if work.submitted_at else ""),
            ("DA", f"{work.submitted_at:%Y/%m/%d}" if work.submitted_at else ""),
            ("T2", work.venue),
            ("DO", work.doi),
            ("UR", work.url),
            *(("KW", word) for word in work.keywords),
            ("AB", work.abstract),
        ]
        yield (
            "".join(f"{tag}  - {' '.join(text.split())}\r\n" for tag, text in lines if text)
            + "ER  - \r\n\r\n"
        )


def render_csl(works: Iterable[Work]) -> Iterator[str]:
    """Return one CSL-JSON array."""
    yield "["
    for place, work in enumerate(works):
        yield ("," if place else "") + "\n" + json.dumps(_csl(work), ensure_ascii=False)
    yield "\n]\n"


def render_jsonl(works: Iterable[Work]) -> Iterator[str]:
    """Return one JSON object a line."""
    for work in works:
        body = {
            "id": work.id,
            "title": work.title,
            "authors": work.authors,
            "state": work.state,
            "at": work.at.isoformat(),
            "submitted": work.submitted_at.isoformat() if work.submitted_at else None,
            "venue": work.venue,
            "doi": work.doi,
            "url": work.url,
            "tags": work.tags,
            "abstract": work.abstract,
        }
        yield json.dumps(body, ensure_ascii=False) + "\n"


def render_csv(works: Iterable[Work]) -> Iterator[str]:
    """Return a table with a heading; cells that a spreadsheet would calculate begin with an apostrophe."""
    yield _row(_COLUMNS)
    for work in works:
        yield _row(
            (
                work.id,
                work.title,
                "; ".join(work.authors),
                work.state,
                work.at.date().isoformat(),
                work.submitted_at.date().isoformat() if work.submitted_at else "",
                work.venue,
                work.doi,
                work.url,
                "; ".join(work.keywords),
            )
        )


RENDERERS: Mapping[str, tuple[Callable[[Iterable[Work]], Iterator[str]], str]] = {
    "bib": (render_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (render_ris, "application/x-research-info-systems; charset=utf-8"),
    "csl.json": (render_csl, "application/vnd.citationstyles.csl+json; charset=utf-8"),
    "jsonl": (render_jsonl, "application/jsonl; charset=utf-8"),
    "csv": (render_csv, "text/csv; charset=utf-8; header=present"),
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in " ".join(text.split()))


def _cite_key(work: Work) -> str:
    family = work.authors[0].split()[-1] if work.authors and work.authors[0].split() else "anonymous"
    return re.sub(r"[^A-Za-z0-9.:/-]", "", f"{family.lower()}:{work.id}")


def _family_first(name: str) -> str:
    given, _, family = name.strip().rpartition(" ")
    return f"{family}, {given}" if given else family


def _csl(work: Work) -> dict[str, Any]:
    issued = (
        [[work.submitted_at.year, work.submitted_at.month, work.submitted_at.day]]
        if work.submitted_at
        else []
    )
    body: dict[str, Any] = {
        "id": work.id,
        "type": "article",
        "title": work.title,
        "author": [_csl_name(name) for name in work.authors],
        "issued": {"date-parts": issued} if issued else None,
        "publisher": "arXiv" if work.is_on_arxiv else None,
        "number": f"arXiv:{work.id}" if work.is_on_arxiv else None,
        "container-title": work.venue,
        "DOI": work.doi,
        "URL": work.url,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
    }
    return {name: value for name, value in body.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    given, _, family = name.strip().rpartition(" ")
    return {"family": family, "given": given} if given else {"literal": family}


def _row(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow("'" + cell if cell.startswith(_FORMULA) else cell for cell in cells)
    return buffer.getvalue()
