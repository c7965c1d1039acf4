"""What must not stay in an entry that was composed from another: words, ids and addresses of that paper."""

import re
from collections.abc import Sequence

from service.domain.papers import title_key
from service.errors import EditRefused
from service.lists.reading.labels import is_generic
from service.lists.reading.parts import Field, Reading
from service.lists.writing.facts import Filler
from service.lists.writing.joining import is_balanced
from service.lists.writing.templates import Stock, Template

_ADDRESS = re.compile(r"\]\([^()\s]*\)")


def refuse_leaks(sources: Sequence[Template], out: str, filler: Filler, stock: Stock) -> None:
    """Refuse if anything of the copied papers alone is still there, or a bracket lost its partner.

    Raises:
        EditRefused: the entry must not be written so.
    """
    entries = [t.entry for t in sources]
    values = [v for e in entries for v in (e.title, str(e.arxiv_id or ""), *(link.url for link in e.links))]
    values += [v.lstrip(" :") for e in entries for v in e.reading.values(Field.TITLE_REST)]
    labels = {p.label for t in sources for p in t.reading.parts() if " " in p.label} - stock.labels
    values += [label for label in labels if not is_generic(label)]
    allowed = filler.everything()
    own, new = sources[0].reading.text.replace(entries[0].title, ""), out.replace(filler.title, "")
    bare = new
    given = {w for words in filler.words.values() for w in words} | {w for w in filler.cells.values() if w}
    for word in sorted(given, key=len, reverse=True):
        bare = bare.replace(word, "-")  # emphasis around nothing would look like none
    if is_balanced(own) and not is_balanced(new) and not is_balanced(bare):
        raise EditRefused("The neighbouring entry cannot be cut to what is known of the paper.")
    for value in values:
        if len(value) > 6 and value in out and value not in allowed:  # noqa: PLR2004 - shorter ones occur by chance
            raise EditRefused("Words of the neighbouring entry would stay in the new one.")
    if sources[0].reading.first(Field.URL) and not filler.leads_to_paper(out):
        raise EditRefused("The entry that would be copied has no place for the paper's address.")
    said = title_key(out) + title_key(_ADDRESS.sub("]", out))  # of some, the first words alone are linked
    if title_key(filler.title) not in said and not _is_given(sources[0].reading, filler):
        raise EditRefused("The entry that would be copied has no place for the whole title.")


def _is_given(reading: Reading, filler: Filler) -> bool:
    """Whether somebody said what stands in the cell of the title: tables of models have names there."""
    return any(
        cell.header.casefold() in filler.cells
        and any(s.field is Field.TITLE for p in cell.parts for s in p.slots)
        for cell in reading.cells
    )
