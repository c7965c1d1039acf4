"""Where a paper says that it was published: quoted, never guessed.

A submission note, a template ("CVPR 2025 template"), a promise ("if accepted") or an earlier version is no
publication. FIELD.md: venues disagree between lists mostly because somebody believed one of those.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.papers import PaperRecord

_LONGEST_VENUE = 100
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z0-9(\[])|;\s*|\s+[-–—|]+\s+")
_NOT_PUBLISHED = re.compile(
    r"""submit|submission|resubmi|\bunder\b[\w\s-]{0,20}\breview|\bin\ review|reviewer|rebuttal|anonymous
    |template|style\ file|\bformat|\bstyle\b|\b(?:if|upon|after|until|pending|once)\b[\w\s]{0,20}accept
    |\b(?:not|never)\b[\w\s]{0,12}accept|reject|withdr[ae]w|conditional|provisional
    |\b(?:preliminary|earlier|previous|short(?:er)?|initial|conference|workshop)\ version
    |extended\ (?:version\ )?(?:of|from)|extension\ (?:of|to)|\bbased\ on\b|companion""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME = (
    r"(?:(?:ACM|IEEE(?:/CVF)?|IEEE/RSJ|Findings\ of(?:\ the)?)\ )?[A-Z][\w/&-]*[A-Z][\w/&-]*(?:\ MM|\ Asia)?"
)
_NAMED = rf"{_NAME}(?:\s?(?:20\d\d|['’]\s?\d\d))(?:\s(?:Findings|Workshops?|Main|Datasets\ and\ Benchmarks))?"
_ROLE = r"(?:an?\s+)?(?:\w+[\s-]){0,3}?(?:oral|poster|spotlight|highlight|paper|presentation|article|talk)s?"
_STATED = (
    re.compile(
        rf"""\b(?:(?:accepted|selected)(?:\s+(?:for\s+(?:publication|presentation|inclusion)|(?:as|for)\s+{_ROLE}))?
        \s+(?:at|to|by|in|for|on|with)
        |to\s+(?:appear|be\s+(?:published|presented))\s+(?:at|in|on|as\s+{_ROLE}\s+(?:at|in))
        |(?:published|presented|appear(?:s|ed|ing)?)\s+(?:at|in|by)
        |camera[\s-]ready(?:\s+(?:version|copy|paper))?\s+(?:for|of|at|in)
        |(?:oral|spotlight|highlight|poster)(?:\s+(?:paper|presentation))?\s+(?:at|in)
        |in\s+proceedings\s+of)\s+(?P<venue>.+)""",
        re.IGNORECASE | re.VERBOSE,
    ),
    re.compile(rf"\b(?i:accepted|published):?\s+(?P<venue>{_NAMED})", re.VERBOSE),
    re.compile(
        rf"(?P<venue>{_NAMED})[\s,:(]*(?i:accepted|camera[\s-]ready|published|proceedings)\b", re.VERBOSE
    ),
)
_BARE = re.compile(
    rf"""(?P<venue>{_NAMED})[\s,:]*\(?(?:\s*(?i:oral|spotlight|highlight|poster|main(?:\s+conference|\s+track)?
    |findings|paper|presentation|long|short|full|conference|best\ paper(?:\ award)?|award|candidate
    |\#\d+))*\)?[.!]?""",
    re.VERBOSE,
)
_VENUE_ENDS = re.compile(
    r"""[;|]|\.(?:\s|$)|\s[-–—]\s|https?:|\bcode\b|\bproject\ page|\bwith\ |\bas\ an?\ |\bwhere\b
    |,(?!\s*(?:19|20)\d\d\b)|\((?!(?:19|20)\d\d|[A-Z]{2,})""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[;|]|\.(?:\s|$)|https?:")
_ACRONYM = re.compile(
    r"""\((?P<name>[A-Z][A-Za-z/&-]*[A-Z][A-Za-z]*)[\s'’-]*(?P<year>20\d\d|\d\d)?\)[\s,]*(?P<after>20\d\d)?""",
    re.VERBOSE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ARXIV_DOI = re.compile(r"10\.48550/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VenueSign:
    """A place where a paper says its venue. `is_stated` is False for a bare name ("CVPR 2025")."""

    venue: str
    where: str
    quote: str
    is_stated: bool = True


def venue_signs(record: PaperRecord) -> Iterator[VenueSign]:
    """Yield what a record says about its publication, the surest first."""
    stated = list(_from_comment(record.comment or ""))
    yield from (s for s in stated if s.is_stated)
    reference = record.journal_ref or ""
    if reference and "arxiv" not in reference.casefold() and not _NOT_PUBLISHED.search(reference):
        venue = _acronym(reference) or textwrap.shorten(reference, _LONGEST_VENUE, placeholder="…")
        yield VenueSign(venue, "journal reference", reference)
    yield from (s for s in stated if not s.is_stated)
    if record.doi and not _ARXIV_DOI.match(record.doi):
        yield VenueSign("", "DOI", record.doi)


def _from_comment(comment: str) -> Iterator[VenueSign]:
    for sentence in _SENTENCE.split(comment):
        if not sentence or _NOT_PUBLISHED.search(sentence):
            continue
        found = next((m for pattern in _STATED if (m := pattern.search(sentence))), None)
        if found is not None:
            if venue := _trimmed(found["venue"]):
                yield VenueSign(venue, "comment", sentence.strip())
            continue
        for part in sentence.split(","):
            if bare := _BARE.fullmatch(part.strip()):
                yield VenueSign(_trimmed(bare["venue"]), "comment", sentence.strip(), is_stated=False)


def _trimmed(venue: str) -> str:
    """Return the name and year alone; nothing if no name is in it."""
    if short := _acronym(_SENTENCE_END.split(venue, maxsplit=1)[0]):
        return short
    kept = _VENUE_ENDS.split(venue, maxsplit=1)[0]
    kept = re.sub(
        r"^(?:the\s+)?(?:(?:main|research)\s+track\s+of\s+)?(?:the\s+)?",
        "",
        kept.strip(),
        flags=re.IGNORECASE,
    )
    kept = re.sub(r"^(?:proceedings|proc\.)\s+of\s+(?:the\s+)?", "", kept, flags=re.IGNORECASE)
    kept = kept.strip(" .,:!")
    if kept.count("(") != kept.count(")"):
        kept = kept.strip("()")
    is_name = re.search(r"[A-Z]", kept) is not None and len(kept) <= _LONGEST_VENUE
    return kept if is_name else ""


def _acronym(text: str) -> str:
    """Return the short name that a long one gives in brackets, with the year beside it: `ICST 2023`."""
    found = _ACRONYM.search(text)
    if found is None:
        return ""
    year = found["after"] or found["year"] or next(iter(_YEAR.findall(text)), "")
    year = f"20{year}" if len(year) == len("25") else year
    return f"{found['name']} {year}".strip()
