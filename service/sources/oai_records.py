"""OAI-PMH answers in the format `arXivRaw`: from bytes to what changed, and what of it concerns a record.

arXivRaw keeps TeX that the query interface has turned into letters. So title and abstract are only told,
never stored: a paper with a new version is asked for again there.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from service.domain.papers import ArxivId, PaperRecord, title_key
from service.errors import BadInput, SourceError, SourceLied
from service.sources.arxiv_feed import without_control_characters
from service.sources.arxiv_results import clean_text

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_OK = 200
_WITHDRAWN = "I"  # the source type of a version without text


class TokenExpired(SourceError):
    """The resumption token is no longer known; the harvest starts again from its last day."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a paper: when it was submitted, and whether it is a withdrawal."""

    number: int
    submitted_at: datetime
    is_withdrawal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvested:
    """What OAI-PMH says of a paper that changed; a deleted one has neither versions nor texts."""

    arxiv_id: ArxivId
    changed_on: date
    versions: tuple[Version, ...] = ()
    title: str = ""
    categories: tuple[str, ...] = ()
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    is_deleted: bool = False

    @property
    def version(self) -> int:
        """The number of the latest version."""
        return max((v.number for v in self.versions), default=0)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the latest version is a withdrawal."""
        return bool(self.versions) and max(self.versions, key=_number).is_withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestPage:
    """One answer. Without a token it was the last one; `responded_at` is where the next harvest goes on."""

    papers: tuple[Harvested, ...]
    token: str | None
    responded_at: datetime


def last_day(page: HarvestPage) -> date | None:
    """Return the last day of a page whose days ascend; nothing may be concluded from another one."""
    days = [p.changed_on for p in page.papers]
    return days[-1] if days and days == sorted(days) else None


def merge_harvest(record: PaperRecord, harvested: Harvested) -> PaperRecord:
    """Return the record with comment, journal reference and DOI as harvested; spelling alone is no change."""
    if harvested.is_deleted or harvested.version < record.version:
        return record
    return replace(
        record,
        comment=_newer(record.comment, harvested.comment),
        journal_ref=_newer(record.journal_ref, harvested.journal_ref),
        doi=_newer(record.doi, harvested.doi),
    )


def examine_harvest(status: int, body: bytes) -> bytes:
    """Return the body without control characters.

    Raises:
        SourceError: the status says that the address is wrong.
    """
    if status != _OK:
        raise SourceError(
            f"arXiv's OAI-PMH answered HTTP {status}; check its address in the settings.", is_permanent=True
        )
    return without_control_characters(body)


def parse_page(body: bytes) -> HarvestPage:
    """Read one answer to ListRecords.

    Raises:
        TokenExpired: the resumption token is not valid any more.
        SourceError: arXiv refused the request, in its own words.
        SourceLied: the answer is no OAI-PMH, or not all of one.
    """
    root = _parse(body)
    responded_at = _moment(root.findtext(f"{_OAI}responseDate"))
    error = root.find(f"{_OAI}error")
    if error is not None:
        return _empty_or_refused(error, responded_at)
    listed = root.find(f"{_OAI}ListRecords")
    records = listed.findall(f"{_OAI}record") if listed is not None else []
    if listed is None or not records:
        raise SourceLied("arXiv's OAI-PMH gave neither records nor an error; try again later.")
    token = (listed.findtext(f"{_OAI}resumptionToken") or "").strip()
    return HarvestPage(
        papers=tuple(_harvested(r) for r in records), token=token or None, responded_at=responded_at
    )


def _parse(body: bytes) -> Element:
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as exc:
        raise SourceLied(
            f"arXiv's OAI-PMH answer is not whole or not well-formed ({exc}); try again later."
        ) from exc
    if root.tag != f"{_OAI}OAI-PMH":
        raise SourceLied("arXiv's OAI-PMH answered with something else; try again later.")
    return root


def _empty_or_refused(error: Element, responded_at: datetime) -> HarvestPage:
    code, words = error.get("code", ""), clean_text(error.text) or "no reason given"
    if code == "noRecordsMatch":
        return HarvestPage(papers=(), token=None, responded_at=responded_at)
    if code == "badResumptionToken":
        raise TokenExpired(
            f"arXiv's OAI-PMH does not know the resumption token any more ({words}); start again.",
            is_permanent=True,
        )
    raise SourceError(f"arXiv's OAI-PMH refused the request: {words} ({code}).", is_permanent=True)


def _harvested(record: Element) -> Harvested:
    header = record.find(f"{_OAI}header")
    raw = record.find(f"{_OAI}metadata/{_RAW}arXivRaw")
    if header is None or (raw is None and header.get("status") != "deleted"):
        raise SourceLied("arXiv's OAI-PMH gave a record without header or metadata; it is not believed.")
    try:
        arxiv_id = ArxivId.parse((header.findtext(f"{_OAI}identifier") or "").removeprefix("oai:arXiv.org:"))
        changed_on = date.fromisoformat((header.findtext(f"{_OAI}datestamp") or "")[:10])
        versions = tuple(_version(v) for v in raw.iterfind(f"{_RAW}version")) if raw is not None else ()
    except (BadInput, ValueError, TypeError) as exc:
        raise SourceLied(f"arXiv's OAI-PMH gave a record that cannot be read ({exc}).") from exc
    if raw is None:
        return Harvested(arxiv_id=arxiv_id, changed_on=changed_on, is_deleted=True)
    return Harvested(
        arxiv_id=arxiv_id,
        changed_on=changed_on,
        versions=versions,
        title=clean_text(raw.findtext(f"{_RAW}title")),
        categories=tuple((raw.findtext(f"{_RAW}categories") or "").split()),
        comment=clean_text(raw.findtext(f"{_RAW}comments")) or None,
        journal_ref=clean_text(raw.findtext(f"{_RAW}journal-ref")) or None,
        doi=clean_text(raw.findtext(f"{_RAW}doi")) or None,
    )


def _version(version: Element) -> Version:
    return Version(
        number=int(version.get("version", "").removeprefix("v")),
        submitted_at=parsedate_to_datetime(version.findtext(f"{_RAW}date") or "").astimezone(UTC),
        is_withdrawal=_WITHDRAWN in (version.findtext(f"{_RAW}source_type") or ""),
    )


def _moment(text: str | None) -> datetime:
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC)
    except ValueError as exc:
        raise SourceLied("arXiv's OAI-PMH answer has no date; it is not believed.") from exc


def _newer(old: str | None, new: str | None) -> str | None:
    return old if new is None or (old is not None and title_key(old) == title_key(new)) else new


def _number(version: Version) -> int:
    return version.number
