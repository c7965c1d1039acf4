"""Real papers, each with a sentence of ours in place of its abstract, and small lists in five formats.

They go through the same pipeline as everything else where arXiv cannot be reached. Ids, titles, authors,
categories and dates are facts; the sentences and the lists' prose were written for this project.
"""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from service.domain.papers import ArxivId, PaperRecord, estimated_submission

_FOLDER = Path(__file__).parent


def sample_lists() -> Path:
    """Return the folder of the sample lists, named so that `lists sync --from` finds each."""
    return _FOLDER / "lists"


def sample_papers() -> tuple[PaperRecord, ...]:
    """Read the sample papers, oldest id first; the sentence stands where the abstract would."""
    lines = (_FOLDER / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_read_paper(json.loads(line)) for line in lines)


def _read_paper(fields: dict[str, Any]) -> PaperRecord:
    arxiv_id = ArxivId.parse(fields["id"])
    return PaperRecord(
        arxiv_id=arxiv_id,
        title=fields["title"],
        abstract=fields["sentence"],
        authors=tuple(fields["authors"]),
        categories=tuple(fields["categories"]),
        primary_category=fields["primary_category"],
        submitted_at=_submission(
            arxiv_id, published=fields["published"], listed_first=fields["listed_first"]
        ),
    )


def _submission(arxiv_id: ArxivId, *, published: str | None, listed_first: str | None) -> datetime:
    """Return the known day of submission, else the eve of the announcement, else mid-month of the id."""
    estimate = estimated_submission(arxiv_id)
    if published:
        day = date.fromisoformat(published)
    elif listed_first:
        day = date.fromisoformat(listed_first) - timedelta(days=1)
    else:
        return estimate
    return estimate + (day - date(*arxiv_id.month, 15))
