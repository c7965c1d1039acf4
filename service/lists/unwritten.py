"""Tags of a paper for which its list has no written form: they are left out, and that is said."""

from collections.abc import Iterator

from service.domain.taxonomy import TagPlace, Taxonomy
from service.lists.document import read_document
from service.lists.new_entry import NewEntry, is_place
from service.lists.tags import read_tags

WRITTEN = (TagPlace.BADGE, TagPlace.TAIL, TagPlace.CELL)  # headings are places, not words about the paper
LEFT_OUT = "left out, because no entry of the list shows how to write it"


def unwritten_tags(data: bytes, lines: range, entry: NewEntry, taxonomy: Taxonomy | None) -> Iterator[str]:
    """Say which of the paper's tags the entry on these lines (from 0) does not show."""
    found = next((e for e in read_document(data, around=lines).entries if e.first_line - 1 in lines), None)
    shown = read_tags(found.reading, found.section_path, taxonomy)[0] if found else {}
    left_out: list[str] = []
    for name, tags in entry.tags.items():
        facet = taxonomy.facet(name) if taxonomy else None
        if is_place(name) or (facet is not None and facet.place not in WRITTEN):
            continue
        for tag in tags:
            known = facet.tag(tag) if facet else None
            if known is None or facet is None:
                yield f"the tag {tag!r} is left out: the list's taxonomy has no such {name}"
            elif tag not in shown.get(name, ()):
                left_out.append(f"{facet.title} {known.label!r}")
    if left_out:
        yield f"{LEFT_OUT}: {', '.join(left_out)}"
