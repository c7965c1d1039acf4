"""Parts as others of their kind are written: no slip of one entry, nothing said of one paper's acceptance."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from service.lists.reading.parts import Cell, Field, Part, Reading
from service.lists.writing.badges_by_venue import BadgesByVenue
from service.lists.writing.remarks import find_remarks
from service.lists.writing.separators import form_of

_LINKS = ("title", "paper", "paper:venue", "paper:preprint", "code", "project")
_WITH_VENUES = frozenset(("venue", "preprint", "badge:venue", "badge:preprint", "paper:venue"))
_ROLES = frozenset((*_LINKS, *_WITH_VENUES, "authors", "date"))
_MANY, _NEARLY_ALL = 8, 0.9  # parts of a kind, from which one that differs has a slip
_HARDLY_ANY = 0.02  # of many parts, whose labels may be plurals: `[[Codes]]` among many `[[Code]]`
_PLURAL = re.compile(r"(?<=[a-z]{3})s(?=\W)")

_Kind = tuple[str, str, tuple[Field, ...]]


class UsualParts:
    """The commonest form of each kind of part, by column, role and fields, with an example."""

    def __init__(self, entries: Sequence[tuple[Reading, Sequence[tuple[Cell, Part, str]]]]) -> None:
        self._forms: dict[_Kind, Counter[str]] = defaultdict(Counter)
        self._examples: dict[tuple[_Kind, str], tuple[Reading, Part]] = {}
        for reading, written in entries:
            for cell, part, form in written:
                if part.role in _ROLES:
                    kind = _kind(cell, part)
                    self._forms[kind][form] += 1
                    self._examples.setdefault((kind, form), (reading, part))
        badges = [(reading, part) for reading, written in entries for _, part, _ in written]
        self._badges = BadgesByVenue((r, p) for r, p in badges if p.role == "badge:venue")

    def instead_of(self, reading: Reading, cell: Cell, part: Part, venue: str) -> tuple[Reading, Part]:
        """Return a part of the usual form, in its entry, for one that differs as one paper's alone does.

        It has other marks or capitals than nearly all; or it says more of its venue (`CVPR 2024 Highlight`)
        than others do, and than the new paper's `venue`. Other words may be a paper's own (`GitHub Page`), or
        begin a new custom; on a badge they tell the kind of a venue (`Journal-TMLR` among `Conference-ICML`).
        """
        if part.role == "badge:venue":
            reading, part = self._badges.instead_of(reading, part, venue)
        kind = _kind(cell, part)
        forms = self._forms.get(kind)
        if not forms:
            return reading, part
        own = form_of(reading, part)
        usual = _without_slip(own, forms)
        if usual is None and part.role in _WITH_VENUES:
            usual = _without_remark(own, forms, venue)
        if usual is None and part.role == "badge:venue":
            usual = _of_most_venues(own, forms)
        return (reading, part) if usual is None else self._examples[kind, usual]


def _without_slip(own: str, forms: Counter[str]) -> str | None:
    form, count = forms.most_common(1)[0]
    if count < max(_MANY, _NEARLY_ALL * forms.total()):
        return None
    has_other_marks = forms[own] == 1 and _letters(own) == _letters(form)
    is_plural = forms[own] <= _HARDLY_ANY * forms.total() and _singular(own) == form
    return form if has_other_marks or is_plural else None


def _without_remark(own: str, forms: Counter[str], venue: str) -> str | None:
    """Return the commonest form that is this one without some words, if these are rarer or tell a status."""
    for form, count in forms.most_common():
        more = _more_than(form, own)
        is_told = _letters(more) in _letters(venue)
        if _letters(more) and not is_told and (count > forms[own] or find_remarks(more)):
            return form
    return None


def _of_most_venues(own: str, forms: Counter[str]) -> str | None:
    """Return the form of many badges for that of one."""
    form, count = forms.most_common(1)[0]
    return form if forms[own] == 1 and count >= _MANY else None


def _more_than(form: str, own: str) -> str:
    """Return the one run of characters that a form has more than another; nothing if they differ else."""
    size = len(own) - len(form)
    first = next((at for at, (a, b) in enumerate(zip(form, own, strict=False)) if a != b), len(form))
    return own[first : first + size] if size > 0 and form[first:] == own[first + size :] else ""


def _kind(cell: Cell, part: Part) -> _Kind:
    return cell.header, part.role, tuple(slot.field for slot in part.slots)


def _letters(form: str) -> str:
    return "".join(c for c in form.casefold() if c.isalnum())


def _singular(form: str) -> str:
    return _PLURAL.sub("", form)
