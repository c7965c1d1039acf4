"""Venues as lists spell them: read `NeurIPS'24 (Oral)`, write another venue in the same form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

_KNOWN = [
    "NeurIPS",
    "NIPS",
    "ICML",
    "ICLR",
    "CVPR",
    "ICCV",
    "ECCV",
    "WACV",
    "BMVC",
    "ACCV",
    "AAAI",
    "IJCAI",
    "ECAI",
    "ACL",
    "EMNLP",
    "NAACL",
    "EACL",
    "AACL",
    "COLING",
    "TACL",
    "CoNLL",
    "COLM",
    "TMLR",
    "JMLR",
    "TPAMI",
    "PAMI",
    "IJCV",
    "TIP",
    "TMM",
    "TOMM",
    "TCSVT",
    "TNNLS",
    "TKDE",
    "TOG",
    "TVCG",
    "MM",
    "KDD",
    "WWW",
    "TheWebConf",
    "SIGIR",
    "CIKM",
    "WSDM",
    "RecSys",
    "ICASSP",
    "Interspeech",
    "ICRA",
    "IROS",
    "CoRL",
    "RSS",
    "RA-L",
    "RAL",
    "SIGGRAPH",
    "MICCAI",
    "MLSys",
    "OSDI",
    "SOSP",
    "ASPLOS",
    "ISCA",
    "HPCA",
    "MICRO",
    "DAC",
    "ICCAD",
    "DATE",
    "NSDI",
    "EuroSys",
    "ATC",
    "SC",
    "PPoPP",
    "3DV",
    "ICPR",
    "ICIP",
    "ICME",
    "UIST",
    "CHI",
    "CSCW",
    "AISTATS",
    "UAI",
    "COLT",
    "ALT",
    "ICDE",
    "VLDB",
    "PVLDB",
    "SIGMOD",
    "LREC",
    "ISMIR",
    "Nature",
    "Science",
    "PNAS",
    "SIGCOMM",
    "SOCC",
    "SIGKDD",
    "ICMR",
    "ACMMM",
    "ACM-MM",
    "MobiCom",
    "MobiSys",
    "SenSys",
    "ISSCC",
    "FPGA",
    "FCCM",
    "EMNLP-Findings",
    "ISBI",
    "MIDL",
    "USENIX Security",
    *(f"USENIX {name}" for name in ("ATC", "FAST", "NSDI", "OSDI")),
    "USENIX",
    "NDSS",
    "ICSE",
    "ISSTA",
    "TOSEM",
    "TIFS",
    "TDSC",
    "TGRS",
    "TMI",
    "TASLP",
    "TITS",
    "JBHI",
    "IGARSS",
    "JSTARS",
    "TOIS",
    "ECIR",
    "ICDM",
    "PAKDD",
    "DASFAA",
    "AAMAS",
    "ICAPS",
    "ACML",
    "ICWSM",
    "ECML",
]
_PREPRINT = r"ar\s?xiv(?:\s*preprint)?|corr|preprint|abs|biorxiv|openreview"
_FACE = (
    r"(?:ACM[ _-]*)?(?:" + "|".join(sorted(map(re.escape, _KNOWN), key=len, reverse=True)) + r")"
    r"(?:[ _-]+Asia|[ _-]*\d?W(?:orkshops?)?\b|[ _-]*Workshops?|[ _-]*Findings|[ _-]*Main"
    r"|[ _-]*\([A-Z]{2,5}\))?"
)
_YEAR = (
    r"(?:(?P<gap>(?:[\s,'’‘`_()./-]|%2[07])*?)"  # `%20` on badges
    r"(?P<year>(?:19|20)\d{2}|(?<=['’‘`])\d{2}|(?<=%27)\d{2}|\d{2}(?![\d.]|/\d|\s+[A-Z][a-z]{2})))"
)
_NAMED = re.compile(
    rf"(?<![A-Za-z0-9])(?P<name>{_PREPRINT}|(?:Findings[ _]of[ _](?:the[ _])?)?{_FACE})"
    rf"(?:{_YEAR}(?:(?<= \d\d)['’](?!\w))?)?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_ACRONYM = re.compile(
    r"(?<![A-Za-z0-9])(?P<name>(?=[A-Za-z-]*[A-Z][A-Za-z-]*[A-Z])(?:[TJ]-)?[A-Z][A-Za-z]{1,11}(?:-[A-Z]+)?)"
    r"(?P<gap>(?:[\s,'’‘_-]|%2[07]){1,3}|\s?\((?=20\d\d\)))(?P<year>20\d{2}|(?<=['’‘])\d{2})(?![A-Za-z0-9.-])"
)
_WITH_YEAR = re.compile(
    r"(?P<name>[A-Z][\w&.:/ -]{1,78}?)(?:\s?['’‘]\s?|[\s,_-]{1,2}|\s?\()"
    r"(?P<year>(?:19|20)\d{2}|(?<=['’‘])\d{2}|(?<=['’‘] )\d{2})"
)  # where nothing but a venue can stand
_YEAR_FIRST = re.compile(
    rf"(?<![A-Za-z0-9./])(?P<year>20\d{{2}})(?P<gap>[\s,_-]{{1,2}})(?P<name>{_PREPRINT}|{_FACE})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_QUOTED_FIRST = re.compile(
    r"(?<![\w'’.])(?P<year>\d{2})(?P<gap>['’])(?P<name>(?=\w*[A-Z])[A-Za-z][A-Za-z-]{1,19})(?![\w'’])"
)  # `24'ICRA`: whatever the name
_IN_FULL = re.compile(
    r"(?:Proceedings of|Transactions on|Journal of)(?: .*)?|Advances in(?: (?:[A-Z]\w*|and|in|of))*|"
    r"(?:[A-Z]\w+[ /&]+|\d+\w\w ){0,3}"
    r"(?:International|Annual|European|Asian|ACM|IEEE|AAAI)[ /]+(?:\w+ )?"
    r"(?:Conference|Symposium|Workshop|Transactions|Journal)s?(?: (?:on|of|for|in)\b.*)?"
)
VENUE_AND_NAME = re.compile(r"\s+[-–|:]\s+[*_`]*(\w[^*_`\[\]]{1,40}?)[*_`\]\s]*")  # what follows a venue
_MONTH_BEFORE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,? $")
_ALIASES = {
    "nips": "neurips",
    "acmmm": "mm",
    "acm mm": "mm",
    "pami": "tpami",
    "sigkdd": "kdd",
    "thewebconf": "www",
    "acm-mm": "mm",
}
_CASED = {"NATURE", "SCIENCE", "MM", "SC", "DATE", "CHI", "ALT", "MICRO", "RSS", "ATC", "ABS"}


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue found at `start:end` of a text; `name` and `year` are spans inside it."""

    start: int
    end: int
    name: str
    year: str | None
    is_preprint: bool
    spelled: str

    @property
    def key(self) -> str:
        """The venue in a form in which spellings compare equal."""
        return venue_key(self.name)

    @property
    def full_year(self) -> int | None:
        """The year with four digits, if the text names one."""
        if self.year is None:
            return None
        return int(self.year) if len(self.year) > 2 else 2000 + int(self.year)  # noqa: PLR2004 - two digits


