"""What is known of a paper but its list has no written form for: it is left out, and that is said."""

import re
from collections.abc import Iterator

from service.domain.taxonomy import TagPlace, Taxonomy
from service.lists.reading import urls
from service.lists.reading.document import read_document
from service.lists.reading.entries import Entry
from service.lists.reading.own_names import leading_name
from service.lists.reading.tags import read_tags
from service.lists.reading.venues import find_venue
from service.lists.writing.new_entry import NewEntry, is_place

WRITTEN = (TagPlace.BADGE, TagPlace.TAIL, TagPlace.CELL)  # headings are places, not words about the paper
LEFT_OUT = "left out, because no entry of the list shows how to write it"


def unwritten(data: bytes, lines: range, entry: NewEntry, taxonomy: Taxonomy | None) -> Iterator[str]:
    """Say which of the paper's facts and tags the entry on these lines (from 0) does not show."""
    read = read_document(data, around=lines).entries
    found = next((e for e in read if e.first_line - 1 in lines), None)
    if found is not None:
        if found.title != entry.title and found.title == leading_name(entry.title):
            yield f"the title is cut to {found.title!r}: the list has names alone for titles"
        if entry.paper_url is None and not found.links and sum(bool(e.links) for e in read) * 2 > len(read):
            yield "no address of the paper is known: its title stands without a link"
        yield from (f"{fact} is left out: the list has no place for it" for fact in _facts(found, entry))
    yield from _tags(found, entry, taxonomy)


def _facts(found: Entry, entry: NewEntry) -> Iterator[str]:
    text = found.reading.text.casefold()
    read = find_venue(found.venue) if found.venue else None
    is_shown = (entry.venue or "").casefold() in text or (read is not None and not read.is_preprint)
    if entry.is_published and entry.venue_read and not is_shown:
        yield f"the venue {entry.venue!r}"
    for what, url in (("code", entry.code_url), ("project page", entry.project_url)):
        if url and not any(form and form.casefold() in text for form in (url, urls.repository(url))):
            yield f"the {what}'s address"


def _tags(found: Entry | None, entry: NewEntry, taxonomy: Taxonomy | None) -> Iterator[str]:
    shown = read_tags(found.reading, found.section_path, taxonomy)[0] if found else {}
    left_out: list[str] = []
    for name, tags in entry.tags.items():
        facet = taxonomy.facet(name) if taxonomy else None
        if is_place(name) or (facet is not None and facet.place not in WRITTEN):
            continue
        for tag in tags:
            known = facet.tag(tag) if facet else None
            if facet is None and found is not None and _is_below(name, tag, found):
                continue
            if known is None or facet is None:
                yield f"the tag {tag!r} is left out: the list's taxonomy has no such {name}"
            elif tag not in shown.get(name, ()):
                left_out.append(f"{facet.title} {known.label!r}")
    if left_out:
        yield f"{LEFT_OUT}: {', '.join(left_out)}"


def _is_below(name: str, word: str, found: Entry) -> bool:
    """Whether the entry has the word in its line or column of this name."""
    text, name = found.reading.text, name.strip()
    cells = (c for c in found.reading.cells if c.header.casefold().strip() == name.casefold())
    line = rf"(?i)\b{re.escape(name)}\W{{0,6}}?[:：][^\n]*{re.escape(word)}"
    return any(word in text[c.start : c.end] for c in cells) or re.search(line, text) is not None
