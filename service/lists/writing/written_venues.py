"""A new entry's venue as the list would write it: its form, its name for it, its word for preprints."""

import re
from dataclasses import replace

from service.lists.reading import urls
from service.lists.reading.dates import find_date
from service.lists.reading.parts import Field, Part, Reading, Slot
from service.lists.reading.several_venues import names_several
from service.lists.reading.titles import ends_with_venue
from service.lists.reading.venues import Venue, find_venue, is_named_in_full, named_venue, respell
from service.lists.reading.venues_in_full import is_in_full
from service.lists.writing.escape import safe_text
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.remarks import is_remark
from service.lists.writing.set_forms import SetForms
from service.lists.writing.spellings import Spellings
from service.lists.writing.years_apart import without_last_year

PREPRINTS = ("preprint", "paper:preprint")
_ARXIV = ("arxiv", "arxivpreprint", "corr")
_LONGEST_VENUE = 60  # characters; longer is a citation
_CITED = re.compile(r"arxiv preprint arxiv\s?:\s?\d{4}\.", re.IGNORECASE)  # the number has a place of its own
_YEAR = re.compile(r"(?:19|20)\d\d|['’]\s?\d\d")
_PLAIN = re.compile(
    r"[^\W\d]+(?: [^\W\d]+)* (?:19|20)\d\d"
)  # as anybody writes it: perhaps nobody chose that
_WITH_MONTH = re.compile(r"[A-Za-z]*rxiv[ ,]+(?:20)?\d\d[./-](?:0[1-9]|1[0-2])", re.IGNORECASE)
_DIGITS = re.compile(r"\d")
_NAME_AND_YEAR = re.compile(
    r"([A-Z][\w&-]*(?: (?:[A-Z][\w&-]*|and|for|in|of|on)){1,4}) ((?:19|20)\d\d)"
)  # of several words, as `Nature Communications 2025`


def write_venue(
    example: str, entry: NewEntry, spellings: Spellings, forms: SetForms, *, in_row: bool
) -> str | None:
    """Write where the paper appeared as the example is written; None if that is not known."""
    if ends_with_venue(entry.title):
        return None  # whoever gave the title took the venue for a part of it
    if closes_behind := example.count("(") > example.count(")"):
        entry = replace(entry, venue=(entry.venue or "").removesuffix(")"))
    like = _dated_last(example)
    if _CITED.match(entry.venue or "") and not is_named_in_full(example):
        entry = replace(entry, venue="arXiv")
    read, fixed = entry.venue_read, find_venue(forms.venue or "")
    given = safe_text(entry.venue or "", in_row=in_row)
    is_chosen = like and read and fixed is None and _is_the_lists(like, read, entry, spellings)
    if is_chosen or names_several(entry.venue or ""):
        return given
    if is_in_full(example) and read and not read.is_preprint:
        known = given if is_in_full(given) else spellings.in_full.get(read.key)
        is_dated = like is not None and like.year is not None
        return known or (_respelled(read, entry, spellings) if is_dated else respell(read, None, None, {}))
    if like is None:
        form = (fixed if entry.is_published else spellings.preprint) if read else None
        said = _respelled(form, entry, spellings) if form else _with_year_as(example, given, spellings)
        return said or None
    if not entry.is_published:
        return given if _keeps_month(like, given, spellings) else _write_preprint(like, entry, spellings)
    usual = fixed or _form_for(like, read, spellings)
    return _write_published(usual, given, entry, spellings, closes_behind=closes_behind)


def _write_published(
    usual: Venue | None, given: str, entry: NewEntry, spellings: Spellings, *, closes_behind: bool
) -> str:
    read, named = entry.venue_read, _NAME_AND_YEAR.fullmatch(given)
    if usual and named:
        return respell(usual, named[1], int(named[2]), spellings.venue_names)
    has_no_place = read is None and entry.date_text is not None and not spellings.has_dates
    is_dated_apart = closes_behind or has_no_place
    if usual and usual.year and is_dated_apart and not _DIGITS.search(given) and _year(entry):
        return respell(usual, given, _year(entry), spellings.venue_names)
    remark = (entry.venue or "")[read.end :] if read and read.start == 0 else ""
    if usual and is_remark(remark) and given.endswith(remark):
        return _respelled(usual, entry, spellings) + remark
    if usual is None or read is None or _has_more(entry.venue or "", read.start, read.end):
        return given + ")" * max(0, given.count("(") - given.count(")") - closes_behind)
    return _respelled(usual, entry, spellings)


def _form_for(like: Venue, read: Venue | None, spellings: Spellings) -> Venue | None:
    """Return the form for a published paper: the list's own in place of a server's or a journal's."""
    form = spellings.published
    if like.is_preprint:
        return form
    is_journal = like.year is None and like.key in spellings.undated_venues
    is_dated = read is not None and read.year is not None and read.key != like.key
    return form if is_journal and is_dated and form is not None and form.year is not None else like


def _dated_last(example: str) -> Venue | None:
    """Return the venue of an example; of two with one year (`RA-L & ICRA 2021`) the one that bears it."""
    like = named_venue(example)
    behind = find_venue(example[like.end :]) if like and like.year is None else None
    return behind if behind and behind.year and not behind.is_preprint else like


