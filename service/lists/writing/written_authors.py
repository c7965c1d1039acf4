"""A new entry's authors as the list would write them: as they were given, or all or the first of them."""

from service.lists.reading.first_inverted import respell_turned, turns_first
from service.lists.reading.names import is_shortened
from service.lists.reading.names import respell as respell_authors
from service.lists.writing.escape import safe_text
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.set_forms import SetForms
from service.lists.writing.spellings import Spellings


def write_authors(
    example: str, place: int, entry: NewEntry, spellings: Spellings, forms: SetForms, *, in_row: bool
) -> str | None:
    """Write the authors as they were written, in the first place (0) for them; else as the example is.

    None if nobody knows them. Those that were written in several lines are written as the example is.
    """
    count, written = forms.authors, entry.authors_text
    is_in_lines = "<br" in (written or "") and bool(entry.authors)
    is_alike = written and (place == 0 or is_shortened(written) == is_shortened(example))
    if written and is_alike and count is None and not is_in_lines:
        ends_short = written.rstrip().endswith("et al") and example.rstrip().endswith("et al.")
        return safe_text(_stopped(written + "." * ends_short, example, spellings), in_row=in_row)
    most = 0 if count == 0 else spellings.most_authors if count is None else None
    names = tuple(safe_text(name, in_row=in_row) for name in entry.authors[:most])
    if names and not place and turns_first(spellings.authors):
        return respell_turned(spellings.authors, names, count)
    like = example if place else spellings.authors_like(example, len(names))
    return _stopped(respell_authors(like, names, count), example, spellings) if names else None


def _stopped(written: str, example: str, spellings: Spellings) -> str:
    """Return authors with the full stop that others have in their marks: `*A, B.*`."""
    is_shared = example.rstrip().endswith("al.") and spellings.stops_authors_in_marks
    return written + "." * (is_shared and not written.rstrip().endswith("."))
