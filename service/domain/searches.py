"""What people type into the search: words, "phrases", beginnings*, title:words, and -words to leave out.

Conditions may stand among them as in a filter, such as submitted:2025-10-01.. or tag:video.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from service.domain.queries import Condition, Fields, parse_filter
from service.errors import BadInput

LONGEST = 300  # characters
MOST_TERMS = 20
_TERM = re.compile(
    r'(?P<minus>-?)(?:(?P<place>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE
)
_WORD = re.compile(r"\w+(?:\.\w+)*")  # also 2.5 and cs.CV


_CONDITION = re.compile(r'(?<!\S)-?([a-z]+):(?:"[^"]*"|[^\s"])+')


class Place(StrEnum):
    """Where a word may be looked for."""

    TITLE = "title"
    ABSTRACT = "abstract"
    AUTHORS = "authors"


_PLACES = {"title": Place.TITLE, "ti": Place.TITLE, "abstract": Place.ABSTRACT, "abs": Place.ABSTRACT}
_PLACES |= {"author": Place.AUTHORS, "authors": Place.AUTHORS, "au": Place.AUTHORS}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: words that stand side by side."""

    words: tuple[str, ...]
    place: Place | None = None
    is_prefix: bool = False
    is_excluded: bool = False


def split_search(text: str, fields: Fields) -> tuple[str, tuple[Condition, ...]]:
    """Take the conditions out of a search: `pruning submitted:2025-10.. -tag:video` asks for one word.

    Raises:
        BadInput: a condition cannot be read.
    """
    found = [match for match in _CONDITION.finditer(text) if match[1] in fields]
    conditions = tuple(each for match in found for each in parse_filter(match[0], fields))
    rest = _CONDITION.sub(lambda match: "" if match[1] in fields else match[0], text)
    return rest, conditions


def parse_search(text: str) -> tuple[Term, ...]:
    """Read a search; all its terms have to be found, and none of the excluded ones.

    Raises:
        BadInput: there is nothing to look for in it.
    """
    if len(text) > LONGEST:
        raise BadInput(f"The search is longer than {LONGEST} characters; shorten it.")
    found = [term for match in _TERM.finditer(text) for term in _terms(match)]
    if all(term.is_excluded for term in found):
        raise BadInput('There is nothing to look for; type a word, a "phrase", or a beginning* of a word.')
    if len(found) > MOST_TERMS:
        raise BadInput(f"The search has more than {MOST_TERMS} terms; leave some out.")
    return tuple(found)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as the index has them."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).replace("_", " ")))


def _terms(match: re.Match[str]) -> list[Term]:
    name, raw = match["place"], match["phrase"] if match["phrase"] is not None else match["word"]
    place = _PLACES.get(name.lower()) if name else None
    if name and place is None:
        raw = f"{name} {raw}"  # a colon that is none of ours is a mark like any other
    words = words_of(raw)
    if not words:
        return []
    is_prefix = match["phrase"] is None and raw.endswith("*")
    return [Term(words, place, is_prefix=is_prefix, is_excluded=bool(match["minus"]))]
