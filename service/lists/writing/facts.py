"""The values of a new entry in the forms of a template: what fits a slot, or None where it is not known."""

from collections.abc import Callable, Collection, Mapping

from service.domain.taxonomy import Taxonomy
from service.lists.reading import labels, urls
from service.lists.reading.folded import holds_abstract
from service.lists.reading.labelled_lines import LINE
from service.lists.reading.list_words import LEAD
from service.lists.reading.own_names import is_short_name
from service.lists.reading.parts import ADDRESSES, Field, Part, Reading, Slot
from service.lists.reading.pictures import OWN_FIGURE
from service.lists.reading.split_titles import halves
from service.lists.reading.venues import find_venue
from service.lists.writing.addresses import Addresses, safe_address
from service.lists.writing.arxiv_forms import ArxivForms
from service.lists.writing.badge_words import on_badge
from service.lists.writing.escape import safe_markdown, safe_text, safe_title
from service.lists.writing.given import GivenWords
from service.lists.writing.host_labels import read_code_labels, read_host_labels
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.noted_days import dated_note, numbered_note
from service.lists.writing.replaced import IMAGE, picture_in, spans_to_replace, with_its_brackets
from service.lists.writing.set_forms import SetForms
from service.lists.writing.spellings import VENUES, emphasis
from service.lists.writing.templates import Stock
from service.lists.writing.undoubled import undoubled, with_one_stop
from service.lists.writing.unlinked import NO_ADDRESS, without_link
from service.lists.writing.venue_badges import VENUE_BADGES
from service.lists.writing.written_authors import write_authors
from service.lists.writing.written_dates import write_date
from service.lists.writing.written_venues import (
    PREPRINTS,
    server_instead,
    stands_beside,
    with_one_year,
    without_year,
    write_server,
    write_venue,
)
from service.lists.writing.years_apart import dated_by_venue

_BESIDE_TITLE = (Field.VENUE, Field.DATE)
_NO_FORMS = SetForms({})
_TEXTS = ("tail", "text", LEAD, OWN_FIGURE)
_BADGE_OF_OTHERS = {True: "badge:preprint", False: "badge:venue"}  # by whether the paper is published


