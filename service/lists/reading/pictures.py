"""Pictures of an entry: badges that show an id, stars, a venue, a date or a tag, and figures."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading import labels, urls
from service.lists.reading.dates import find_date
from service.lists.reading.inline import Link
from service.lists.reading.parts import Field, Part, Reading, Slot
from service.lists.reading.venues import find_venue

_BADGE_TEXT = re.compile(r"shields\.io/badge/([^?)]*)|badgen\.net/badge/([^?)]*)", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"(?:(?:year|date|published)[-_:%20]+)?((?:19|20)\d{2})", re.IGNORECASE)
URL_FIELD = {
    labels.Role.PAPER: Field.URL,
    labels.Role.CODE: Field.CODE,
    labels.Role.PROJECT: Field.PROJECT,
    labels.Role.OTHER: Field.LINK,
}
OWN_FIGURE = "figure:own"


def own_figures(reading: Reading) -> Reading:
    """Read a figure that lies in the paper's own repository as its address and a path there."""
    homes = [reading.value(s) for p in reading.parts() for s in p.slots if s.field is Field.CODE]
    if not homes or not any(p.role == "figure" for p in reading.parts()):
        return reading
    cells = [
        replace(c, parts=tuple(_at_home(reading.text, p, homes) for p in c.parts)) for c in reading.cells
    ]
    return Reading(reading.text, tuple(cells))


def _at_home(text: str, part: Part, homes: Sequence[str]) -> Part:
    for home in homes if part.role == "figure" else ():
        start = text.find(f"{home}/", part.start, part.end) if home else -1
        end = start + len(home)
        path = re.compile(r"/[^\s)\"'<>]+").match(text, end, part.end) if start >= 0 else None
        if path:
            slots = (Slot(start, end, Field.CODE), Slot(*path.span(), Field.TEXT))
            return Part(part.start, part.end, OWN_FIGURE, slots, part.label)
    return part


def picture_part(text: str, link: Link, url: str) -> Part:
    """Read a picture: a badge that shows an id, stars, a venue, a date or a tag, or else a figure."""
    slots = _badge_slots(url, link.url[0]) or _undated_venue(url, link.url[0])
    if slots:
        slots += _shown_again(slots[0], text, link.text)
        return Part(
            link.start, link.end, _badge_role(slots, url, link.url[0]), tuple(slots), text[slice(*link.text)]
        )
    if not urls.is_badge(url):
        return Part(link.start, link.end, "figure", (), text[slice(*link.text)])
    return Part(
        link.start,
        link.end,
        f"badge:{_badge_name(text, link, url)}",
        (Slot(link.start, link.end, Field.TEXT),),
        text[slice(*link.text)],
    )


def _shown_again(slot: Slot, text: str, alt: tuple[int, int]) -> list[Slot]:
    """Return a venue's name in a venue badge's alternative text, be it by a slip another one's."""
    if slot.field is not Field.VENUE:
        return []
    said, shown = text[slice(*alt)], find_venue(text[slot.start : slot.end])
    again = find_venue(said)
    if again:
        return [Slot(alt[0] + again.start, alt[0] + again.end, Field.VENUE)]
    is_name = shown is not None and said.casefold() == shown.name.casefold()
    return [Slot(*alt, Field.VENUE)] if is_name else []


def badge_link(text: str, link: Link, image: Link, url: str) -> Part:
    """Read a badge that is a link: the picture's slots and, if it leads somewhere, the address's."""
    base = link.text[0]
    picture = text[base + image.url[0] : base + image.url[1]]
    named = base + image.text[0], base + image.text[1]
    alt = text[slice(*named)]
    slots = _badge_slots(picture, base + image.url[0])
    slots = slots or _undated_venue(picture, base + image.url[0], is_label=bool(url))
    slots += _shown_again(slots[0], text, named) if slots else []
    role = labels.role_of(alt or _badge_words(picture), url) if url else None
    if not slots and not role:
        name = _badge_name(text, Link(0, 0, named, (0, 0)), picture)
        return Part(link.start, link.end, f"badge:{name}", (Slot(link.start, link.end, Field.TEXT),), alt)
    name = _badge_role(slots, picture, base + image.url[0]) if slots else role.value if role else ""
    if role:
        slots.append(Slot(*link.url, URL_FIELD[role]))
        name = name if slots[:-1] else f"link:{labels.words(alt)}" if role is labels.Role.OTHER else name
    return Part(link.start, link.end, name, tuple(slots), alt)


def _badge_slots(url: str, base: int) -> list[Slot]:
    repo, paper = (
        urls.repository(url) if "star" in url or "github/" in url else None,
        urls.badge_arxiv_id(url),
    )
    if repo and (at := url.find(repo)) >= 0:
        return [Slot(base + at, base + at + len(repo), Field.REPO)]
    if paper and (at := url.find(str(paper))) >= 0:
        return [Slot(base + at, base + at + len(str(paper)), Field.ID)]
    words = _BADGE_TEXT.search(url)
    if words is None:
        return []
    group = 1 if words[1] is not None else 2
    shown, offset = words[group].rpartition("-")[0], base + words.start(group)
    date = find_date(shown, with_month=True)
    if date:
        return [
            *_venue_before(shown[: date.start], offset),
            Slot(offset + date.start, offset + date.end, Field.DATE),
        ]
    venue = find_venue(shown)
    if venue and venue.year:
        first = venue.start + (
            venue.spelled.rfind("-", 0, len(venue.name)) + 1
            if "-" in venue.name and not venue.is_preprint
            else 0
        )
        return [Slot(offset + first, offset + venue.end, Field.VENUE)]
    year = _YEAR_ALONE.fullmatch(shown)
    return [Slot(offset + year.start(1), offset + year.end(1), Field.DATE)] if year else []


def _undated_venue(url: str, base: int, *, is_label: bool = False) -> list[Slot]:
    """Return what a badge says if it is a venue alone, or a server that is not a link's label."""
    words = _BADGE_TEXT.search(url)
    shown = (words[1] or words[2] or "").rpartition("-")[0] if words else ""
    venue = find_venue(shown)
    if words is None or venue is None or venue.spelled != shown or (is_label and venue.is_preprint):
        return []
    at = base + words.start(1 if words[1] is not None else 2)
    return [Slot(at, at + len(shown), Field.VENUE)]


def _venue_before(shown: str, offset: int) -> list[Slot]:
    """Return the venue in front of a badge's date, as in `ICCV-2025.06`."""
    venue = find_venue(shown)
    if venue is None or venue.is_preprint or shown[: venue.start].strip() or shown[venue.end :].strip(" -_"):
        return []
    return [Slot(offset + venue.start, offset + venue.end, Field.VENUE)]


def _badge_role(slots: Sequence[Slot], url: str, base: int) -> str:
    slot = slots[0]
    if slot.field is Field.VENUE:
        venue = find_venue(url[slot.start - base : slot.end - base])
        return "badge:preprint" if venue and venue.is_preprint else "badge:venue"
    if slot.field is Field.DATE and _YEAR_ALONE.fullmatch(url[slot.start - base : slot.end - base]):
        return "date"  # every paper has a year, be it published or not
    return {Field.REPO: "stars", Field.ID: "badge:arxiv", Field.DATE: "badge:date"}[slot.field]


def _badge_name(text: str, link: Link, url: str) -> str:
    alt = labels.words(text[slice(*link.text)])
    return alt or _badge_words(url)


def _badge_words(url: str) -> str:
    words = _BADGE_TEXT.search(url)
    return labels.words((words[1] or words[2] or "").partition("-")[0]) if words else ""
