"""Which entry to clone: the one that shows the same facts, in the commonest shape around the place."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from service.lists.reading.labelled_lines import LINE
from service.lists.reading.labelled_tails import is_tail
from service.lists.reading.labels import Role, is_generic, role_of, words
from service.lists.reading.list_words import LEAD
from service.lists.reading.own_names import leading_name, links_name
from service.lists.reading.parts import Cell, Column, Field, Slot, column_of
from service.lists.reading.pictures import OWN_FIGURE
from service.lists.reading.urls import arxiv_id, is_paper, repository
from service.lists.writing.joining import is_balanced
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.remarks import find_remarks, ornaments
from service.lists.writing.shares import FEW, Shares, labels_paper
from service.lists.writing.templates import Stock, Template
from service.lists.writing.venue_badges import VENUE_BADGES

_OTHER_SECTION = 0.8  # cost of a template from elsewhere
_OTHER_TABLE = 6.0
_OTHER_COLUMNS = 1000.0  # no model: such a row only shows how its single parts are written
_NEAR = 6.0  # entries over which a neighbour's weight falls to a third
_LAST = 2.0  # weight of what was added to the section last
_BEFORE = 0.6  # of that, each addition before it
_FAR = 12.0  # entries over which such a weight falls to a third
_SAME_SECTION = 0.02  # weight of an entry however far away
_ELSEWHERE = 0.01
_ODDITY = 0.3  # cost of a spelling that is e times rarer than the commonest
_HARDLY_EVER = 0.05  # weight that is added to every spelling, so that one seen once is not infinitely likely
_CLOSER = 0.05
_UNSTOPPED = 0.6  # a title that ends with a question mark often has no full stop behind it
_WORDS = ("text", LEAD, "figure", OWN_FIGURE)
_ALWAYS = 0.9
_PLACES = ("before_title", "after_title", "tail")
_UNLINKED = 4.0  # cost of a link that would have to be taken from around the title
_UNLABELLED = 2.0  # cost of having no label for the paper, where nearly all have one
_LOST_MARK = 3.0  # cost of an emoji that was given and that the template has not
_SLIP = 1.5  # cost of a bracket without its partner
_LOST = 1.5  # authors have no place in an entry without them, while what is not known is taken out
_NO_CELL = 2.0  # cost of a row that ends before a cell that the paper would fill
_UNFILLED = 0.5  # cost of a link that leads nowhere yet, `[github]()`, and of an empty column for a venue
_UNNAMED = 2.0  # cost of a column that has the names as links, and is empty
_REMARK = 2.5  # cost of a word that was said of another paper
_EMPTY_LINK = re.compile(r"\[([^\[\]]{1,40})\]\(\)")


def ranked(
    stock: Stock, entry: NewEntry, wanted: dict[str, list[str]], region: int, gap: int, recent: Sequence[str]
) -> Iterator[Template]:
    """Return templates, best first: fewest facts to take out or put in, then the commonest shape near by."""
    main = {e.first_line for e in stock.document.main_part(region)}
    home = [t for t in stock.templates if t.entry.region == region and t.entry.first_line in main]
    model = home[min(gap, len(home) - 1)] if home else None
    pool = [t for t in stock.templates if model is None or t.entry.block.kind is model.entry.block.kind]
    share = Shares(home if len(home) > FEW else pool, pool)
    is_dated = ("venue", "date") not in stock.instead_of_venues and _are_dated(home)
    is_one = stock.venue_badges.is_only_one
    given = {t.at: _with_badge_of(t, wanted) if is_one else wanted for t in pool}
    dated = bool(entry.date_text) or is_dated or share.shows_dates(published=entry.is_published)
    costs = {
        t.at: _cost(t, entry, given[t.at], share, is_dated=dated) + _distance_cost(t, model, region)
        for t in pool
    }
    if (linked := stock.name_columns.linked) and leading_name(entry.title):
        costs = {t.at: costs[t.at] + _UNNAMED * len(_unnamed(t, linked)) for t in pool}
    first = home[0].at if home else 0
    newest = {text: rank for rank, text in reversed(list(enumerate(recent)))}
    oddity = _oddities(pool, costs, region, first + gap, newest)
    yield from sorted(pool, key=lambda t: costs[t.at] + oddity[t.at])


def has_columns_of(t: Template, model: Template) -> bool:
    """Whether the columns of a row hold what those of another do, whatever they are called."""
    return not t.headers or not model.headers or _columns(t.headers) == _columns(model.headers)


@lru_cache(maxsize=256)
def _columns(headers: tuple[str, ...]) -> tuple[str, ...]:
    kinds = ((column_of(h), h) for h in headers)
    return tuple(words(h) if kind is Column.OTHER else kind for kind, h in kinds)


def _ornament_cost(t: Template, entry: NewEntry, share: Shares) -> float:
    """A mark that few entries bear was given to that paper, not to the list; what is given counts most."""
    given = {mark for place in _PLACES for word in entry.tags.get(place, ()) for mark in ornaments(word)}
    usual = _ALWAYS if given else 1 / 2
    rare = {mark: _ALWAYS if mark in t.marks_of_title else usual for mark in t.ornaments - given}
    odd = [mark for mark, least in rare.items() if share.of_ornament(mark) < least]
    lost = [mark for mark in given - t.ornaments if share.of_ornament(mark) > 0]
    return min(2.0, 1.0 * len(odd) + len(lost)) + _LOST_MARK * sum(not mark.isalpha() for mark in lost)


def _oddities(
    pool: Sequence[Template], costs: dict[int, float], region: int, at: int, newest: dict[str, int]
) -> dict[int, float]:
    """Return how unusual each template's spellings are among like entries near by and the section's latest.

    Who keeps a list copies what was added last where the paper goes; what was added elsewhere says nothing.
    """
    least = min(costs.values(), default=0.0)
    added = [t for t in pool if t.entry.region == region and t.reading.text in newest]
    added.sort(key=lambda t: newest[t.reading.text])
    recent = {t.at: _LAST * _BEFORE**turn * math.exp(-abs(t.at - at) / _FAR) for turn, t in enumerate(added)}
    weights: dict[int, float] = {}
    total: dict[tuple[tuple[str, ...], str], float] = defaultdict(float)
    for t in pool:
        near = math.exp(-abs(t.at - at) / _NEAR) + _SAME_SECTION if t.entry.region == region else _ELSEWHERE
        weights[t.at] = near + recent.get(t.at, 0.0)
        like = weights[t.at] * math.exp(least - costs[t.at])
        for form in t.forms:
            total[form] += like
    most: dict[tuple[str, ...], float] = defaultdict(float)
    for (what, _), weight in total.items():
        most[what] = max(most[what], weight)
    odd = {}
    for t in pool:
        rarity = sum(
            math.log((most[what] + _HARDLY_EVER) / (total[what, how] + _HARDLY_EVER)) for what, how in t.forms
        )
        odd[t.at] = _ODDITY * rarity - _CLOSER * weights[t.at]
    return odd


def _distance_cost(template: Template, model: Template | None, region: int) -> float:
    if model is None:
        return 0.0
    other_table = template.headers != model.headers or template.entry.block.indent != model.entry.block.indent
    other_columns = not has_columns_of(template, model)
    return (
        _OTHER_SECTION * (template.entry.region != region)
        + _OTHER_TABLE * other_table
        + _OTHER_COLUMNS * other_columns
    )


def _are_dated(home: Sequence[Template]) -> bool:
    """Whether all entries of a section, few though they are, bear a date."""
    return len(home) > 1 and all("date" in t.facts for t in home)


def _cost(
    t: Template, entry: NewEntry, wanted: dict[str, list[str]], share: Shares, *, is_dated: bool
) -> float:
    return (
        sum(
            _fact_cost(name, name in t.facts, known, share, unknown)
            for name, known, unknown in _simple_facts(
                entry, is_page=bool(_pages(t, entry)), is_dated=is_dated
            )
        )
        + _venue_cost(t, entry, wanted, share)
        + _words_cost(t, _without_labels(t, entry, wanted), _given_columns(entry))
        + _NO_CELL * len(_missing_cells(t, entry))
        + _link_cost(t, entry)
        + _paper_cost(t, entry)
        + _UNLABELLED * (share.labels_papers and not labels_paper(t))
        + _ornament_cost(t, entry, share)
        + _UNSTOPPED * (_asks(t.entry.title) and not _asks(entry.title))
        + _SLIP * (not _is_whole(t.reading.text, t.entry.title))
        + _UNFILLED * (entry.is_published and _leaves_venue_empty(t))
        + _UNFILLED * any(is_generic(label) for label in _EMPTY_LINK.findall(t.reading.text))
        + _REMARK * len(t.remarks - find_remarks(entry.venue or ""))
    )


def _given_columns(entry: NewEntry) -> frozenset[str]:
    """Return the columns, in small letters, whose cells were given as a whole."""
    names = (name.removeprefix("cell:") for name in entry.tags if name.startswith("cell:"))
    return frozenset(name.casefold().strip() for name in names)


def _missing_cells(t: Template, entry: NewEntry) -> set[str]:
    """Return the columns that a row, being shorter than its header, has no cell for, though the paper has."""
    there = {cell.header.casefold() for cell in t.reading.cells}
    known = {Role.CODE: entry.code_url, Role.PROJECT: entry.project_url}
    lacking = {header for h in t.headers if (header := h.casefold()) not in there}
    return {h for h in lacking if h in _given_columns(entry) or known.get(role_of(h, ""))}


def _leaves_venue_empty(t: Template) -> bool:
    """Whether a row has a column for the venue, and nothing in it."""
    return any(not c.parts and column_of(c.header) is Column.VENUE for c in t.reading.cells)


def _unnamed(t: Template, linked: Collection[str]) -> list[Cell]:
    """Return the cells of columns with linked names that have none."""
    name = leading_name(t.entry.title) or ""
    own = (cell for cell in t.reading.cells if cell.header.casefold().strip() in linked)
    return [cell for cell in own if not links_name(cell, name)]


@lru_cache(maxsize=16384)
def _is_whole(text: str, title: str) -> bool:
    return is_balanced(text.replace(title, ""))


def _asks(title: str) -> bool:
    return title.endswith(("?", "!"))


def _with_badge_of(t: Template, wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    """Take a given badge with a venue or month for one of the kind that the template has: it stands there."""
    given = next((role for role in VENUE_BADGES if role in wanted), None)
    shown = next((role for role in VENUE_BADGES if t.count(role)), None)
    if given is None or shown is None:
        return wanted
    return {shown if role == given else role: words for role, words in wanted.items()}


def _pages(t: Template, entry: NewEntry) -> set[str]:
    """Return the labels of given links that the template's project page bears: `demo`, on somebody's page."""
    shown = {words(p.label) for p in t.reading.parts() if p.role == "project"}
    return set() if entry.project_url else {label for label, _ in entry.links if words(label) in shown}


def _simple_facts(entry: NewEntry, *, is_page: bool, is_dated: bool) -> list[tuple[str, bool, float]]:
    return [
        ("authors", bool(entry.authors), 3.0),
        ("code", bool(entry.code_url), 3.0),
        ("repo", entry.repository is not None, 2.0),
        ("project", is_page or bool(entry.project_url), 3.0),
        ("date", entry.day is not None and is_dated, 2.0),
        ("id", entry.paper_id is not None, 3.0),
    ]


def _fact_cost(name: str, shown: bool, known: bool, share: Shares, cost: float) -> float:  # noqa: FBT001 - a truth table
    if shown == known:
        return 0.0
    lost = _LOST if name == "authors" else 1.0
    return cost if shown else lost * cost * min(1.0, 4 * share.of(name))


def _venue_cost(t: Template, entry: NewEntry, wanted: dict[str, list[str]], share: Shares) -> float:
    if any(role in wanted and t.count(role) for role in VENUE_BADGES):
        return 0.0  # the badge that was given stands where the template's does, whatever it says
    if entry.is_published:
        if "published" in t.facts:
            return 0.0
        return 1.0 if "preprint" in t.facts else 3.0 * min(1.0, 4 * share.of("published"))
    if "published" in t.facts:
        return 2.0
    return 1.5 if entry.venue and "preprint" not in t.facts else 0.0


def _without_labels(t: Template, entry: NewEntry, wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out the name of the work, where the template's link to the paper is called by it."""
    names = entry.tags.get("before_title", ())
    if not names or not t.reading.values(Field.NAME):
        return wanted
    return {role: left for role, said in wanted.items() if (left := [w for w in said if w not in names])}


