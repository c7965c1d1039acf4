"""Words that a list's papers share, as an arXiv query, with its recall on them and what else it lets in."""

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import prod

from service.lists.onboarding.common_words import SHARES

Term = tuple[str, ...]  # words and phrases that a paper must have together

_MOST = 40  # terms; a longer query is slow and hard to look over
_WANTED = 0.97  # share of the papers from which another term is not worth it
_LEAST = 0.005  # of the list's papers, for a term to be more than chance
_NEARLY_ALL = 0.9  # of the papers, whose categories tell the fewest that all are in
_USUAL = 0.2  # of the papers, for a category where few papers are known
_SHARED = 2  # papers that share a term; only of a single one there is no more
_PAIRED = 40  # words that are tried two by two
_PRICE = 0.5  # one per cent of all papers let in costs as much as so many per cent of the list's
_PRICE_UNSEEN = 1.0  # the same where only titles are known: their abstracts say more, and need fewer words
_DEAR = (1, 2, 4, 8, 16)  # times the price at which terms are chosen; the best of all choices is taken
_LEAST_SHARE = 0.0005  # of all papers, for words that were never seen elsewhere
_RARE_SHARE = 0.005  # of all papers, for words that are not among the common ones
_STOP = frozenset(
    "a an the of for in on with and to via from by is are as at be or it its this that we our can not "  # noqa: SIM905 - a list of literals is unreadable
    "into towards toward using based without through how what why do does your you all more less new "
    "novel method methods approach framework paper which these such have been has show than their also "
    "propose proposed while both however results work two one first most other any but due end few may non "
    "off out per pre set top use was way yet".split()
)


@dataclass(frozen=True, slots=True)
class Query:
    """Terms of which a paper must have one, in one of the categories.

    `recall` is the share of the listed papers that meet it, `passed` that of other papers, if any are known.
    """

    terms: tuple[Term, ...]
    categories: tuple[str, ...]
    recall: float
    passed: float | None = None

    @property
    def expected(self) -> float:
        """The share of all papers in computing that should meet it, by how common its words are."""
        return 1 - prod(1 - _usual_share(term) for term in self.terms)

    def search_query(self) -> str:
        """Return the query in arXiv's syntax, with explicit operators and quotes; empty without terms."""
        named = " OR ".join(f"cat:{c}" for c in self.categories)
        said = " OR ".join(_said(term) for term in self.terms)
        return f"({named}) AND ({said})" if named and said else said


def choose_query(
    titles: Sequence[str],
    *,
    abstracts: Sequence[str] = (),
    categories: Sequence[Sequence[str]] = (),
    background: Sequence[str] = (),
) -> Query:
    """Choose terms one by one: each recalls most papers for what it lets through besides.

    Terms are words of titles; abstracts have too many words that some papers share by chance. `abstracts`
    and `categories` are those of the same papers, where they are known; `background` are texts of others.
    """
    texts = [f"{t} {a}" for t, a in zip(titles, abstracts, strict=True)] if abstracts else titles
    bags, other = [_words(text) for text in texts], [_words(text) for text in background]
    terms = _terms([_words(title) for title in titles], with_pairs=bool(other))
    found = _Found(len(bags), len(other), _index(bags, terms), _index(other, terms))
    tried = [_chosen(found, terms, dear) for dear in _DEAR]
    chosen = max(tried, key=lambda some: (_worth(found, some), -len(some)))
    left = set(range(len(bags))).difference(*(found.holders[t] for t in chosen))
    reached = set[int]().union(*(found.passing[t] for t in chosen))
    told = [names for names in categories if names]
    is_whole = len(told) >= _NEARLY_ALL * len(categories)
    named = _shared_categories(told) if is_whole else usual_categories(told)
    outside = {i for i, names in enumerate(categories) if names and not set(names) & set(named)}
    meets = len(bags) - len(left | outside)
    recall = meets / len(bags) if bags else 0.0
    return Query(tuple(chosen), named, recall, len(reached) / len(other) if other else None)


@dataclass(frozen=True, slots=True)
class _Found:
    """Which of the list's papers, and which others, have which terms."""

    total: int
    others: int
    holders: Mapping[Term, set[int]]
    passing: Mapping[Term, set[int]]


