"""Words that may be an entry's title: emphasised, in brackets, like names, and how much each counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.lists.reading.atoms import hard_atoms
from service.lists.reading.enclosed import in_square_brackets, is_quoted_line
from service.lists.reading.inline import Link
from service.lists.reading.labelled_lines import label_before
from service.lists.reading.leads import behind_venue
from service.lists.reading.marked_titles import (
    dashed_in_marks,
    is_rest_of_bold,
    mixed_titles,
    name_before,
    opens_bold,
    wrapped_title,
)
from service.lists.reading.names import is_shortened, parse_authors
from service.lists.reading.no_titles import is_no_title
from service.lists.reading.title_ends import cut_title
from service.lists.reading.venue_leads import lead_before
from service.lists.reading.venues import find_venue

_NAME_BONUS = 7
_MAX_COUNTED = 10  # words; a longer text is no more of a title
FEW_WORDS = 3
OPENS_QUOTE = ('"', "“", "《")


@dataclass(frozen=True, slots=True)
class Title:
    """The span of a title; `link` is the link whose label it is; `shape` is what the title stands in."""

    start: int
    end: int
    link: Link | None
    shape: str
    score: float
    rest: tuple[int, int] | None = None  # where it goes on behind its link, colon and all


def titles_like_names(text: str, start: int, end: int, *, is_item: bool = False) -> list[Title]:
    """Read a title like `On Grids and Their Maps`, which could be two names, where titles stand.

    What stands in an item before its paper is the title, whatever it looks like.
    """
    for at, last, _ in hard_atoms(text, start, end):
        first = at + behind_venue(text[at:last])
        said = text[first:last]
        if parse_authors(said) or (is_item and count_words(said) >= FEW_WORDS and not is_no_title(said)):
            own = said[: lead_before(said)].rstrip(" ,.;")
            return [Title(first, first + len(own), None, "plain", count_words(own))]
    return []


def titles_in_brackets(text: str, start: int, end: int, links: Sequence[Link]) -> list[Title]:
    """Read a title that stands in brackets of its own, among others with the authors and the venue."""
    for span in in_square_brackets(text, start, end):
        said = text[slice(*span)]
        if not (any(k.start <= span[0] < k.end for k in links) or is_shortened(said) or find_venue(said)):
            return [scored_title(text, *span, is_marked=False)]
    return []


def named_titles(text: str, start: int, end: int) -> list[Title]:
    """Read `**Name**: what it does`, whose name alone is emphasised, as one title."""
    name = name_before(text, start, end)
    rest = next(hard_atoms(text, name[1], end), None) if name else None
    if name is None or rest is None or rest[0] != name[1] or is_no_title(name[2]):
        return []
    if " " in name[2] and label_before(text, name[1], end):
        return []  # `**Published in**: Journal of Maps`, on a line below the title
    cut = cut_title(text, rest[0], rest[1])
    if cut is None or cut[0] != rest[0] or parse_authors(text[slice(*cut)]) or is_no_title(text[slice(*cut)]):
        return []
    return [Title(name[0], cut[1], None, "plain", count_words(text[name[0] : cut[1]]) + _NAME_BONUS)]


def emphasised_titles(text: str, start: int, end: int, atoms: Sequence[tuple[int, int, bool]]) -> list[Title]:
    """Read a title with emphasised words inside, or a bold one over two lines, as a whole.

    `atoms` are the runs of this text between hard separators, as `hard_atoms` returns them.
    """
    mixed = []
    for first, last in mixed_titles(text, start, end, atoms):
        cut = cut_title(text, first, last)
        if cut and find_venue(text[cut[0] : last]) is None:
            mixed.append(Title(cut[0], last, None, "plain", count_words(text[cut[0] : last]) + _NAME_BONUS))
    for first, last in dashed_in_marks(text, start, end):
        if cut := cut_title(text, first, last):
            mixed.append(scored_title(text, *cut, is_marked=text[first - 1] in OPENS_QUOTE))
    wrapped = wrapped_title(text, start, end)
    if wrapped and (span := cut_title(text, *wrapped)) and "\n" in text[slice(*span)]:
        mixed.append(Title(*span, None, "bold", count_words(text[slice(*span)]) + _NAME_BONUS))
    return [t for t in mixed if not is_no_title(text[t.start : t.end]) and not is_quoted_line(text, t.start)]


def scored_title(text: str, start: int, end: int, *, is_marked: bool) -> Title:
    """Return words as a candidate; what is no title, or may be people, with a score of 0."""
    said = text[start:end]
    bold = (
        is_marked
        or opens_bold(text, start)
        or text[max(0, start - 8) : start].lower().endswith(("<b>", "<strong>"))
        or is_rest_of_bold(text, start, end)
    )
    shape, bonus = ("bold", 6) if bold else ("plain", 1)
    is_by = said.startswith("by ")
    if is_no_title(said) or is_by or parse_authors(said) or len(said) < 3:  # noqa: PLR2004 - initials are no title
        return Title(start, end, None, shape, 0)
    return Title(start, end, None, shape, count_words(said) + bonus)


def count_words(text: str) -> int:
    """Return how many words a text has, two Chinese or Japanese characters for one, at most ten."""
    unspaced = 0 if text.isascii() else sum("\u3040" <= c <= "\u9fff" for c in text)
    return min(_MAX_COUNTED, len(text.split()) + unspaced // 2)
