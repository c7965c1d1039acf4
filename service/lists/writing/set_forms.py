"""Forms of an entry that a catalog entry sets: they go before what the list's own entries show."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.lists.reading.dates import find_date
from service.lists.reading.venues import find_venue

PAPER_LINK = "paper link"
AUTHORS = "authors"
DATE = "date"
VENUE = "venue"
TAG_ORDER = "tag order"
UNKNOWN = "unknown "
_LONGEST_BLANK = 20  # characters
_ALL = "all authors"
_NOBODY = "none"
_ALPHABETICAL = "alphabetical"
CHOICES: Mapping[str, tuple[str, ...]] = {
    PAPER_LINK: ("arxiv.org/abs/ID", "arxiv.org/pdf/ID", "arxiv.org/pdf/ID.pdf", "arxiv.org/html/ID"),
    AUTHORS: (_ALL, *(f"first {n} and et al." for n in (1, 2, 3)), _NOBODY),
    TAG_ORDER: ("as given", _ALPHABETICAL),
}


def mistake(name: str, value: str) -> str | None:
    """Return what an example of a form should be, if it is none."""
    if name == DATE:
        date = find_date(value)
        is_date = date is not None and (date.start, date.end) == (0, len(value))
        return None if is_date else "a date as the list writes it, like 2024/05 or May 2024"
    if name == VENUE:
        venue = find_venue(value)
        is_venue = venue is not None and not venue.is_preprint and (venue.start, venue.end) == (0, len(value))
        return None if is_venue else "a venue as the list writes it, like CVPR 2024 or CVPR'24"
    if name.startswith(UNKNOWN):
        is_short = len(value) <= _LONGEST_BLANK and not any(c in value for c in "|\n\r[]<>")
        return None if is_short else "a word or a mark without pipes and brackets"
    return None


def is_form(name: str) -> bool:
    """Whether a habit is a form that an example or a free word shows."""
    return name in (DATE, VENUE) or name.startswith(UNKNOWN)


@dataclass(frozen=True, slots=True)
class SetForms:
    """The forms that were set, by the names of the habits; an empty value sets none."""

    settings: Mapping[str, str]

    @property
    def paper_link(self) -> tuple[str, str] | None:
        """`abs`, `pdf` or `html`, and what follows the number in an arXiv address."""
        form = self.settings.get(PAPER_LINK)
        if form is None:
            return None
        _, kind, end = form.split("/")
        return kind, end.removeprefix("ID")

    @property
    def authors(self) -> int | None:
        """How many authors are named before `et al.`; all for -1, nobody for 0."""
        said = self.settings.get(AUTHORS)
        if said is None:
            return None
        return -1 if said == _ALL else 0 if said == _NOBODY else int(said.split()[1])

    @property
    def date(self) -> str | None:
        """A date in the form that was set."""
        return self.settings.get(DATE)

    @property
    def venue(self) -> str | None:
        """A venue in the form that was set."""
        return self.settings.get(VENUE)

    def blank(self, column: str) -> str | None:
        """Return what a cell of a column says where nothing is known."""
        return self.settings.get(UNKNOWN + column)

    def in_order(self, words: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Return the words for each place of an entry in the order that was set."""
        if self.settings.get(TAG_ORDER) != _ALPHABETICAL:
            return dict(words)
        return {role: sorted(said, key=str.casefold) for role, said in words.items()}