def venue_key(name: str) -> str:
    """Return a venue's name so that its spellings compare equal."""
    plain = re.sub(r"\s+", " ", re.sub(r"[_]", " ", name)).strip().lower()
    return _ALIASES.get(plain, re.sub(r"[^a-z0-9]", "", plain))


@cache
def known_venues() -> Mapping[str, str]:
    """Return the names that are known, and arXiv's, by themselves in small letters."""
    return {name.casefold(): name for name in (*_KNOWN, "arXiv")}


@lru_cache(maxsize=32768)
def find_venue(text: str) -> Venue | None:
    """Return the first venue in a text; a bare name counts only where its capitals are right."""
    found = [
        m
        for m in (_year_first(text), _named(text), *(p.search(text) for p in (_ACRONYM, _QUOTED_FIRST)))
        if m
    ]
    if not found:
        return None
    match = min(found, key=lambda m: (m.start(), -len(m[0])))
    is_preprint = re.fullmatch(_PREPRINT, match["name"], re.IGNORECASE) is not None
    return Venue(match.start(), match.end(), match["name"], match["year"], is_preprint, match[0])


@lru_cache(maxsize=32768)
def named_venue(text: str) -> Venue | None:
    """Return a text as a venue that may be one nobody knows, if it is a name and a year: `Maps' 17`."""
    found = _WITH_YEAR.fullmatch(text.strip(" ()"))
    known = find_venue(text)
    if known is not None or found is None:
        return known
    start = text.find(found[0])
    name, year = found["name"], found["year"]
    return Venue(start, start + len(found[0]), name, year, is_preprint=False, spelled=found[0])


def is_venue(text: str) -> bool:
    """Whether a text is a venue and hardly anything else."""
    found = find_venue(text)
    return found is not None and len(text.strip()) - (found.end - found.start) <= 12  # noqa: PLR2004 - " (oral)", "accepted"


def is_named_in_full(text: str) -> bool:
    """Whether a text is the whole name of a conference or journal, as `ACM Conference on Computer Vision`."""
    return "?" not in text and _IN_FULL.fullmatch(text.strip()) is not None


def respell(example: Venue, name: str | None, year: int | None, spellings: dict[str, str]) -> str:
    """Write a venue in the form of `example`; `spellings` holds the list's own names by `venue_key`."""
    text = example.spelled
    wanted = example.name if name is None else spellings.get(name) or spellings.get(venue_key(name), name)
    at = text.find(example.name)
    out = text[:at] + wanted + text[at + len(example.name) :]
    if example.year is None:
        return out
    if year is None:
        return re.sub(r"(?:[\s,'’‘`_-]|%2[07])*" + re.escape(example.year), "", out, count=1)
    digits = str(year)[-len(example.year) :]
    place = out.rfind(example.year) if text.rfind(example.year) > at else out.find(example.year)
    return out[:place] + digits + out[place + len(example.year) :]


def _year_first(text: str) -> re.Match[str] | None:
    found = _YEAR_FIRST.search(text)
    is_dated = found is not None and _MONTH_BEFORE.search(text, 0, found.start()) is not None
    return found if found and not is_dated and _is_cased(found["name"]) else None


def _named(text: str) -> re.Match[str] | None:
    for match in _NAMED.finditer(text):
        if match["year"] or _is_cased(match["name"]):
            if match["name"].lower() == "abs" and not match["year"]:
                continue
            return match
    return None


def _is_cased(name: str) -> bool:
    """Common English words are venues only in their own capitals, and only with a year."""
    if name.upper() in _CASED:
        return False
    return name[:1].isupper() or name.lower().startswith(("arxiv", "openreview"))
