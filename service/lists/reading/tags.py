"""What an entry says about itself in the words of its list's taxonomy."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from service.domain.taxonomy import Facet, TagPlace, Taxonomy
from service.lists.reading.dressed import TAG_KINDS, kind_of_part
from service.lists.reading.labelled_lines import label_of
from service.lists.reading.labelled_tails import tail_label
from service.lists.reading.parts import Cell, Part, Reading

_BADGE = re.compile(r"(?:shields\.io|badgen\.net)/badge/([^?)\s]+?)(?:\.svg)?(?=[?)\s\"'])", re.IGNORECASE)
CELL_WORDS = re.compile(
    r"\s*(?:[,|、·•]|(?<!<)/|(?<!&nbsp)(?<!&amp);)\s*|<br\s*/?>|(?<=[`\]])\s*(?=[`\[])|(?<=\*)\s+(?=\*)|\s+(?=#\w)|(?<=>)\s*(?=<(?:kbd|code)>)"
)  # what parts the tags of a cell or line
_LONGEST_TAG = 4  # words, in a line with a label
_MARKS = " \t\r\n`*_"
_TAG_MARKS = re.compile(r"</?(?:kbd|code|sub|sup|small)>|[\[\]`*]|^\s*\(|\)\s*\Z")
_BEFORE_TAG = re.compile(r"^[^\w.+(]+")
_NUMBER = re.compile(
    r"^(?>(?:\d+[.):]\d*|[(（]\d{1,2}[)）]|\d\ufe0f?\u20e3|[^\w(（])+)(?=[^\W_])"
)  # before a heading's words; read in one way only, for headings without any


@dataclass(frozen=True, slots=True)
class Spelling:
    """A tag as it is written: the words, their place, and what marks them (colour, label, column).

    The place of words in code marks, in brackets of their own or in a labelled line is that of a tail.
    """

    text: str
    place: TagPlace
    marker: str = ""


def read_tags(
    reading: Reading, section_path: Sequence[str], taxonomy: Taxonomy | None
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Return the entry's tags by facet, and the spellings that the taxonomy does not know.

    Words of a heading and of a tail need not be tags; there only those of badges and cells count as unknown.
    """
    if taxonomy is None:
        return {}, ()
    chosen: dict[str, list[str]] = {}
    unknown: list[str] = []
    for spelling in spellings(reading, section_path):
        pairs = _known(spelling, taxonomy)
        for facet, tag in pairs:
            chosen.setdefault(facet, []).append(tag)
        if not pairs and _is_expected(spelling, taxonomy):
            unknown.append(spelling.text)
    return taxonomy.normalise(chosen), tuple(dict.fromkeys(unknown))


def words_for_tags(reading: Reading, taxonomy: Taxonomy) -> Iterator[tuple[Spelling, bool]]:
    """Return the words that stand where the taxonomy has tags, and whether it knows each."""
    for spelling in spellings(reading, ()):
        if _is_expected(spelling, taxonomy):
            yield spelling, bool(_known(spelling, taxonomy))


def spellings(reading: Reading, section_path: Sequence[str]) -> Iterator[Spelling]:
    """Return every text of an entry that could stand for a tag."""
    for heading in section_path:
        yield Spelling(heading, TagPlace.HEADING)
    for cell in reading.cells:
        yield from _cell_spellings(reading, cell)


@lru_cache(maxsize=32768)
def badge_words(markdown: str) -> tuple[str, str, str] | None:
    """Return the (text, colour, alt) of a badge of words."""
    found = _BADGE.search(markdown)
    if found is None:
        return None
    words, _, colour = found[1].rpartition("-")
    alt = re.search(r"!\[([^\]]*)\]|alt=\"([^\"]*)\"", markdown)
    label = (alt[1] or alt[2] or "") if alt else ""
    return (
        (words or colour).replace("--", "\x00").replace("_", " ").replace("\x00", "-").strip(),
        colour,
        label,
    )


