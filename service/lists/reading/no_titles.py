"""What words say that are no title: a kind of link, a venue, a date, an id."""

import re

from service.lists.reading import labels
from service.lists.reading.dates import is_date
from service.lists.reading.marked_titles import begins_with_label, is_line_label
from service.lists.reading.venues import find_venue, is_named_in_full, is_venue

_ADDRESS = re.compile(r"https?://\S+")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_STANDING = re.compile(
    r"(?:under|in) (?:review|submission)|in press|to appear|submitted|accepted|unpublished", re.IGNORECASE
)
_ID = re.compile(r"\W*(?:arxiv\W*)?\d{4}\.\d{4,5}(?:v\d+)?\W*|\W*(?:doi\W*)?10\.\d{4,9}/\S+", re.IGNORECASE)


def is_no_title(label: str) -> bool:
    """Whether words are a label or a value of an entry, and so not its title."""
    return (
        labels.is_generic(label)
        or is_line_label(label)
        or begins_with_label(label)
        or is_venue(label)
        or is_named_in_full(label)
        or is_date(label)
        or _is_dated_venue(label)
        or _ID.fullmatch(label) is not None
        or _STANDING.fullmatch(label.strip(" .()[]")) is not None
        or _ADDRESS.fullmatch(label) is not None
    )


def tells_where(said: str) -> bool:
    """Whether words behind a title begin with the venue: `NeurIPS Workshop on Maps (MAPS-IV) 2024`."""
    venue = find_venue(said)
    return (
        venue is not None and venue.start == 0 and (venue.year is not None or _YEAR.search(said) is not None)
    )


def _is_dated_venue(label: str) -> bool:
    """Whether a label is a venue and a day, as in `arXiv 3 May 2024`, and nothing else."""
    venue = find_venue(label)
    return venue is not None and is_date((label[: venue.start] + label[venue.end :]).strip(" ()[],"))
