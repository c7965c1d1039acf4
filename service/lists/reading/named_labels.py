"""Links that are labelled with the name of the work or of its repository, as in `[SpanNet](...)`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.lists.reading import labels, urls
from service.lists.reading.dates import find_date
from service.lists.reading.parts import Cell, Column, Field, Part, Reading, Slot, column_of

_MOST = 0.6  # of the entries whose paper is linked under the name of a preprint server
_ENOUGH = 3
_NEARLY_ALL = 0.8  # of the labels that are no kinds of links
_PREPRINT, _VENUES = "paper:preprint", ("venue", "preprint", "badge:venue", "badge:preprint")
_PUBLISHED_LINK = "paper:venue"
_PUBLISHED = ("venue", _PUBLISHED_LINK, "badge:venue")
_MANY = 8  # entries of which none was published, as it seems
BADGE_WORDS = re.compile(
    r"shields\.io/badge/(?:(?:[^-/?()\s]|--)+-)?((?:[^-/?()\s]|--)+)-[\w#%]+(?=[?)\s\"'])"
)  # of `badge/words-colour` and `badge/label-words-colour`
_BLANK = re.compile(r"(?<!_)_(?!_)|%20")
_DOI = re.compile(r"10\.\d{4,9}/")  # of its own address: `[doi:10.1000/12](https://doi.org/10.1000/12)`
_ROLES = ("paper", "code", "project")
_LABELLED = (Field.NAME, Field.REPO_NAME, Field.REPO, Field.ID, Field.VENUE, Field.DATE, Field.TITLE)


def own_labels(readings: Sequence[Reading]) -> frozenset[str]:
    """Return the labels of links that one entry alone has: they are words of its paper, not of the list."""
    seen = Counter(label for r in readings for label in {_key(r, p) for p in r.parts() if _is_named(r, p)})
    own = frozenset(label for label, count in seen.items() if count == 1)
    if len(own) < _NEARLY_ALL * len(seen):
        return own
    return frozenset(label for label, count in seen.items() if count < _ENOUGH)  # a name may come again


def with_named_labels(reading: Reading, own: frozenset[str]) -> Reading:
    """Read the labels that name the work, or its repository, as values."""
    names = {name.casefold() for name in _names(reading)}
    cells = tuple(_with_parts(c, [_read(reading, p, names, own) for p in c.parts]) for c in reading.cells)
    return Reading(reading.text, cells)


def _with_parts(cell: Cell, parts: Sequence[Part]) -> Cell:
    is_same = all(new is old for new, old in zip(parts, cell.parts, strict=True))
    return cell if is_same else replace(cell, parts=tuple(parts))


def names_server(readings: Sequence[Reading]) -> bool:
    """Whether `[arXiv](...)` is a mere label: entries with it say their venue elsewhere, or none has one.

    Or it stands beside `[Paper](...)` or in another column than the venue, and no link is called by a venue.
    """
    plain = sum(
        any(p.role == "paper" and labels.words(p.label) == "arxiv" for p in r.parts())
        and any(p.role in _VENUES for p in r.parts())
        for r in readings
    )
    others = sum(any(_is_bare_preprint(p) for p in r.parts()) for r in readings)
    in_links = sum(any(map(_names_server_in_table, r.cells)) for r in readings)
    if (others >= _MANY or in_links >= _ENOUGH) and not any(
        p.role in _PUBLISHED for r in readings for p in r.parts()
    ):
        return True
    if sum(map(_links_both, readings)) >= _ENOUGH and not any(
        p.role == _PUBLISHED_LINK for r in readings for p in r.parts()
    ):
        return True
    return plain >= _ENOUGH and plain >= _MOST * (plain + others)


def _names_server_in_table(cell: Cell) -> bool:
    """Whether a link called by its preprint server stands in a column that is not for venues."""
    return (
        cell.header != ""
        and column_of(cell.header) is not Column.VENUE
        and any(map(_is_bare_preprint, cell.parts))
    )


def _links_both(reading: Reading) -> bool:
    """Whether an entry has a link to the paper beside the one that is called by its preprint server."""
    parts = reading.parts()
    return any(map(_is_bare_preprint, parts)) and any(
        p.role == "paper" and any(s.field is Field.URL for s in p.slots) and p.label for p in parts
    )


def with_plain_server(reading: Reading) -> Reading:
    """Read `[arXiv](...)` as a label without a venue."""
    cells = [replace(c, parts=tuple(unnamed(p) for p in c.parts)) for c in reading.cells]
    return Reading(reading.text, tuple(cells))


def unnamed(part: Part) -> Part:
    """Take the venue out of a link that is labelled with the name of a preprint server alone."""
    if not _is_bare_preprint(part):
        return part
    return replace(part, role="paper", slots=tuple(s for s in part.slots if s.field is not Field.VENUE))


def _is_bare_preprint(part: Part) -> bool:
    return part.role == _PREPRINT and re.search(r"\d{2}", part.label) is None


def _read(reading: Reading, part: Part, names: set[str], own: frozenset[str]) -> Part:
    if not _is_named(reading, part):
        return part
    written, at = _shown(reading, part)
    said = _unescaped(written)
    code = next((reading.value(s) for s in part.slots if s.field is Field.CODE), "")
    repository = (urls.repository(code) or "").rpartition("/")[2]
    is_repository = said.casefold() == repository.casefold() != ""
    if at < 0 or not (is_repository or said.casefold() in names or _key(reading, part) in own):
        return part
    field = Field.REPO_NAME if is_repository else Field.NAME
    return replace(part, slots=(Slot(at, at + len(written), field), *part.slots))


def _is_named(reading: Reading, part: Part) -> bool:
    """Whether a link has a label, or words on its badge, that do not say what kind of link it is."""
    if part.role not in _ROLES or any(s.field in _LABELLED for s in part.slots):
        return False
    said = _unescaped(_shown(reading, part)[0])
    is_kind = _DOI.search(said) or (labels.is_generic(said) and not _leads_title(reading, said))
    return bool(said) and not is_kind and find_date(said) is None


def _leads_title(reading: Reading, said: str) -> bool:
    """Whether a title begins with this word, in capitals of its own: `MoRE: Mixtures of ...`, not `Code`."""
    return said not in (said.lower(), said.capitalize()) and reading.title.startswith(f"{said}:")


def _shown(reading: Reading, part: Part) -> tuple[str, int]:
    """Return the label of a link, or the words on the badge that it is, and where they stand."""
    is_badge = reading.text.find("/badge/", part.start, part.end) >= 0
    found = BADGE_WORDS.search(reading.text, part.start, part.end) if is_badge else None
    if found:
        return found[1], found.start(1)
    said = labels.bare(part.label)
    return said, reading.text.find(said, part.start, part.end)


def _unescaped(words: str) -> str:
    """Return words as a badge shows them."""
    return _BLANK.sub(" ", words).replace("__", "_").replace("--", "-")


def _key(reading: Reading, part: Part) -> str:
    return _unescaped(_shown(reading, part)[0]).casefold()


def _names(reading: Reading) -> Iterator[str]:
    for part in reading.parts():
        for slot in part.slots:
            if slot.field is Field.TEXT and part.role in ("text", "lead"):
                yield reading.value(slot)
            elif slot.field is Field.TITLE:
                yield reading.value(slot).partition(":")[0].strip()
