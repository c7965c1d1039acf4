"""The watch on what is already listed: what has happened to a paper that its entry does not say yet."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from service.domain.code_signs import code_signs, link_key
from service.domain.papers import PaperRecord, title_key
from service.domain.venue_signs import VenueSign, venue_signs

_LONGEST_QUOTE = 300
_WORK = r"(?:paper|article|submission|manuscript|preprint|work|version|report|note|e-print|thesis|draft)s?"
_WITHDRAWN = re.compile(
    rf"""(?:^|[.;:!]\s*|\b(?:this|the|our)\s+(?:\w+\s+){{0,2}}(?={_WORK}\b))
    (?:{_WORK}\s+)?(?:(?:has|have|is|was|been|being|temporarily)\s+)*withdrawn\b
    |\b(?:authors?|we|arxiv\ (?:admin\w*|moderat\w*))\s+(?:\w+\s+){{0,2}}withdr(?:aw|ew|awn)s?\s+
    (?:this|the|our)\s+(?:\w+\s+)?{_WORK}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ELSEWHERE = re.compile(r"withdrawn\s+(?:from|at)\s+(?!arxiv\b)", re.IGNORECASE)
_MARKED = re.compile(r"\b(?:withdrawn|retracted)\b", re.IGNORECASE)
_LINKS_TO_CODE = ("github.com/", "gitlab.com/", "codeberg.org/", "huggingface.co/", "hf.co/")


class UpdateKind(StrEnum):
    """What can happen to a listed paper."""

    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    CODE_RELEASED = "code released"
    TITLE_CHANGED = "title changed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where it says so, in its own words."""

    where: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A change that an entry may want: `value` is the venue, link or title to write."""

    kind: UpdateKind
    value: str
    evidence: tuple[Evidence, ...]

    @property
    def key(self) -> str:
        """What two updates of one entry share when a person would call them the same."""
        value = link_key(self.value) if self.kind is UpdateKind.CODE_RELEASED else title_key(self.value)
        return f"{self.kind}:{value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAs:
    """What a list's entry says about a paper today; `text` is the whole of it."""

    title: str
    venue: str = ""
    links: tuple[str, ...] = ()
    text: str = ""


def decide_updates(
    record: PaperRecord,
    listed: ListedAs,
    *,
    former_titles: Collection[str] = (),
    is_withdrawn: bool = False,
    seen: Collection[str] = (),
) -> tuple[Update, ...]:
    """Decide what has happened to a paper that its entry does not say.

    `former_titles` are those of its earlier versions; `is_withdrawn` is what a source that knows says (the
    query interface does not); `seen` are the keys of updates that were offered before.
    """
    found = (
        None if _is_marked(listed) else _withdrawn(record, is_withdrawn=is_withdrawn),
        _published(record, listed),
        _code_released(record, listed),
        _title_changed(record, listed, former_titles),
    )
    return tuple(u for u in found if u is not None and u.key not in seen)


def says_so(update_kind: UpdateKind, value: str, listed: ListedAs) -> bool:
    """Whether an entry says by now what an update wanted it to say."""
    if update_kind is UpdateKind.WITHDRAWN:
        return _is_marked(listed)
    if update_kind is UpdateKind.PUBLISHED:
        return _names_venue(value, listed)
    if update_kind is UpdateKind.CODE_RELEASED:
        return link_key(value) in {link_key(link) for link in listed.links}
    return title_key(listed.title) == title_key(value)


def withdrawal_quote(text: str) -> str | None:
    """Return the sentence that says that the paper was withdrawn from arXiv, if one does."""
    for sentence in re.split(r"(?<=[.;!])\s+", text):
        if re.search(r"\b(?:not|never)\s+(?:been\s+)?withdrawn", sentence, re.IGNORECASE):
            continue
        if _WITHDRAWN.search(sentence) and not _ELSEWHERE.search(sentence):
            return _shortened(sentence)
    return None


