"""Papers: their ids, what a source says of them, and whether that is news."""

import re
import unicodedata
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import total_ordering

from service.errors import BadInput

_NEW = re.compile(
    r"(?P<yy>\d{2})(?P<mm>0[1-9]|1[0-2])\.(?P<number>\d{4,5})(?:v(?P<version>[1-9]\d*))?", re.ASCII
)
_OLD = re.compile(
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?/(?P<yy>\d{2})(?P<mm>0[1-9]|1[0-2])(?P<number>\d{3})"
    r"(?:v(?P<version>[1-9]\d*))?",
    re.ASCII,  # other scripts have digits, too
)
_URL = re.compile(
    r"(?:https?:)?(?://)?(?:www\.|export\.)?(?:ar|alpha)xiv\.org/+(?:abs|pdf|html|format|ps)/+", re.IGNORECASE
)
_OLD_STYLE_CENTURY = 91  # arXiv began in August 1991: `yy` of 91 and later means 19yy


@total_ordering
@dataclass(frozen=True, slots=True)
class ArxivId:
    """The id of an arXiv work without version: `2510.02912` or `quant-ph/0201082`.

    https://info.arxiv.org/help/arxiv_identifier.html
    """

    value: str

    @classmethod
    def parse(cls, text: str) -> "ArxivId":
        """Read an id, an `arXiv:` reference or a link to arXiv; the version is dropped.

        Raises:
            BadInput: the text names no arXiv work.
        """
        found, _ = split_version(text)
        return found

    @property
    def month(self) -> tuple[int, int]:
        """(year, month) of the announcement, which is part of the id."""
        digits = self.value.rsplit("/", 1)[-1]
        yy, mm = int(digits[:2]), int(digits[2:4])
        is_old = "/" in self.value
        return (1900 + yy if is_old and yy >= _OLD_STYLE_CENTURY else 2000 + yy), mm

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """Orders ids as arXiv numbered them: month, then number."""
        number = self.value.rsplit("/", 1)[-1].split(".")[-1] if "/" not in self.value else self.value[-3:]
        return (*self.month, int(number), self.value)

    @property
    def abs_url(self) -> str:
        """The address of the abstract page."""
        return f"https://arxiv.org/abs/{self.value}"

    @property
    def pdf_url(self) -> str:
        """The address of the PDF."""
        return f"https://arxiv.org/pdf/{self.value}"

    def __lt__(self, other: "ArxivId") -> bool:
        return self.sort_key < other.sort_key

    def __str__(self) -> str:
        return self.value


def split_version(text: str) -> tuple[ArxivId, int | None]:
    """Return the id in `text` and its version, if it names one.

    Raises:
        BadInput: the text names no arXiv work.
    """
    stripped = text.strip()
    bare = _URL.sub("", stripped, count=1)
    bare = re.sub(r"^arxiv:\s*", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"(?:\.pdf)?(?:[?#].*)?/?$", "", bare)
    match = _NEW.fullmatch(bare) or _OLD.fullmatch(bare)
    if match is None:
        raise BadInput(f"{stripped[:80]!r} is no arXiv id; give one like 2510.02912 or its arxiv.org link.")
    version = int(match["version"]) if match["version"] else None
    found = match.groupdict()
    if found.get("archive"):
        return ArxivId(f"{found['archive']}/{found['yy']}{found['mm']}{found['number']}"), version
    return ArxivId(f"{found['yy']}{found['mm']}.{found['number']}"), version


def title_key(title: str) -> str:
    """Return the title reduced to lower-case letters and digits, so that equal works compare equal."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    plain = re.sub(r"\$|\\[a-z]+\s*", "", plain)
    return "".join(c for c in plain if c.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """What a source said about one paper at one time. Times are aware and UTC."""

    arxiv_id: ArxivId
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    primary_category: str | None = None
    submitted_at: datetime | None = None
    updated_at: datetime | None = None
    version: int = 1
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None


class ChangeKind(StrEnum):
    """How a record relates to what is stored."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class PaperChange:
    """The decision about one record: what to store, and which fields made it news."""

    kind: ChangeKind
    record: PaperRecord
    changed: tuple[str, ...] = field(default=())


def decide_change(old: PaperRecord | None, new: PaperRecord) -> PaperChange:
    """Decide what a record from outside changes; an older version than the stored one changes nothing.

    A source that leaves an optional field out does not erase what another source said.
    """
    if old is None:
        return PaperChange(ChangeKind.NEW, new)
    if new.version < old.version:
        return PaperChange(ChangeKind.OLDER, old)
    names = [f.name for f in fields(PaperRecord)]
    merged = {n: getattr(new, n) if getattr(new, n) not in (None, (), "") else getattr(old, n) for n in names}
    record = PaperRecord(**merged)
    changed = tuple(n for n in names if getattr(record, n) != getattr(old, n))
    return PaperChange(ChangeKind.CHANGED if changed else ChangeKind.SAME, record, changed)


def estimated_submission(arxiv_id: ArxivId) -> datetime:
    """Return a stand-in submission time for a paper whose source gave none: mid-month of its id, UTC."""
    year, month = arxiv_id.month
    minutes = int("".join(c for c in arxiv_id.value if c.isdigit())[-5:]) % 1440
    return datetime(year, month, 15, 12, tzinfo=UTC) + timedelta(minutes=minutes)
