"""Paragraphs that are entries: a title that no link or bold type sets apart, with links behind it."""

import re

from service.lists.reading.labels import is_generic
from service.lists.reading.notes_below import before_notes
from service.lists.reading.parts import Field, Reading
from service.lists.reading.title_candidates import Title
from service.lists.reading.venues import is_venue

_FEWEST = 3  # words up to the end of a title
_MOST_LINES = 3  # of an entry that is one run of words
_MOST_BEFORE = 6  # words before a title: a venue, a date, a tag
_VALUES = ("venue", "preprint", "date", "text", "figure", "badge:")
_ADDRESS = re.compile(r"https?://\S+")
_TAG = re.compile(r"</?[a-z]{1,6}>", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_BROKEN = re.compile(r"(?:  |\\|<br\s*/?>[ \t]*)\r?\n", re.IGNORECASE)  # a line that is to end there


def is_plain_entry(reading: Reading, title: Title | None) -> bool:
    """Whether a paragraph is a title in plain words, and links to its paper that say nothing else.

    Before the title may stand a venue, a date or a tag; each further line must be one of its own.
    """
    text = reading.text
    if title is None or title.link or not _begins(reading, title):
        return False
    own = text[: before_notes(text)].strip()
    lines = own.count("\n") + 1
    is_short = lines <= _MOST_LINES or lines - 1 == len(_BROKEN.findall(own))
    said = [p.label for p in reading.parts() if any(s.field is Field.URL for s in p.slots)]
    is_titled = is_short and len(text[: title.end].split()) >= _FEWEST
    return is_titled and bool(said) and all(map(_names_link, said))


def _names_link(label: str) -> bool:
    """Whether a label says what kind of link it is, or where it leads."""
    return is_generic(label) or is_venue(label) or _ADDRESS.fullmatch(label) is not None


def _begins(reading: Reading, title: Title) -> bool:
    """Whether a paragraph begins with its title, or with few values in front, set apart from it by a mark."""
    before, text = _TAG.sub("", reading.text[: title.start]).strip(), reading.text
    parts = [p for p in reading.parts() if p.end <= title.start]
    words = [word for p in parts if p.role == "text" for word in text[p.start : p.end].split()]
    if "\n" in before or len(words) > _MOST_BEFORE or not all(p.role.startswith(_VALUES) for p in parts):
        return False
    if not parts:
        return _WORD.search(before) is None
    last = parts[-1]
    behind = last.slots[-1].end if last.slots else last.start
    return last.role != "text" or text[behind : title.start].strip() != ""
