"""The habits of a list, learned from its file and its past, in words that a maintainer understands."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from service.lists.placing.features import Features, features_of
from service.lists.placing.habits import Habits
from service.lists.placing.openings import dated_sections, opens_more
from service.lists.placing.orders import Surroundings, counting
from service.lists.placing.past import PastAddition
from service.lists.placing.place import choose_rules
from service.lists.placing.rhythm import blank_lines
from service.lists.placing.rules import Rule
from service.lists.reading.blocks import Kind
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.institutions import columns_of_institutions
from service.lists.reading.names import is_shortened
from service.lists.reading.outline import path_key
from service.lists.reading.parts import Column, Field, column_of
from service.lists.reading.venues import find_venue
from service.lists.writing.templates import Stock

_ENOUGH_TAILS = 3
_TRIED = 60  # papers that are put again to see whether an order fits
_FEW = 0.05  # share of entries below which something is no habit
_INSTITUTION = "their institution"
_ELSEWHERE, _UNNAMED = "to other sites than arXiv", "as a badge or an address"
_NUMBERED = re.compile(r"\s*(?:#{1,6}\s+)?(\d+)[.)](?!\d)")


def learn_habits(document: ListDocument, history: Sequence[PastAddition] = ()) -> Habits:
    """Return how the list is kept; `order` holds the rule that explains each section best."""
    order: dict[str, str] = {}
    around = Surroundings(document)
    for index, region in enumerate(document.regions):
        listed = document.main_part(index)
        if listed:
            features = [features_of(e) for e in listed]
            rules = choose_rules(features, history, path_key(region.path), around=around)
            order[" > ".join(region.path)] = rules[0].name
    return Habits(order=_shared(order), words=dict(_words(document, history, order)))


def _shared(order: dict[str, str]) -> dict[str, str]:
    """Say the commonest rule once for all sections."""
    if not order:
        return {}
    common = Counter(order.values()).most_common(1)[0][0]
    return {"*": common, **{k: v for k, v in order.items() if v != common}}


def _words(
    document: ListDocument, history: Sequence[PastAddition], order: dict[str, str]
) -> Iterator[tuple[str, str]]:
    entries = document.entries
    if not entries:
        return
    yield "entries", _kinds(entries)
    if order:
        yield "order", _order_words(document, history)
    yield from _field_words(entries)
    yield from _tag_order(entries)
    yield "blank lines", _rhythm(document)
    yield "line ending", "CRLF" if document.eol == b"\r\n" else "LF"
    yield from _number_words(entries)
    dated = dated_sections(document)
    if opens_more(dated):
        yield (
            "new sections",
            f"one for each date, like {document.regions[dated[0].region].path[-1]!r}; opened when needed",
        )
    yield from _unknown_words(document)
    yield from _elsewhere_words(document)


def _number_words(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    numbers = [int(m[1]) for e in entries if (m := _NUMBERED.match(e.reading.text))]
    if len(numbers) > 1 and set(numbers) == {1}:
        yield "numbers", "each entry has the number 1, and so has a new one; Markdown counts on by itself"
    elif numbers:
        yield "numbers", "entries are numbered; a new one takes the number after the one above it"


def _kinds(entries: Sequence[Entry]) -> str:
    names = {
        Kind.ROW: "table rows",
        Kind.ITEM: "list items",
        Kind.PARAGRAPH: "paragraphs",
        Kind.HEADING: "headings",
    }
    seen = Counter("table rows" if _is_html_row(e) else names[e.block.kind] for e in entries)
    lines = Counter(e.last_line - e.first_line + 1 for e in entries).most_common(1)[0][0]
    return (
        ", ".join(f"{n} {kind if n > 1 else kind[:-1]}" for kind, n in seen.most_common())
        + f"; mostly {lines} line{'s' * (lines > 1)} each"
    )


def _is_html_row(entry: Entry) -> bool:
    return entry.reading.text.lstrip()[:3].casefold() == "<tr"


def _order_words(document: ListDocument, history: Sequence[PastAddition]) -> str:
    largest = max(range(len(document.regions)), key=lambda i: len(document.section(i)))
    listed = [features_of(e) for e in document.main_part(largest)]
    path = path_key(document.regions[largest].path)
    rule = choose_rules(listed, history, path, around=Surroundings(document))[0]
    if history:
        return f"{rule.words} (from {len(history)} past additions)"
    return f"{rule.words} (from the order of the file alone{_fit(rule, listed)})"


def _fit(rule: Rule, listed: Sequence[Features]) -> str:
    """Say how many papers of a section stand where the rule would put them again, of at most so many."""
    tried = range(len(listed))[:_TRIED]
    if len(tried) < _ENOUGH_TAILS:
        return ""
    if counting(listed) is not None:
        return ", whose entries count on"
    if rule.name in ("top", "bottom"):
        return "; a guess: its papers stand in no plain order"
    right = sum(_stands_right(rule, listed, i) for i in tried)
    few = "; a guess: no order is plain" if right * 2 < len(tried) else ""
    return f", which puts {right} of {len(tried)} papers where they stand{few}"


def _stands_right(rule: Rule, listed: Sequence[Features], at: int) -> bool:
    """Whether the rule would put a paper where it stands, or elsewhere among its equals."""
    others = [*listed[:at], *listed[at + 1 :]]
    gap = rule.decide(others, listed[at], None)
    if gap is None or gap == at:
        return gap == at
    value = rule.name.partition("-")[0]
    own = getattr(listed[at], value, None)
    return own is not None and all(
        getattr(f, value) in (None, own) for f in others[min(at, gap) : max(at, gap)]
    )


def _field_words(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    are_institutions = bool(columns_of_institutions([e.reading for e in entries]))
    values: dict[str, Sequence[str | _Form]] = {
        "paper link": [_link_form(u) for e in entries if (u := e.reading.first(Field.URL))],
        "authors": [
            _Form(_INSTITUTION, e.authors_text) if are_institutions else _author_form(e)
            for e in entries
            if e.authors_text
        ],
        "date": [_Form(_date_form(e.date_text), e.date_text) for e in entries if e.date_text],
        "venue": [_Form(_venue_form(e.venue), e.venue) for e in entries if e.venue],
        "code": [_Form(said.casefold(), said) for e in entries if (said := _code_label(e))],
    }
    for name, seen in values.items():
        share = len(seen) / len(entries)
        if share < _FEW:
            continue
        common, count = Counter(_Form.of(v).form for v in seen).most_common(1)[0]
        shown = next(_Form.of(v).shown for v in seen if _Form.of(v).form == common)
        how = shown if shown in (_ELSEWHERE, _UNNAMED) else f"{'as' if shown == common else 'like'} {shown!r}"
        how = f"as {common}, {how}" if common == _INSTITUTION else how
        mostly = "mostly" if 2 * count > len(seen) else "most often"
        yield name, f"in {share:.0%} of entries, {mostly} {how} ({count / len(seen):.0%} of those)"


class _Form(NamedTuple):
    """How a value is written, and one that is written so."""

    form: str
    shown: str

    @classmethod
    def of(cls, value: "str | _Form") -> "_Form":
        """Take words that are their own example."""
        return cls(value, value) if isinstance(value, str) else value


def _date_form(text: str) -> str:
    """Return a date's form: digits and names of months are all one, and a month's length with them."""
    plain = re.sub(r"(?i)\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b\.?", "Mon", text)
    plain = re.sub(
        r"(?i)\b(january|february|march|april|august|september|october|november|december)\b", "Month", plain
    )
    return re.sub(r"(?<!\d)\d{1,2}(?!\d)", "99", re.sub(r"\d{4}", "9999", plain))


def _code_label(entry: Entry) -> str:
    """Return what the first link to code is called; a badge or a bare address has no name."""
    part = next((p for p in entry.reading.parts() if p.role == "code"), None)
    if part is None:
        return ""
    label = re.sub(r"[*_`\[\]]", "", part.label).strip()
    return label if label and "http" not in label and "!" not in label else _UNNAMED


def _tag_order(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    tails = [
        [e.reading.value(s) for p in e.reading.parts() if p.role == "tail" for s in p.slots] for e in entries
    ]
    several = [words for words in tails if len(words) > 1]
    if len(several) >= _ENOUGH_TAILS:
        ordered = sum(words == sorted(words, key=str.casefold) for words in several)
        yield "tag order", f"alphabetical in {ordered / len(several):.0%} of the entries with several tags"


def _link_form(url: str) -> str:
    found = re.search(r"arxiv\.org/+(abs|pdf|html)/.*?(\.pdf)?$", url)
    return f"arxiv.org/{found[1]}/ID{found[2] or ''}" if found else _ELSEWHERE


def _author_form(entry: Entry) -> str:
    is_cut = is_shortened(entry.authors_text or "")
    return f"first {len(entry.authors)} and et al." if is_cut else "all authors"


def _venue_form(text: str) -> str:
    found = find_venue(text)
    return re.sub(r"\d", "9", found.spelled.replace(found.name, "NAME")) if found else "free text"


def _rhythm(document: ListDocument) -> str:
    seen = Counter(
        blank_lines(document, i, len(document.section(i)) // 2)
        for i in range(len(document.regions))
        if len(document.section(i)) > 1
    )
    count = seen.most_common(1)[0][0] if seen else 0
    return f"{count or 'no'} blank line{'s' * (count != 1)} between entries"


def _unknown_words(document: ListDocument) -> Iterator[tuple[str, str]]:
    stock = Stock(document)
    columns = {c.header: t.entry.region for t in stock.templates for c in t.reading.cells if c.header}
    told: set[str] = set()
    for column, region in columns.items():
        if column_of(column) is Column.TITLE or column.casefold() in told:
            continue
        told.add(column.casefold())
        blank = stock.blanks.own(column, region)
        if blank is not None:
            yield f"unknown {column}", f"written as {blank.strip()!r}" if blank.strip() else "left empty"


def _elsewhere_words(document: ListDocument) -> Iterator[tuple[str, str]]:
    seen: dict[str, set[int]] = {}
    for entry in document.entries:
        seen.setdefault(entry.key, set()).add(entry.region)
    repeated = sum(len(regions) > 1 for regions in seen.values())
    if repeated >= max(2, _FEW * len(seen)):
        yield "several places", f"{repeated} papers stand in more than one section"