class Filler:
    """Fills the slots of templates with one paper's facts, in the list's spelling."""

    def __init__(
        self,
        entry: NewEntry,
        stock: Stock,
        taxonomy: Taxonomy | None,
        *,
        in_row: bool,
        forms: SetForms = _NO_FORMS,
        ordinal: str | None = None,
    ) -> None:
        self._entry, self._stock, self._forms = entry, stock, forms
        self._ordinal, self._in_row = ordinal, in_row
        given = GivenWords(entry, stock, taxonomy, in_row=in_row)
        self.cells, self.words = given.cells, forms.in_order(given.words)
        self.name, self._named_again = given.name, given.named_again
        shown = [t.reading for t in stock.templates]
        self._addresses = Addresses(
            entry,
            given.labels,
            forms.paper_link,
            arxiv_forms=ArxivForms(shown),
            host_labels=read_host_labels(shown),
            code_labels=read_code_labels(shown),
        )
        page, label = entry.project_url, stock.unseen_label
        missed = [(label, page)] if page and label and page not in (entry.url, entry.code_url) else []
        whole = " ".join(self.cells.values())  # cells that were given as they are, with their links
        self.links = tuple(link for link in (*self._addresses.links, *missed) if link[1] not in whole)
        self.code_link = self._code_link()

    def leave_away(self, columns: Collection[str]) -> None:
        """Write no name out of the title into these columns (in lower case); what was given stays."""
        self.cells = {c: said for c, said in self.cells.items() if c not in self._named_again & set(columns)}

    def _code_link(self) -> tuple[str, str] | None:
        """Return (label, address) of the code, if the list links code anywhere."""
        url, label = self._entry.code_url, self._stock.plain_label("code")
        if not url or not label:
            return None
        given = (labels.bare(said) for said, address in self._entry.links if address == url)
        return next(filter(None, given), label), url

    @property
    def title(self) -> str:
        """The title as it will be written."""
        mentions = self._stock.spellings.has_mentions
        return safe_title(self._entry.title, in_row=self._in_row, may_mention=mentions)

    @property
    def venue(self) -> str:
        """Where the paper appeared, as it was given; empty if that is not known."""
        return self._entry.venue or ""

    def knows(self, field: Field) -> bool:
        """Whether the paper has a value that a list shows only for some papers."""
        entry = self._entry
        known = {
            Field.CODE: bool(entry.code_url),
            Field.PROJECT: bool(entry.project_url),
            Field.VENUE: entry.is_published,
            Field.LINK: bool(self.links),
        }
        return known.get(field, False)

    def blank(self, column: str, region: int, example: str | None) -> str:
        """Return how an empty cell is written: as it was set, else as the example or the list's own are."""
        fixed, blanks = self._forms.blank(column), self._stock.blanks
        if fixed is not None:
            return f" {fixed} "
        if example is not None and not blanks.is_slip(column, example):
            return example
        known = blanks.written(column, region)
        return " " if known is None else known

    def everything(self) -> str:
        """All given values in one text, to tell a neighbour's words from the paper's own."""
        entry = self._entry
        given = (entry.title, entry.paper_url, entry.code_url, entry.project_url, str(entry.paper_id or ""))
        words = (w for values in (*entry.tags.values(), *self.words.values()) for w in values)
        return " ".join(
            [
                *(g or "" for g in given),
                *words,
                *(u for _, u in entry.links),
                self._addresses.paper("https://arxiv.org/abs/x") or "",
            ]
        )

    def leads_to_paper(self, text: str) -> bool:
        """Whether a text holds the paper's address, if it has one."""
        known = (str(self._entry.paper_id or ""), safe_address(self._entry.paper_url, "") or "")
        return not any(known) or any(address and address in text for address in known)

    def fill(self, reading: Reading, part: Part, queue: Mapping[str, list[str]]) -> str | None:
        """Return the part with the new values, or None if one is not known; words come from `queue`."""
        if part.role == "hidden":
            example = reading.text[part.start : part.end]
            number = numbered_note(example, self._entry.paper_id)
            return number or dated_note(example, self._entry.today, self._entry.date_text)
        is_instead = part.role in PREPRINTS and self._entry.is_published and not stands_beside(reading, part)
        if is_instead and _is_numbered(part):
            return None  # `arXiv:2401.01234` and `arXiv, 3 May 2024` have no form for a venue
        given = queue.get(part.role) or self._other_badge(part.role, queue)
        is_others = part.role == _BADGE_OF_OTHERS[self._entry.is_published]
        if not given and self._stock.venue_badges.tells_preprints and is_others:
            return None  # preprints have a badge of their own, by its colour at least
        if given and given[0].startswith("[") and not part.role.startswith(LINE):
            return given.pop(0)  # a link of its own
        badge = self._addresses.badge(part)
        picture = picture_in(reading, part) if badge or (given and part.role not in _TEXTS) else None
        out, at = "", part.start
        for start, end, slot in sorted(spans_to_replace(part, picture), key=lambda s: s[0]):
            shown = badge or (given[0] if given else "")
            value = shown if slot is None else self._value(reading, slot, part, queue)
            is_none = value == "" and slot is not None and slot.field is not Field.TITLE_REST
            if is_none and not self._stock.leaves_empty(part.role):
                value = None
            if value is not None:
                is_text = slot is not None and slot.field in (Field.AUTHORS, Field.TEXT)
                said = with_one_stop(value, reading.text, start, end, part.end) if is_text else value
                out += reading.text[at:start] + said
                at = end
            elif part.role == "title" and slot and slot.field in _BESIDE_TITLE:
                first, last = with_its_brackets(reading.text, start, end, part)
                out, at = out + reading.text[at:first], last
            else:
                return None
        if picture and given and not badge:
            given.pop(0)
        out = self._emphasised(reading, part, without_link(out + reading.text[at : part.end]))
        return self._addresses.under_its_label(out, reading, part) if part.slots or picture else None

    def _emphasised(self, reading: Reading, part: Part, text: str) -> str:
        """Emphasise a venue in a preprint's place, or the other way round, as the list does."""
        marks, kind = self._stock.spellings.venue_marks, VENUES[not self._entry.is_published]
        own = emphasis(reading.text, part.start, part.end) if part.role in VENUES else None
        if own is None or part.role == kind or marks.get(part.role) != own or kind not in marks:
            return text
        return marks[kind] + text[len(own) : len(text) - len(own)] + marks[kind][::-1]

    def _other_badge(self, role: str, queue: Mapping[str, list[str]]) -> list[str] | None:
        """Return the badge with the venue that was given, for the place of one with the month."""
        if role not in VENUE_BADGES or not self._stock.venue_badges.is_only_one:
            return None
        return next((queue[other] for other in VENUE_BADGES if queue.get(other)), None)

    def link(self, reading: Reading, like: Part, label: str, url: str) -> str | None:
        """Return another link in the form of a part that is a link of one slot with a label."""
        said, own, address = labels.bare(label), labels.bare(like.label), safe_address(url, url)
        if IMAGE.fullmatch(label) and picture_in(reading, like) and address is not None:
            return f"[{safe_markdown(label, in_row=self._in_row)}]({address})"  # a badge beside others
        old = reading.value(like.slots[0]) if len(like.slots) == 1 else ""
        around = reading.text[like.start : like.end].split(old) if old else []
        again = "\0".join(around).casefold().count(own.casefold())
        if not said or not own or address is None or again != 1:
            return None
        said = own if labels.is_vague(own) else safe_text(said, in_row=self._in_row, in_link=True)
        return address.join(piece.replace(own, said) for piece in around)

    def _value(self, reading: Reading, slot: Slot, part: Part, queue: Mapping[str, list[str]]) -> str | None:
        example, entry = reading.value(slot), self._entry
        if slot.field is Field.TEXT:
            words = queue.get(part.role)
            if not words and entry.abstract and holds_abstract(reading.text, part):
                return safe_text(entry.abstract, in_row=self._in_row)
            around = reading.text[: slot.start], reading.text[slot.end :]
            return undoubled(words.pop(0), *around) if words else None
        if slot.field in ADDRESSES:
            home = urls.repository(entry.code_url or "") if part.role == OWN_FIGURE else None
            url = f"https://github.com/{home}" if home else self._addresses.fill(reading, slot, part)
            stays = part.role == "title" and slot.field is Field.URL and entry.paper_url is None
            return NO_ADDRESS if url is None and stays else url
        ways: dict[Field, Callable[[str], str | None]] = {
            Field.TITLE: lambda like: self._title(like, reading.first(Field.TITLE_REST)),
            Field.TITLE_REST: lambda like: halves(self.title, reading.first(Field.TITLE) or "", like)[1],
            Field.ID: lambda _: str(entry.paper_id) if entry.paper_id else None,
            Field.REPO: lambda _: entry.repository,
            Field.REPO_NAME: lambda _: self._code_name(),
            Field.NAME: lambda _: self._label(reading, part, queue),
            Field.AUTHORS: lambda like: write_authors(
                like,
                _slots(reading, Field.AUTHORS).index(slot),
                entry,
                self._stock.spellings,
                self._forms,
                in_row=self._in_row,
            ),
            Field.VENUE: self._server
            if stands_beside(reading, part)
            else lambda like: self._venue_in(like, part),
            Field.DATE: lambda like: self._date(like, part, reading),
            Field.ORDINAL: lambda like: self._ordinal or like,
        }
        return with_one_year(on_badge(ways[slot.field](example), reading, slot, part), slot, part, reading)

    def _title(self, example: str, rest: str | None) -> str:
        if rest is not None:
            return halves(self.title, example, rest)[0]
        name, colon, behind = self.title.partition(": ")
        form = self._stock.spellings.name_form
        is_name = colon and is_short_name(name) and find_venue(name) is None
        return form.replace("{}", name) + behind if form and is_name else self.title

    def _label(self, reading: Reading, part: Part, queue: Mapping[str, list[str]]) -> str | None:
        """Return a label for a link that bears the name of the work; a plain one if it has no name."""
        own = self._code_name() if part.role == "code" else part.role.capitalize()
        label = self._stock.plain_label(part.role) or own
        if not self.name and self._stock.name_columns.holds(reading, part):
            is_only_one = len(reading.values(Field.URL)) == 1
            return label if is_only_one else None
        if part.role == "code" or not self.name:
            return label
        for words in (queue.get(LEAD, []), queue.get("text", [])):
            if self.name in words:
                words.remove(self.name)
        return safe_text(self.name, in_row=self._in_row, in_link=True)

    def _code_name(self) -> str | None:
        """Return what the link to the code was called by name; else what the repository is."""
        url = self._entry.code_url or ""
        given = (labels.bare(said) for said, address in self._entry.links if address == url)
        own = next((name for name in given if name and not labels.is_generic(name)), None)
        name = own or (urls.repository(url) or "").rpartition("/")[2]
        return safe_text(name, in_row=self._in_row, in_link=True) if name else None

    def _venue(self, example: str) -> str | None:
        return write_venue(example, self._entry, self._stock.spellings, self._forms, in_row=self._in_row)

    def _venue_in(self, example: str, part: Part) -> str | None:
        said = self._venue(example)
        if said is None and part.role == "paper:venue":
            return server_instead(example, self._entry)  # else the link would have no words
        return without_year(said, example) if said and _is_numbered(part) else said

    def _date(self, example: str, part: Part, reading: Reading) -> str | None:
        entry = dated_by_venue(self._entry, part, reading)
        return write_date(self._forms.date or example, entry, self._stock.spellings, in_row=self._in_row)

    def _server(self, example: str) -> str | None:
        return write_server(example, self._entry) if self._entry.is_published else self._venue(example)


def _is_numbered(part: Part) -> bool:
    """Whether a preprint's number or day stands in the same part."""
    return any(slot.field in (Field.ID, Field.DATE) for slot in part.slots)


def _slots(reading: Reading, field: Field) -> list[Slot]:
    return [slot for part in reading.parts() for slot in part.slots if slot.field is field]
