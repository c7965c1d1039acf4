"""Parts as nearly all of their kind are written: what one entry alone has, and little else, is a slip."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from service.lists.reading.parts import Cell, Field, Part, Reading
from service.lists.writing.separators import form_of

_LINKS = ("title", "paper", "paper:venue", "paper:preprint", "code", "project")
_ROLES = frozenset((*_LINKS, "venue", "preprint", "authors", "date"))
_MANY, _NEARLY_ALL = 8, 0.9  # parts of a kind, from which one that differs has a slip

_Kind = tuple[str, str, tuple[Field, ...]]


class UsualParts:
    """The commonest form of each kind of part, by column, role and fields, with an example."""

    def __init__(self, entries: Iterable[tuple[Reading, Sequence[tuple[Cell, Part, str]]]]) -> None:
        self._forms: dict[_Kind, Counter[str]] = defaultdict(Counter)
        self._examples: dict[tuple[_Kind, str], tuple[Reading, Part]] = {}
        for reading, written in entries:
            for cell, part, form in written:
                if part.role in _ROLES:
                    kind = _kind(cell, part)
                    self._forms[kind][form] += 1
                    self._examples.setdefault((kind, form), (reading, part))

    def instead_of(self, reading: Reading, cell: Cell, part: Part) -> tuple[Reading, Part]:
        """Return a part of the usual form, in its entry, where this one alone has other marks or capitals.

        Other words may be a paper's own (`GitHub Page`), or begin a new custom.
        """
        kind = _kind(cell, part)
        forms = self._forms.get(kind)
        if not forms or forms[form_of(reading, part)] != 1:
            return reading, part
        form, count = forms.most_common(1)[0]
        is_usual = count >= max(_MANY, _NEARLY_ALL * forms.total())
        is_slip = _letters(form_of(reading, part)) == _letters(form)
        return self._examples[kind, form] if is_usual and is_slip else (reading, part)


def _kind(cell: Cell, part: Part) -> _Kind:
    return cell.header, part.role, tuple(slot.field for slot in part.slots)


def _letters(form: str) -> str:
    return "".join(c for c in form.casefold() if c.isalnum())
