"""A stranger's list described: its facets, tags and spellings, what its papers share, what is unclear."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from service.lists.onboarding.found_facets import FoundFacet, find_facets
from service.lists.onboarding.phrases import Query, choose_query, usual_categories
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.generated import generated_by

_KNOWN_ENOUGH = 15  # papers with an abstract from which the query is chosen by them alone
_KNOWN_SHARE = 0.5
_SOME_KNOWN = 3  # papers that tell the categories, if nothing else
_SOME_RECALL = 0.9  # below it papers would be missed
_MANY_PASSED = 0.25  # of all papers; above it the query lets nearly everything through
_READMES = ("readme", "index")
_OWN_NAME = re.compile(
    r"\W*awesome\b|\W*\w+(?:-\w+)*-(?:papers?|lists?|surveys?|collection|resources)\W*\Z", re.IGNORECASE
)
_GUESSED = (
    "the query was chosen by titles alone and its categories {}: few of the listed papers are known yet; "
    "once they were crawled, `listkeeper lists add --anew` finds a better one"
)
_FEW_KNOWN = "the query rests on {} papers only: see whether it says what you would search for"
GUESSED_CATEGORIES = ("cs.CV", "cs.CL", "cs.LG", "cs.AI")


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """What a bibliographic source says of a listed paper."""

    title: str
    abstract: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What a catalog entry for the list would say, for a person to look over.

    `measured_on` says on which papers the query's recall was measured.
    """

    paths: tuple[str, ...]
    entries: int
    facets: tuple[FoundFacet, ...]
    query: Query
    measured_on: str = ""
    unsure: tuple[str, ...] = field(default=())


def describe(
    documents: Sequence[ListDocument],
    known: Mapping[str, KnownPaper] | None = None,
    background: Sequence[str] = (),
) -> Description:
    """Describe a list by its files.

    `known` are listed papers by arXiv id, `background` texts of papers that are not listed: with them the
    query is better, and its recall is measured on titles and abstracts.
    """
    holding = [d for d in documents if d.entries]
    entries = [e for d in holding for e in d.entries]
    facets, doubts = find_facets(entries, _names_of_the_list(holding))
    query, measured_on, query_doubts = _query(entries, known or {}, background)
    return Description(
        tuple(d.path for d in holding),
        len(entries),
        facets,
        query,
        measured_on,
        (*_doubts(documents, entries, facets), *doubts, *query_doubts),
    )


def _names_of_the_list(documents: Sequence[ListDocument]) -> frozenset[str]:
    """Return headings that are the list's name and no tag: a first one such as `Awesome Maps`, `map-papers`.

    So is the heading over all entries of the README among several files; where the README holds no entries,
    every file is named after its topic.
    """
    heads = (next((r.path[-1] for r in d.regions if r.path), "") for d in documents)
    return frozenset(h for h in heads if _OWN_NAME.match(h)) | _name_over_all(documents)


def _name_over_all(documents: Sequence[ListDocument]) -> frozenset[str]:
    is_readme = PurePosixPath(documents[0].path).stem.casefold() in _READMES if documents else False
    if len(documents) == 1 or not is_readme:
        return frozenset()
    first = {e.section_path[:1] for e in documents[0].entries}
    return frozenset(path[0] for path in first if path) if len(first) == 1 else frozenset()


def _query(
    entries: Sequence[Entry], known: Mapping[str, KnownPaper], background: Sequence[str]
) -> tuple[Query, str, tuple[str, ...]]:
    titles = list({e.key: e.title for e in entries}.values())
    met = [known[i] for i in dict.fromkeys(str(e.arxiv_id) for e in entries) if i in known]
    if len(met) < min(_KNOWN_ENOUGH, _KNOWN_SHARE * len(titles)) or not met:
        guess = choose_query(titles)
        named = usual_categories([p.categories for p in met]) if len(met) >= _SOME_KNOWN else ()
        query = Query(guess.terms, named or GUESSED_CATEGORIES, guess.recall)
        doubts = [_GUESSED.format(f"by {len(met)} papers" if named else "are a guess")]
        measured_on = f"the titles of {len(titles)} entries"
    else:
        query = choose_query(
            [p.title for p in met],
            abstracts=[p.abstract for p in met],
            categories=[p.categories for p in met],
            background=background,
        )
        doubts = [_FEW_KNOWN.format(len(met))] if len(met) < _KNOWN_ENOUGH else []
        measured_on = f"{len(met)} listed papers whose abstracts are known"
    if query.recall < _SOME_RECALL:
        doubts.append(f"the query finds only {query.recall:.0%} of {measured_on}; add phrases")
    passed = query.expected if query.passed is None else query.passed
    if passed > _MANY_PASSED:
        doubts.append(f"the query lets {passed:.0%} of all papers through; take broad phrases out")
    return query, measured_on, tuple(doubts)


def _doubts(
    documents: Sequence[ListDocument], entries: Sequence[Entry], facets: Sequence[FoundFacet]
) -> Iterator[str]:
    for document in documents:
        words = generated_by(document.data.decode("utf-8", "replace"))
        if words:
            yield f"{document.path} says that it is generated: {words!r}"
        for problem in document.problems:
            yield f"{document.path}:{problem.line}: {problem.reason}"
    without = sum(e.arxiv_id is None for e in entries)
    if without * 5 > len(entries):
        titles = sum(e.key.startswith("title:") for e in entries)
        yield f"{without} of {len(entries)} entries name no arXiv work; {titles} are known by title alone"
    if not facets:
        yield "no tags were found; only relevance can be learned until some are defined"
    for facet in facets:
        slips = [s for t in facet.tags for s in t.drifted]
        if slips:
            looks = "looks like a slip" if len(slips) == 1 else "look like slips"
            yield f"in {facet.name}: {', '.join(slips)} {looks} of the pen"
