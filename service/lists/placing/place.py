"""Which gap of a section a new entry belongs to: rules scored on past additions, else on the file's order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise

from service.lists.placing.features import Features
from service.lists.placing.kept_orders import falling_dates, falling_days, falling_years, keeps, keeps_year
from service.lists.placing.orders import Surroundings, by_year, counting, is_alphabetical, order_of, steps_of
from service.lists.placing.past import PastAddition, is_telling
from service.lists.placing.rules import BY_NAME, RULES, Rule

_DECAY = 0.96  # weight of an addition against the one after it
_SAME_SECTION = 4.0
_SAME_LINKS = 2.0
_SAME_AGE = 3.0
_ENOUGH_HISTORY = 0.5  # weight of past additions from which they alone decide
_SORTED = 0.62  # share of neighbours in order from which a section counts as sorted
_ENOUGH_STEPS = 6  # in other sections, which take more to convince
_SORTED_ELSEWHERE = 0.75
_BY_TITLE = BY_NAME["title-asc-below-bottom"]


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How often a rule would have found the place of a past addition, between 0 and 1."""

    rule: Rule
    score: float
    seen: int


def score_rules(
    history: Sequence[PastAddition],
    path: tuple[str, ...] | None = None,
    like: Features | None = None,
    *,
    late: bool = False,
) -> list[RuleScore]:
    """Score every rule on past additions, newest first, the best rule in front.

    Additions to the same section weigh more, and so do those of a paper like the new one; others count too:
    a small section inherits the list's habit.
    """
    telling = [(age, a) for age, a in enumerate(history) if is_telling(a)]
    hits, total = dict.fromkeys(BY_NAME, 0.0), 0.0
    for rank, (age, addition) in enumerate(telling):
        weight = _DECAY**rank * _weight(addition, path, like, late=late)
        total += weight
        for name in _right_rules(addition, last_in(addition.before, history[age + 1 :])):
            hits[name] += weight
    if total == 0:
        return []
    scores = [RuleScore(BY_NAME[name], hit / total, len(telling)) for name, hit in hits.items()]
    return sorted(scores, key=lambda s: -s.score)


def _weight(
    addition: PastAddition, path: tuple[str, ...] | None, like: Features | None, *, late: bool
) -> float:
    weight = _SAME_SECTION if addition.section == path else 1.0
    if like is not None:
        weight *= _SAME_LINKS if addition.entry.links == like.links else 1.0
        weight *= _SAME_AGE if is_late(addition.before, addition.entry) == late else 1.0
    return weight


@lru_cache(maxsize=4096)
def _right_rules(addition: PastAddition, last: str | None) -> tuple[str, ...]:
    return tuple(r.name for r in RULES if r.decide(addition.before, addition.entry, last) == addition.gap)


def last_in(section: Sequence[Features], history: Sequence[PastAddition]) -> str | None:
    """Return the key of the paper that was last added to this section."""
    keys = {f.key for f in section}
    return next((a.entry.key for a in history if a.entry.key in keys), None)


def is_late(section: Sequence[Features], new: Features) -> bool:
    """Whether the paper is of the section's newest year or later."""
    years = [f.year for f in section if f.year]
    return bool(years) and new.year is not None and new.year >= max(years)


def choose_gap(
    section: Sequence[Features],
    new: Features,
    history: Sequence[PastAddition],
    path: tuple[str, ...],
    rule_name: str | None = None,
    around: Surroundings | None = None,
) -> tuple[int, Rule]:
    """Return the gap for the new entry and the rule that chose it; `around` is the section's whole list.

    Where all of it stands in the order of days, the best rule that does not break that decides; so it does
    in the order of years, unless the paper goes to an end.
    """
    last, new = last_in(section, history), _as_listed(new, section)
    if rule_name and rule_name in BY_NAME:
        given = BY_NAME[rule_name].decide(section, new, last)
        if given is not None:
            return given, BY_NAME[rule_name]
    rules = choose_rules(section, history, path, new, around)
    if rules[0].decide(section, new, last) is None:
        rules = [*_where_silent(rules[0], history, path, new, section), *rules]
    found = ((gap, rule) for rule in rules if (gap := rule.decide(section, new, last)) is not None)
    best = next(found, (len(section), BY_NAME["bottom"]))
    falling = falling_dates(section, new, history)
    if falling is None and around:
        falling = falling_days(steps_of(section), around.steps, history)
    is_kept = partial(keeps, section, new, falling=falling) if falling is not None else None
    is_inside = 0 < best[0] < len(section)  # at an end it was put on purpose
    if falling is None and is_inside and (by_years := falling_years(section, history)) is not None:
        is_kept = partial(keeps_year, section, new, falling=by_years)
    if is_kept is None or is_kept(best[0]):
        return best
    return next((other for other in found if is_kept(other[0])), best)


