"""Hidden notes behind a table row: the day on which it was added, as in `[//]: #05/29`, or the number."""

import re
from datetime import date

from service.domain.papers import ArxivId
from service.lists.reading.parts import Reading

_MONTH_AND_DAY = re.compile(r"#\s*(\d{1,2})/(\d{1,2})\b")
_NUMBER = re.compile(r"(?<![\d.])\d{4}\.\d{4,5}(?![\d.])")
_NOTHING_ELSE = re.compile(r"(?:<!--|\[//\]:\s*#)[\s:(]*(?:arxiv|id)?[\s:)]*(?:-->)?", re.IGNORECASE)
_ANY_YEAR = 2000  # a note names none; this one has a 29th of February


def noted_day(reading: Reading) -> date | None:
    """Return the day that an entry's hidden note names, of whatever year."""
    notes = (reading.text[p.start : p.end] for p in reading.parts() if p.role == "hidden")
    found = next((m for note in notes if (m := _MONTH_AND_DAY.search(note))), None)
    try:
        return date(_ANY_YEAR, int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def dated_note(example: str, today: date | None, date_text: str | None) -> str | None:
    """Return a hidden note with the day of the addition; None where it notes none, or it is unknown."""
    said = date_text if date_text and re.fullmatch(r"\d{1,2}/\d{1,2}", date_text) else None
    said = said or (f"{today.month:02d}/{today.day:02d}" if today else None)
    if said is None or not _MONTH_AND_DAY.search(example):
        return None
    return _MONTH_AND_DAY.sub(f"#{said}", example)


def numbered_note(example: str, paper_id: ArxivId | None) -> str | None:
    """Return a hidden note with the paper's number; None where it says anything else, or there is none."""
    rest = _NUMBER.sub("", example, count=1)
    is_number = rest != example and _NOTHING_ELSE.fullmatch(rest) is not None
    return _NUMBER.sub(str(paper_id), example) if paper_id and is_number else None