def _cell_spellings(reading: Reading, cell: Cell) -> Iterator[Spelling]:
    for part in cell.parts:
        text = reading.text[part.start : part.end]
        if part.role.startswith("badge"):
            found = badge_words(text)
            if found:
                yield Spelling(found[0], TagPlace.BADGE, found[1] or found[2])
                if found[2]:
                    yield Spelling(found[0], TagPlace.BADGE, found[2])
        elif part.role == "tail":
            yield Spelling(_value(reading, part), TagPlace.TAIL, tail_label(reading.text, part))
        else:
            yield from _word_spellings(reading, part, cell.header)


def _word_spellings(reading: Reading, part: Part, header: str) -> Iterator[Spelling]:
    """Return the words of a column, of a line with a label, or in the marks of tags, one by one."""
    label = label_of(part)
    if part.role == "text" and header:
        place, marker = TagPlace.CELL, header
    elif label or kind_of_part(reading, part) in TAG_KINDS:
        place, marker = TagPlace.TAIL, label or ""
    else:
        return
    said = _value(reading, part)
    words = [undressed(word) for word in CELL_WORDS.split(said)]
    is_stopped = reading.text[part.start : part.end + 1].rstrip().endswith(".")
    is_sentence = is_stopped or any(len(word.split()) > _LONGEST_TAG for word in words)
    if not (label and is_sentence):
        yield from (Spelling(_shown(word), place, marker) for word in words)


def undressed(word: str) -> str:
    """Return a tag without its marks: brackets around it, `#`, `<kbd>`, an emoji in front."""
    return _BEFORE_TAG.sub("", _TAG_MARKS.sub("", word)).strip(_MARKS)


def _shown(word: str) -> str:
    """Return a word with the characters that its HTML stands for: `Video-3D&nbsp;LLM`."""
    return " ".join(unescape(word).split())


def _value(reading: Reading, part: Part) -> str:
    return reading.value(part.slots[0]) if part.slots else ""


@lru_cache(maxsize=4096)
def _known(spelling: Spelling, taxonomy: Taxonomy) -> tuple[tuple[str, str], ...]:
    for text in _readings(spelling):
        found = tuple(
            (facet.name, tag)
            for facet in taxonomy.facets
            if _fits(facet, spelling)
            for _, tag in taxonomy.read(text, facet=facet.name)
        )
        if found:
            return found
    return ()


def _readings(spelling: Spelling) -> Iterator[str]:
    """The words as they stand, then without the badge's label or the heading's decoration."""
    yield spelling.text
    if spelling.place is TagPlace.BADGE and "-" in spelling.text:
        yield spelling.text.rsplit("-", 1)[-1]
    if spelling.place is TagPlace.HEADING:
        yield re.sub(r"^[\W\d_]+|[\W_]+$", "", spelling.text)
        yield without_number(spelling.text)


def _fits(facet: Facet, spelling: Spelling) -> bool:
    if facet.place is not spelling.place:
        return False
    return not facet.marker or not spelling.marker or _plain(facet.marker) == _plain(spelling.marker)


def _is_expected(spelling: Spelling, taxonomy: Taxonomy) -> bool:
    if spelling.place not in (TagPlace.BADGE, TagPlace.CELL):
        return False
    return any(
        f.place is spelling.place and f.marker and _plain(f.marker) == _plain(spelling.marker)
        for f in taxonomy.facets
    )


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def without_number(heading: str) -> str:
    """Return a heading without its number, bullet or emoji, as in `2.1 Maps`, `- 3D Maps`."""
    return _NUMBER.sub("", heading)


def as_mapping(tags: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return tags as plain lists, for JSON."""
    return {facet: list(names) for facet, names in tags.items()}


def raw_badges(reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    """Return (words in the address, words as shown, colour, label) of each badge that is a tag."""
    for part in reading.parts():
        text = reading.text[part.start : part.end]
        found = badge_words(text) if part.role.startswith("badge:") else None
        address = _BADGE.search(text)
        if found and address:
            yield address[1].rpartition("-")[0], *found
