"""The first author alone with the surname first: `Rossi, Ann, Bo Li, and Cy Wu` or `Rossi, Ann, et al.`."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from service.lists.reading.entries import Entry
from service.lists.reading.initials import parted
from service.lists.reading.names import is_shortened, last_joint, parse_authors

_ENOUGH = 2  # lists of authors that can be read in no other way
_CUT = re.compile(r"[,\s]*\bet\.? ?al\b\.?\s*\Z|[,\s]*\band others\b\.?\s*\Z", re.IGNORECASE)
_PART = re.compile(r"\s*(?:,\s*and\s+|,\s*&\s*|\s+and\s+|\s+&\s+|,\s*)\s*")
_MOST_GIVEN = 3  # words of a given name


def turned_names(text: str) -> tuple[str, ...]:
    """Return the names, the first one turned: `Ann Rossi`, `Bo Li`; empty for a text of another form."""
    bare = _CUT.sub("", text).strip(" .")
    names = [name for name in _PART.split(bare) if name]
    if len(names) < 2 or not parse_authors(text):  # noqa: PLR2004 - a surname and a given name
        return ()
    surname, given, *others = names
    is_person = (
        len(surname.split()) == len(parted(f"x {surname}")[1].split())
        and 0 < len(given.split()) <= _MOST_GIVEN
    )
    if not is_person or any(" " not in name for name in others):
        return ()
    return (f"{given} {surname}", *others)


def _is_clear(text: str) -> bool:
    """Whether others are named in full behind a surname and a given name of one word: no list of surnames."""
    names = turned_names(text)
    return len(names) > 1 and len(names[0].split()) == 2 and last_joint(text) != ""  # noqa: PLR2004 - given name, surname


@lru_cache(maxsize=256)
def turns_first(texts: tuple[str, ...]) -> bool:
    """Whether a list names the first author by the surname first, as some entries show beyond doubt."""
    clear = sum(map(_is_clear, texts))
    other = sum(bool(parse_authors(text)) and not turned_names(text) for text in texts)
    return clear >= _ENOUGH and clear > other


def with_first_turned(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Read the names of each entry so, in a list that writes them so."""
    if not turns_first(tuple(e.authors_text for e in entries if e.authors_text)):
        return tuple(entries)
    return tuple(replace(e, authors=turned_names(e.authors_text or "") or e.authors) for e in entries)


def respell_turned(texts: Iterable[str], authors: tuple[str, ...], count: int | None = None) -> str:
    """Write authors as the texts of such a list are, cut where it names so many in none.

    With `count`, so many are named before it; all for less than none.
    """
    known = [text for text in texts if turned_names(text)]
    whole = [text for text in known if not is_shortened(text)]
    cuts = Counter(m[0].rstrip() for text in known if (m := _CUT.search(text)))
    joints = Counter(joint for text in whole if (joint := last_joint(text)))
    given, surname = parted(authors[0])
    names = [f"{surname}, {' '.join(given)}" if given else surname, *authors[1:]]
    most = max((len(turned_names(text)) for text in whole), default=len(names))
    shown = (1 if cuts and len(names) > most else len(names)) if count is None else count
    if 0 < shown < len(names):
        return ", ".join(names[:shown]) + (cuts.most_common(1)[0][0] if cuts else ", et al.")
    last = joints.most_common(1)[0][0] if joints else ", and "
    return ", ".join(names[:-1]) + last + names[-1] if len(names) > 1 else names[0]