def with_one_year(text: str | None, slot: Slot, part: Part, reading: Reading) -> str | None:
    """Return what fills a slot; a venue without its year, where the date stands right behind it.

    A server without its month, where the entry has a month of its own.
    """
    if slot.field is not Field.VENUE:
        return text
    if all(s.field is not Field.DATE for s in part.slots):
        is_again = text is not None and _WITH_MONTH.fullmatch(text) is not None
        has_month = any(find_date(said, with_month=True) for said in reading.values(Field.DATE))
        return (
            re.split(r"[ ,]", text)[0]
            if text and is_again and has_month
            else without_last_year(text, part, reading)
        )
    read = find_venue(text or "")
    return respell(read, None, None, {}) if read and read.year else text


def without_year(text: str, example: str) -> str:
    """Return a server without a year where the example has none: its number or day stands behind it."""
    read, like = find_venue(text), find_venue(example)
    if read is None or like is None or read.year is None or like.year is not None:
        return text
    return example if read.key == like.key else respell(read, None, None, {})


def stands_beside(reading: Reading, part: Part) -> bool:
    """Whether a preprint server is named besides the venue, which has a place of its own."""
    return part.role in PREPRINTS and any(p.role in ("venue", "paper:venue") for p in reading.parts())


def write_server(example: str, entry: NewEntry) -> str:
    """Write the preprint server of a published paper as the example is, with the preprint's year."""
    like, year = find_venue(example), entry.paper_id.month[0] if entry.paper_id else None
    return respell(like, None, year, {}) if like and year else example


def server_instead(example: str, entry: NewEntry) -> str | None:
    """Write arXiv as the example's venue is written, for a paper there of which nothing else is known."""
    like = _dated_last(example)
    if like is None or entry.paper_id is None or entry.is_published:
        return None
    return respell(like, "arXiv", entry.paper_id.month[0], {})


def _write_preprint(like: Venue, entry: NewEntry, spellings: Spellings) -> str | None:
    name = entry.venue_read.name if entry.venue_read else None
    if name is None and entry.paper_id is None and urls.is_paper(entry.url or ""):
        form = like if like.is_preprint else spellings.preprint
        if form and form.key in _ARXIV:
            return None  # it is elsewhere
    is_same_server = name is not None or like.key != "openreview" or entry.paper_id is None
    if like.is_preprint and is_same_server:
        return _respelled(_dated(like, entry, spellings), entry, spellings)
    if spellings.preprint:
        return respell(spellings.preprint, None, _year(entry), spellings.venue_names)
    return _respelled(like, entry, spellings) if name and not like.is_preprint else None


def _keeps_month(like: Venue, given: str, spellings: Spellings) -> bool:
    """Whether a server given with a month keeps it: that of the list is bare, published papers bear years."""
    server, form = like if like.is_preprint else spellings.preprint, spellings.published
    is_bare = server is None or server.spelled == server.name
    return _WITH_MONTH.fullmatch(given) is not None and is_bare and form is not None and form.year is not None


def _dated(like: Venue, entry: NewEntry, spellings: Spellings) -> Venue:
    """Return how the list writes published papers where a preprint was given its year, as theirs bear it."""
    read, form = entry.venue_read, spellings.published
    is_meant = read is not None and read.year is not None and like.spelled == like.name
    return form if is_meant and like.year is None and form and form.year else like


def _respelled(form: Venue, entry: NewEntry, spellings: Spellings) -> str:
    name = entry.venue_read.name if entry.venue_read else None
    return respell(form, name, _year(entry), spellings.venue_names)


def _year(entry: NewEntry) -> int | None:
    read, said = entry.venue_read, find_date(entry.date_text or "")
    known = said.year if said else entry.day[0] if entry.day else None
    return (read.full_year if read else None) or known


def _is_the_lists(like: Venue, read: Venue, entry: NewEntry, spellings: Spellings) -> bool:
    """Whether the venue was given in a form that the list has too, if not always: somebody chose it."""
    is_whole = read.spelled == (entry.venue or "").strip() and (read.year is None) == (like.year is None)
    if not is_whole or read.is_preprint != like.is_preprint:
        return False
    if _PLAIN.fullmatch(read.spelled):
        return spellings.often_writes(read)
    return spellings.writes(read)


def _with_year_as(example: str, given: str, spellings: Spellings) -> str:
    """Leave the year away beside a venue that nobody knows, where the list's venues bear none."""
    named, usual = named_venue(given), spellings.published
    is_bare = _YEAR.search(example) is None and (usual is None or usual.year is None)
    return named.name if named and named.year and is_bare else given


def _has_more(text: str, start: int, end: int) -> bool:
    """Whether a venue's text names more than venue and year, such as a workshop; not a whole citation."""
    if len(text) > _LONGEST_VENUE or re.search(r"\bproc|\bpages?\b|\bpp\b|\bvol", text, re.IGNORECASE):
        return False
    return any(c.isalpha() for c in text[:start] + text[end:])
