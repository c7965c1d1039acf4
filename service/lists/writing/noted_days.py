"""Hidden notes of the day on which an entry was added, as in `[//]: #05/29` behind a table row."""

import re
from datetime import date

from service.lists.reading.parts import Reading

_MONTH_AND_DAY = re.compile(r"#\s*(\d{1,2})/(\d{1,2})\b")
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
