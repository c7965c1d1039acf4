"""How a list writes addresses on arXiv: abstract, PDF or HTML, with or without `https://` and `.pdf`."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from service.lists.reading.labels import words
from service.lists.reading.parts import Field, Part, Reading

Form = tuple[str, str, str]  # `https://`, `pdf`, `.pdf`

_FORM = re.compile(
    r"(https?://)?(?:[\w.-]+\.)?(?:ar|alpha)xiv\.org/+(abs|pdf|html)/+\S*?(\.pdf)?$", re.IGNORECASE
)
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/10\.48550/arxiv\.", re.IGNORECASE)
_SLIPS = 2  # entries, at most
_ENOUGH, _NEARLY_ALL = 3, 0.9
_RARE = 0.1  # of the commonest form, or of all
_HTTP = "http://"


def form_of_address(url: str) -> Form | None:
    """Return how an address on arXiv is written; None if it leads elsewhere."""
    found = _FORM.match(url)
    if found is None:
        return None
    kind = found[2].lower()
    return found[1] or "", kind, (found[3] or "") if kind == "pdf" else ""


class ArxivForms:
    """How often a list writes the links of each role in each form."""

    def __init__(self, readings: Sequence[Reading] = ()) -> None:
        self._seen: dict[str, Counter[Form]] = defaultdict(Counter)
        for reading in readings:
            for part in reading.parts():
                for slot in part.slots:
                    if slot.field is Field.URL and (form := form_of_address(reading.value(slot))):
                        self._seen[part.role][form] += 1
        linked = [url for r in readings if (url := r.first(Field.URL))]
        self._has_dois = sum(_DOI.match(url) is not None for url in linked) * 2 > len(linked)

    def doi(self, url: str) -> str | None:
        """Return what precedes the number in arXiv's DOI, if most entries link so; one is no habit."""
        found = _DOI.match(url) if self._has_dois else None
        return found[0] if found else None

    @cached_property
    def nearly_all(self) -> Form | None:
        """The form of nearly all addresses on arXiv, for where the example leads elsewhere; `http` or not."""
        kinds = Counter[tuple[str, str]]()
        for forms in self._seen.values():
            for (_, kind, ending), count in forms.items():
                kinds[kind, ending] += count
        usual, count = kinds.most_common(1)[0] if kinds else (("", ""), 0)
        return ("https://", *usual) if count >= max(_ENOUGH, _NEARLY_ALL * kinds.total()) else None

    def usual(self, form: Form, part: Part) -> Form:
        """Return the list's form where that of a part is the slip of an entry or two, or a rare `http://`.

        A label such as `pdf` keeps its own.
        """
        seen = self._seen.get(part.role)
        if not seen:
            return form
        unsafe = sum(count for (scheme, *_), count in seen.items() if scheme == _HTTP)
        if form[0] == _HTTP and unsafe <= _RARE * seen.total():
            form = ("https://", *form[1:])
        if form[1] in words(part.label).split():
            return form
        commonest, count = seen.most_common(1)[0]
        return commonest if seen[form] <= min(_SLIPS, _RARE * count) else form
