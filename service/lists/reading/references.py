"""Where a paper appeared as engineers cite it: `in Proc. Conf. Maps, vol. 161, 2021, pp. 2114-2124`."""

import re

from service.lists.reading.parts import Field, Part, Slot
from service.lists.reading.venues import find_venue, is_named_in_full

_NUMBER = r"(?:vol\.|no\.|pp?\.|art\. no\.|arts?\.)\s?[\w./–-]+(?:(?<=[–-])\s\d+)?"
_REFERENCE = re.compile(
    rf"(?:in\s+)?(?P<venue>[A-Z\d][^,;:()\[\]\"“”]{{2,100}})(?P<before>(?:, {_NUMBER})*)"
    rf", (?P<year>(?:19|20)\d\d)(?P<behind>(?:, {_NUMBER})*)",
    re.IGNORECASE,
)
_ONE = re.compile(_NUMBER, re.IGNORECASE)
_IN_FULL = re.compile(
    r"(?P<venue>[A-Z][^\"“”\[\]|]{8,160}?)(?P<number>[ ,]+\d+(?:[.(]\d+\)?)?)?(?:[.,]? \(|[.,]? )"
    r"(?P<year>(?:19|20)\d\d)\)?(?P<pages>: ?\d+(?:[-–]\d+)?)?"
)  # `Proceedings of the Conference on Maps. 2015`, `Journal of Maps 12.1 (2017): 32-73`


def read_reference(said: str, start: int) -> list[Part]:
    """Read words as a venue, a year, and volume, number or pages; one of these must be there.

    A venue that is named in full may have its year alone.
    """
    found = _REFERENCE.fullmatch(said)
    if found is None or not (found["before"] or found["behind"]):
        return _named_in_full(said, start)
    first, last = (start + at for at in found.span("venue"))
    read = find_venue(found["venue"])
    role = "preprint" if read and read.is_preprint else "venue"
    year = start + found.start("year")
    parts = [
        Part(start, last, role, (Slot(first, last, Field.VENUE),)),
        Part(year, year + 4, "date", (Slot(year, year + 4, Field.DATE),)),
    ]
    for group in ("before", "behind"):
        for one in _ONE.finditer(said, *found.span(group)):
            span = start + one.start(), start + one.end()
            parts.append(Part(*span, "text", (Slot(*span, Field.TEXT),)))
    return sorted(parts, key=lambda part: part.start)


def _named_in_full(said: str, start: int) -> list[Part]:
    found = _IN_FULL.fullmatch(said)
    if found is None or not is_named_in_full(found["venue"]):
        return []
    fields = {"venue": Field.VENUE, "number": Field.TEXT, "year": Field.DATE, "pages": Field.TEXT}
    parts = []
    for group, field in fields.items():
        if found[group]:
            first, last = found.span(group)
            first += len(found[group]) - len(found[group].lstrip(" ,:"))
            role = "date" if group == "year" else field.value
            parts.append(Part(start + first, start + last, role, (Slot(start + first, start + last, field),)))
    return parts