def _withdrawn(record: PaperRecord, *, is_withdrawn: bool) -> Update | None:
    texts = (("comment", record.comment or ""), ("abstract", record.abstract[:_LONGEST_QUOTE]))
    quotes = [Evidence(where, quote) for where, text in texts if (quote := withdrawal_quote(text))]
    if is_withdrawn and not quotes:
        said = _shortened(record.comment or "no reason given")
        quotes = [Evidence(f"version {record.version} without text", said)]
    if not quotes:
        return None
    return Update(kind=UpdateKind.WITHDRAWN, value="", evidence=tuple(quotes))


def _published(record: PaperRecord, listed: ListedAs) -> Update | None:
    signs = list(venue_signs(record))
    named = [s for s in signs if s.venue]
    if not named or any(_names_venue(s.venue, listed) for s in named):
        return None
    shortest = min((s for s in named if s.is_stated == named[0].is_stated), key=_length)
    evidence = tuple(Evidence(s.where, _shortened(s.quote)) for s in signs)
    return Update(kind=UpdateKind.PUBLISHED, value=shortest.venue, evidence=evidence)


def _code_released(record: PaperRecord, listed: ListedAs) -> Update | None:
    there = {link_key(link) for link in listed.links}
    if any(marker in link for link in there for marker in _LINKS_TO_CODE):
        return None
    new = [sign for sign in code_signs(record) if link_key(sign.url) not in there]
    if not new or (there and not new[0].is_repository and _has_page(there)):
        return None
    best = new[0]
    evidence = tuple(Evidence(s.where, _shortened(s.quote)) for s in new if s.url == best.url)
    return Update(kind=UpdateKind.CODE_RELEASED, value=best.url, evidence=evidence[:1])


def _title_changed(record: PaperRecord, listed: ListedAs, former_titles: Collection[str]) -> Update | None:
    written = title_key(listed.title)
    former = next((t for t in former_titles if title_key(t) == written), None)
    if former is None or title_key(record.title) == written:
        return None
    evidence = (Evidence("earlier version", former), Evidence(f"version {record.version}", record.title))
    return Update(kind=UpdateKind.TITLE_CHANGED, value=record.title, evidence=evidence)


def _is_marked(listed: ListedAs) -> bool:
    """Whether an entry says of its paper that it was withdrawn, outside of its title."""
    return _MARKED.search(listed.text.replace(listed.title, " ")) is not None


def _names_venue(said: str, listed: ListedAs) -> bool:
    """Whether an entry names a venue, where it has its venue or in some other place of its text."""
    if _is_same_venue(said, listed.venue):
        return True
    words = _venue_words(said)
    names = sorted(w for w in words if w.isalpha())
    years = [w for w in words if w.isdecimal()]
    if len(names) != 1:
        return False
    year = rf"(?:20)?{years[0]}(?!\d)" if years else ""
    name = rf"(?<![a-z]){re.escape(names[0])}(?![a-z])"
    either = rf"{name}[\W_]{{0,3}}{year}|(?<!\d){year}[\W_]{{0,3}}{name}"
    return re.search(either, listed.text.replace(listed.title, " "), re.IGNORECASE) is not None


def _is_same_venue(said: str, written: str) -> bool:
    """Whether an entry's venue text names what the paper says; years may be short ("'24")."""
    if not written.strip():
        return False
    ours, theirs = _venue_words(said), _venue_words(written)
    return bool(theirs) and (theirs <= ours or ours <= theirs)


def _venue_words(text: str) -> frozenset[str]:
    plain = re.sub(r"(?<!\d)(?:20)?(\d\d)(?!\d)", r" \1 ", text.casefold())
    words = re.findall(r"[a-z]+|\d+", plain)
    noise = {"the", "of", "on", "in", "oral", "poster", "spotlight", "highlight", "ieee", "cvf", "acm"}
    return frozenset(w for w in words if w not in noise)


def _has_page(links: Collection[str]) -> bool:
    return any(link.split("/", 1)[0].endswith((".github.io", ".gitlab.io")) for link in links)


def _length(sign: VenueSign) -> int:
    return len(sign.venue)


def _shortened(quote: str) -> str:
    plain = " ".join(quote.split())
    return plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1].rstrip() + "…"
