"""A filler that keeps an entry's own words and changes only one fact of it."""

from collections.abc import Mapping

from service.domain.taxonomy import Taxonomy
from service.lists.reading.blocks import Kind
from service.lists.reading.entries import Entry
from service.lists.reading.parts import Field, Part, Reading
from service.lists.reading.venues import find_venue, respell
from service.lists.writing.facts import Filler
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.templates import Stock


class Keeper(Filler):
    """Fills the entry's own parts with what stands in them, but for the slots of what `new` knows."""

    def __init__(
        self,
        entry: Entry,
        reading: Reading,
        new: NewEntry,
        stock: Stock,
        taxonomy: Taxonomy | None,
    ) -> None:
        super().__init__(_with_id(new, entry), stock, taxonomy, in_row=entry.block.kind is Kind.ROW)
        self.cells, self.words = {}, {}  # its own stand there; none is to be added
        self._own = reading
        self._changing = {
            field
            for field, known in (
                (Field.VENUE, new.venue),
                (Field.CODE, new.code_url),
                (Field.REPO, new.code_url),
                (Field.PROJECT, new.project_url),
            )
            if known
        }

    @property
    def title(self) -> str:
        """The title as it is written already."""
        return self._own.title or super().title

    def everything(self) -> str:
        """All that may stand in the entry: what stood there, and what is new."""
        return f"{self._own.text}\n{super().everything()}"

    def fill(self, reading: Reading, part: Part, queue: Mapping[str, list[str]]) -> str | None:
        """Return one of the entry's own parts as it is but for the new fact, or another one's filled."""
        if reading is not self._own:
            return super().fill(reading, part, queue)
        slots = [s for s in part.slots if s.field in self._changing]
        out, at = "", part.start
        for slot in sorted(slots, key=lambda s: s.start):
            value = self._value(reading, slot, part, queue)
            out += reading.text[at : slot.start] + (reading.value(slot) if value is None else value)
            at = slot.end
        return out + reading.text[at : part.end]

    def _venue(self, example: str) -> str | None:
        """Write the venue; a year that nobody stated is not guessed."""
        like, read = find_venue(example), self._entry.venue_read
        if like is not None and read is not None and read.full_year is None:
            return respell(like, read.name, None, self._stock.spellings.venue_names)
        return super()._venue(example)


def _with_id(new: NewEntry, entry: Entry) -> NewEntry:
    return NewEntry(
        title=new.title,
        arxiv_id=entry.arxiv_id,
        venue=new.venue,
        code_url=new.code_url,
        project_url=new.project_url,
    )