def _chosen(found: _Found, terms: Sequence[Term], dear: float) -> tuple[Term, ...]:
    """Choose terms one by one, what they let in being so much dearer: then narrow ones come first."""
    left, reached = set(range(found.total)), set[int]()
    chosen: list[Term] = []
    while len(chosen) < _MOST and len(left) > (1 - _WANTED) * found.total:
        gains = {t: _gain(t, found, found.holders[t] & left, reached, dear) for t in terms}
        best = max(gains, key=lambda t: (gains[t], t), default=None)
        if best is None or gains[best] <= 0:
            break
        chosen.append(best)
        left -= found.holders[best]
        reached |= found.passing[best]
    return tuple(chosen)


def _worth(found: _Found, chosen: Sequence[Term]) -> float:
    """What terms are worth together: the share of the list that has one, less what they let in."""
    recalled = set[int]().union(*(found.holders[t] for t in chosen))
    reached = set[int]().union(*(found.passing[t] for t in chosen))
    share = len(reached) / found.others if found.others else 1 - prod(1 - _usual_share(t) for t in chosen)
    return len(recalled) / max(1, found.total) - _price(found) * share


def _price(found: _Found) -> float:
    return _PRICE if found.others else _PRICE_UNSEEN


def usual_categories(categories: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the categories that a fifth of some papers are in, commonest first; `categories` are of each."""
    seen = Counter(name for names in categories for name in sorted(set(names)))
    return tuple(n for n, count in seen.most_common() if count >= max(_SHARED, _USUAL * len(categories)))


def _gain(term: Term, found: _Found, added: set[int], reached: set[int], dear: float) -> float:
    """What a term is worth: the share of the list that it adds, less the price of what it lets in."""
    if len(added) < max(min(_SHARED, found.total), _LEAST * found.total):
        return 0.0
    let_in = found.passing[term] - reached
    share = len(let_in) / found.others if found.others else _usual_share(term)
    return len(added) / found.total - dear * _price(found) * max(share, _LEAST_SHARE)


def _usual_share(term: Term) -> float:
    """How many papers have a term, as far as it can be told from its words alone."""
    return min(SHARES.get(word, _RARE_SHARE) for word in term)


def _terms(titles: Sequence[frozenset[str]], *, with_pairs: bool) -> list[Term]:
    """Return the words and phrases that several titles share, and the commonest words two by two."""
    seen = Counter(word for title in titles for word in title)
    found: list[Term] = [(word,) for word, count in seen.items() if count >= min(_SHARED, len(titles))]
    usual = Counter({word: count for word, count in seen.items() if " " not in word})
    words = sorted(word for word, _ in usual.most_common(_PAIRED))
    return found + list(combinations(words, 2)) if with_pairs else found


def _index(bags: Sequence[frozenset[str]], terms: Sequence[Term]) -> dict[Term, set[int]]:
    """Return which texts have which terms."""
    by_word: dict[str, set[int]] = {word: set() for term in terms for word in term}
    for at, bag in enumerate(bags):
        for word in bag & by_word.keys():
            by_word[word].add(at)
    return {term: set.intersection(*(by_word[word] for word in term)) for term in terms}


def _shared_categories(categories: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the fewest categories that nearly all papers are in."""
    left = [set(names) for names in categories if names]
    total, chosen = len(left), list[str]()
    while left and len(left) > 0.01 * total:
        name, count = Counter(n for names in left for n in sorted(names)).most_common(1)[0]
        if count < 2 and chosen:  # noqa: PLR2004 - the category of a single paper
            break
        chosen.append(name)
        left = [names for names in left if name not in names]
    return tuple(chosen)


def _said(term: Term) -> str:
    said = " AND ".join(f'all:"{w}"' if " " in w else f"all:{w}" for w in term)
    return f"({said})" if len(term) > 1 else said


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z][a-z0-9]+", html.unescape(text).casefold())
    single = {w for w in words if w not in _STOP and len(w) > 2}  # noqa: PLR2004 - shorter words are in every title
    double = {f"{a} {b}" for a, b in pairwise(words) if a not in _STOP and b not in _STOP}
    return frozenset(single | double)
