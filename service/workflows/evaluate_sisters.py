"""Evaluate what a sister list teaches: one list's tags, learned from another list's papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from classifier import Encoder, Example, TagReport, heads_tagger, report_tags, split_tags
from service.domain.lists import ListSpec
from service.errors import BadInput
from service.workflows.evaluate import ALONE, OURS
from service.workflows.evaluated import Evaluated
from service.workflows.examples import classifier_taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """Tags of a list's words on a sister's later papers: known from definitions alone, and taught before."""

    papers: int
    tested: int
    reports: Mapping[str, TagReport]


def evaluate_sisters(spec: ListSpec, sister: Evaluated, encoder: Encoder, *, split: date) -> Taught:
    """Return how well a list tags, without and with what a sister said of papers before the split.

    Both are tested on what the sister says later, in this list's words; the list's own entries teach
    nothing here. Facets that the two do not share are left out.

    Raises:
        BadInput: the two share no tag, or the sister says nothing before or after the split.
    """
    told = _retold(spec, sister.examples)
    if not told:
        raise BadInput(f"{spec.name} has none of that list's tags; choose lists that share a taxonomy.")
    past = [e for e in told if (e.document.date or date.min) < split]
    if not past or len(past) == len(told):
        side = "after" if past else "before"
        raise BadInput(f"The sister list tags no paper {side} {split}; choose another split.")
    later = [e for e in told if (e.document.date or date.min) >= split]
    taxonomy = classifier_taxonomy(spec.taxonomy)
    tagger = heads_tagger(taxonomy, encoder)
    ways: dict[str, Sequence[Example]] = {ALONE: (), OURS: past}
    reports = {
        name: report_tags(split_tags(later, taxonomy, tagger, split=split, sisters=teachers))
        for name, teachers in ways.items()
    }
    return Taught(papers=len(past), tested=len(later), reports=reports)


def _retold(spec: ListSpec, examples: Sequence[Example]) -> list[Example]:
    """Return a sister's papers with those of their tags that this list has too; nobody wanted them here."""
    told = [replace(e, wanted=None, tags=spec.taxonomy.normalise(e.tags)) for e in examples]
    return [e for e in told if e.tags]