def _words_cost(t: Template, wanted: dict[str, list[str]], columns: frozenset[str]) -> float:
    roles = {r for r in t.facts if r.startswith(("badge:", LINE)) or is_tail(r) or r in _WORDS}
    kept = (cell for cell in t.reading.cells if cell.header.casefold() not in columns)
    roles_shown, cost = Counter(part.role for cell in kept for part in cell.parts), 0.0
    for role in roles | set(wanted):
        if role in ("badge:arxiv", "badge:venue", "badge:preprint", "badge:date") and role not in wanted:
            continue
        shown, given = roles_shown[role], len(wanted.get(role, ()))
        cost += (1.2 if (shown == 0) != (given == 0) else 0.0) + min(1.2, 0.4 * abs(shown - given))
    return cost + 0.3 * ("details" in t.facts)


def _link_cost(t: Template, entry: NewEntry) -> float:
    taken = (entry.code_url, entry.project_url, entry.url)
    links = [(label, url) for label, url in entry.links if url not in taken]
    second = [label for label, url in links if is_paper(url) and role_of(label, url) is Role.PAPER]
    own = {*second, *_pages(t, entry)}
    given = {f"link:{words(label)}" for label, _ in links if label not in own}
    shown = {f for f in t.facts if f.startswith("link:")}
    papers = 1 + sum(is_paper(url) for _, url in links)
    missing = max(0, len(second) + 1 - len(t.reading.values(Field.URL)))
    codes = {(repository(c) or c).casefold() for c in t.reading.values(Field.CODE)}
    other_code = max(0, len(codes) - 1 - sum(role_of(label, url) is Role.CODE for label, url in links))
    surplus = max(0, t.paper_links - papers) + other_code
    return 1.5 * (len(shown - given) + len(given - shown) + surplus + missing)


def _paper_cost(t: Template, entry: NewEntry) -> float:
    """A paper elsewhere than on arXiv is often labelled otherwise; one that is nowhere has a plain title."""
    address = t.reading.first(Field.URL)
    if entry.paper_url is None and any(s.field is Field.URL and s.start < s.end for s in _title_slots(t)):
        return _UNLINKED
    if not address:
        return 2.0 if entry.paper_url else 0.0
    return 0.7 * ((arxiv_id(address) is not None) != (arxiv_id(entry.paper_url or "") is not None))


def _title_slots(t: Template) -> Iterator[Slot]:
    return (slot for part in t.reading.parts() if part.role == "title" for slot in part.slots)
