"""What is written is read again before it is given out: what cannot be read was not written right."""

from collections.abc import Sequence

from service.errors import EditRefused
from service.lists.editing.guard import Addition
from service.lists.placing.same_paper import find_line, is_same_paper
from service.lists.reading.document import ListDocument, read_document
from service.lists.reading.encoding import find_mojibake, repaired
from service.lists.writing.new_entry import NewEntry


def must_read_back(data: bytes, lines: range, entry: NewEntry, path: str) -> None:
    """Check that the added lines are read as this one paper.

    Where its title is a mere address, it is enough that they name it and are read as no other.

    Raises:
        EditRefused: they are not; metadata has broken out of its place, or nothing identifies the paper.
    """
    in_section = read_document(data, path=path, around=lines)
    if not _shows(in_section, lines, entry) and not _shows(read_document(data, path=path), lines, entry):
        raise EditRefused(
            "The entry would not be read as this paper; give its address, or else its venue and year,"
            " or correct its title."
        )


def _shows(document: ListDocument, lines: range, entry: NewEntry) -> bool:
    """Whether these lines are read as the paper; where titles stand, the whole list says surest."""
    found = [e for e in document.entries if e.first_line - 1 in lines]
    if not found:
        return find_line(document, entry) in range(lines.start + 1, lines.stop + 1)
    return len(found) == 1 and found[0].last_line <= lines.stop and is_same_paper(found[0], entry)


def refuse_mojibake(additions: Sequence[Addition]) -> None:
    """Never write text that was read in the wrong encoding, whether it was given or copied.

    Raises:
        EditRefused: there is such text.
    """
    found = next((m for a in additions if (m := find_mojibake(a.text))), None)
    if found:
        said = found.string[max(0, found.start() - 12) : found.end() + 12].strip()
        meant = repaired(said)
        fix = f"it may mean {meant!r}" if meant else "give it in UTF-8"
        raise EditRefused(f"{said!r} was read in the wrong encoding; {fix}.")
