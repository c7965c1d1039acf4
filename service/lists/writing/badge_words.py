"""Words on badges: as shields.io wants them in an address, and what stands beside the picture."""

import re
from urllib.parse import quote

from service.lists.reading.named_labels import BADGE_WORDS
from service.lists.reading.parts import Field, Part, Reading, Slot
from service.lists.reading.venues import find_venue, respell

_NAMES = (Field.NAME, Field.REPO_NAME)
_WORDS = re.compile(r"(?:shields\.io|badgen\.net)/badge/[^?)\s]*")
_ENCODED = re.compile(r"[()<>\[\]{}\"\\|`*?#/]")


def on_badge(value: str | None, reading: Reading, slot: Slot, part: Part) -> str | None:
    """Return a name or a venue as shields.io wants it, where its place is on a badge.

    Dashes and underscores of words are doubled there, blanks are `_` or `%20` (https://shields.io/badges/static-badge).
    What stands beside such a picture says the venue as the copied words do, with its year or without.
    """
    if value is None or not (slot.field is Field.VENUE or slot.field in _NAMES):
        return value
    if slot.field is Field.VENUE:
        return _venue(value, reading, slot, part)
    found = BADGE_WORDS.search(reading.text, part.start, part.end)
    if found is None or found.start(1) != slot.start:
        return value
    return re.sub(r"[^\w-]+", "_", value.replace("_", "__").replace("-", "--")).strip("_")


def _venue(value: str, reading: Reading, slot: Slot, part: Part) -> str:
    found = _WORDS.search(reading.text, part.start, part.end)
    if found is None:
        return value
    like, read = find_venue(reading.value(slot)), find_venue(value)
    if not found.start() < slot.start < found.end():
        if like is None or read is None or read.year is None:
            return value
        own = respell(like, read.name, read.full_year, {}) if like.year else respell(read, None, None, {})
        behind = "" if read.is_preprint else value[read.end :]  # as the month of `arXiv 2025.10`
        return value[: read.start] + own + behind
    if read:
        form = like if like and like.year and read.year else read
        own = respell(form, re.sub(r"-+", "--", read.name), read.full_year, {})
        value = value[: read.start] + own + value[read.end :]
    blank = "%20" if "%20" in found[0] else "_"
    plain = re.sub(r"\\(?=\W)", "", value).strip()
    return _ENCODED.sub(lambda m: quote(m[0], safe=""), re.sub(r"\s+", blank, plain))
