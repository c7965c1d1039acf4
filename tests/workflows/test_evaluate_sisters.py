"""What a sister list teaches is measured in the words of the list that is taught."""

from dataclasses import replace
from datetime import date

import pytest

from classifier import HashEncoder
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.errors import BadInput
from service.workflows.evaluate import ALONE, OURS
from service.workflows.evaluate_sisters import evaluate_sisters
from service.workflows.evaluated import Evaluated
from tests.workflows.test_evaluate import SPEC, SPLIT, folders, found

__all__ = ["folders", "found"]

_TAGS = (Tag(name="pruning", spellings=("Prune",)), Tag(name="quantising"))
_METHOD = Facet(name="method", title="Method", place=TagPlace.HEADING, tags=_TAGS)
_COLOUR = Facet(name="colour", title="Colour", place=TagPlace.HEADING, tags=(Tag(name="red"),))
TAUGHT = replace(SPEC, slug="taught", name="Taught", taxonomy=Taxonomy(facets=(_METHOD, _COLOUR)))


def test_a_list_without_a_paper_of_its_own_learns_its_words_from_a_sister(found: Evaluated) -> None:
    pruned = [e for e in found.examples if e.tags["method"] == ("pruning",)]
    told = evaluate_sisters(TAUGHT, found, HashEncoder(), split=SPLIT)
    assert told.papers == sum(e.document.date < SPLIT for e in pruned if e.document.date)
    assert told.tested == len(pruned) - told.papers
    assert list(told.reports) == [ALONE, OURS]
    for report in told.reports.values():
        (facet,) = report.facets
        assert (facet.facet, facet.documents) == ("method", told.tested)
        assert [name for name, score in facet.tags.items() if score.support] == ["pruning"]


def test_with_what_the_sister_said_more_is_right(found: Evaluated) -> None:
    wordless = tuple(replace(t, name=t.name, cues=(), spellings=()) for t in SPEC.taxonomy.facets[0].tags)
    named = Taxonomy(facets=(replace(SPEC.taxonomy.facets[0], tags=wordless),))
    told = evaluate_sisters(replace(SPEC, taxonomy=named), found, HashEncoder(), split=SPLIT)
    assert told.reports[OURS].exact.value == 1.0
    assert told.reports[OURS].macro_f1.value >= told.reports[ALONE].macro_f1.value


def test_lists_that_share_nothing_and_splits_with_nothing_on_a_side_are_refused(found: Evaluated) -> None:
    other = replace(TAUGHT, taxonomy=Taxonomy(facets=(_COLOUR,)))
    with pytest.raises(BadInput, match="Taught has none of that list's tags"):
        evaluate_sisters(other, found, HashEncoder(), split=SPLIT)
    with pytest.raises(BadInput, match="tags no paper before 2020-01-01"):
        evaluate_sisters(TAUGHT, found, HashEncoder(), split=date(2020, 1, 1))
    with pytest.raises(BadInput, match="tags no paper after 2030-01-01"):
        evaluate_sisters(TAUGHT, found, HashEncoder(), split=date(2030, 1, 1))
