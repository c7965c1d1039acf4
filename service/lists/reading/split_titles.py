"""Titles whose first words alone are linked: `[Megatron-LM](...): Training Models in Parallel`."""

import re

from service.lists.reading.inline import Link
from service.lists.reading.own_names import is_short_name
from service.lists.reading.parts import Field, Part

_BEHIND = re.compile(r"(?:\*\*|__)?(\s?:\s+|\s+)(?=[A-Z\d])")
_WORD = re.compile(r"[^\W\d_]\w*")
_FEWEST = 3  # words; fewer are a venue, a place or a remark
_LONG = 4  # letters of a word that begins with a capital in a title


def goes_on(text: str, name: tuple[int, int], link: Link, end: int) -> tuple[int, int] | None:
    """Return (where what stands behind a link begins, where its words do) if a title may go on there.

    The colon stands behind the link, or in it: `[Orca:](...) Serving Models`.
    """
    said = text[slice(*name)]
    found = _BEHIND.match(text, link.end, end)
    if found is None or not is_short_name(said) or (":" in found[1]) == said.endswith(":"):
        return None
    return found.start(1), found.end()


def is_like_title(words: str) -> bool:
    """Whether words are set as a title is, most of them with a capital, rather than as a sentence."""
    long = [w for w in _WORD.findall(words) if len(w) >= _LONG]
    capitals = sum(not w.islower() for w in long)
    return len(words.split()) >= _FEWEST and capitals * 3 >= len(long) * 2


def is_split(part: Part) -> bool:
    """Whether the part is a title of which the first words alone are linked."""
    return any(slot.field is Field.TITLE_REST for slot in part.slots)


def halves(title: str, name: str, rest: str) -> tuple[str, str]:
    """Split a title as `name` and `rest` were, the colon with one of them; one without a name stays whole."""
    first, colon, last = title.partition(": ")
    if not colon or not is_short_name(first):
        return title, ""
    behind = rest[: len(rest) - len(rest.lstrip(" :\t"))]
    return first + ":" * name.endswith(":"), behind + last