def _as_listed(new: Features, section: Sequence[Features]) -> Features:
    """Say of the paper what the section's papers say: the month alone, the preprint server as a venue."""
    days = [f.day for f in section if f.day]
    if new.month and 2 * sum(day[2] == 0 for day in days) > len(days):
        new = replace(new, day=(*new.month, 0))
    if not new.venue and not new.is_published:
        servers = Counter(f.venue for f in section if not f.is_published)
        new = replace(new, venue=servers.most_common(1)[0][0]) if servers else new
    return new


def _where_silent(
    silent: Rule,
    history: Sequence[PastAddition],
    path: tuple[str, ...],
    new: Features,
    section: Sequence[Features],
) -> list[Rule]:
    """Return what explains the past papers on which a rule had no answer (a venue's first), best first.

    Of rules that explain as many of them, the one that explains more of all the others.
    """
    alike = [
        addition
        for age, addition in enumerate(history)
        if silent.decide(addition.before, addition.entry, last_in(addition.before, history[age + 1 :]))
        is None
    ]
    late = is_late(section, new)
    usual = {s.rule: s.score for s in score_rules(history, path, new, late=late)}
    found = [s for s in score_rules(alike, path, new, late=late) if s.score > 0]
    return [s.rule for s in sorted(found, key=lambda s: (-s.score, -usual[s.rule]))]


def choose_rules(
    section: Sequence[Features],
    history: Sequence[PastAddition],
    path: tuple[str, ...],
    new: Features | None = None,
    around: Surroundings | None = None,
) -> list[Rule]:
    """Return the rules for a section, best first: those that explain its past, then those of its order.

    What the rest of the list shows counts only if there is no past, unless all of it goes by title.
    """
    scores = score_rules(history, path, new, late=new is not None and is_late(section, new))
    weight = sum(_DECAY**i for i in range(scores[0].seen)) if scores else 0.0
    learned = [s.rule for s in scores if s.score > 0] if weight >= _ENOUGH_HISTORY else []
    if around is not None and is_alphabetical(steps_of(section), around.steps):
        best = [s.rule for s in scores if s.score == scores[0].score] if learned else [_BY_TITLE]
        learned = [*(rule for rule in best if rule is _BY_TITLE), *learned]
    return [*learned, *file_rules(section, None if history else around)]


def file_rules(section: Sequence[Features], around: Surroundings | None = None) -> list[Rule]:
    """Guess from the order of the file alone: by title, number or date, else where the others grow.

    Where that tells nothing either, new papers go to the bottom.
    """
    if (end := counting(section)) is not None:
        return [end]
    steps = steps_of(section)
    if is_alphabetical(steps, around.steps if around else steps):
        return [_BY_TITLE]
    own = order_of(steps)
    if own is not None and own.share >= _SORTED:
        return [own.rule, *by_year(own, steps), own.edge]
    usual = order_of(around.steps - steps, least=_ENOUGH_STEPS) if around else None
    if usual is not None and usual.share >= _SORTED_ELSEWHERE:
        return [usual.edge] if own else [usual.rule, usual.edge]
    years = [(a, b) for a, b in pairwise(around.years) if a != b] if around else []
    is_newest_first = bool(years) and all(a > b for a, b in years)
    return [BY_NAME["top" if is_newest_first else "bottom"]]
