"""Evaluate: how well a list's tags and relevance are predicted, in order of time, beside the baselines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from classifier import (
    Corpus,
    DayReport,
    Encoder,
    Learner,
    ProbabilityReport,
    StreamReport,
    TagReport,
    Taxonomy,
    background_of,
    baseline_learners,
    baseline_taggers,
    fit_past,
    heads_tagger,
    model_learner,
    rank_stream,
    reader_of,
    report_probabilities,
    report_stream,
    report_tags,
    score_corpus,
    split_tags,
    split_wanted,
    walk_days,
    walk_tags,
)
from service.errors import BadInput
from service.workflows.evaluated import Evaluated
from service.workflows.runs import Progress, no_progress

OURS = "listkeeper"
WITHOUT_CUES = "listkeeper without the catalog's cue phrases"
ALONE = "listkeeper without sister lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeStep:
    """A ranking in which the encoder read so much of the stream, and how far it differs from reading more.

    `same_top` is the share of the first 100 and 500 papers that the ranking with the largest share has too.
    """

    share: float
    encoded: int
    report: StreamReport
    same_top: Mapping[int, float]


def evaluate_tags(
    found: Evaluated,
    encoder: Encoder,
    *,
    split: date | None = None,
    walk: int = 60,
    facets: Collection[str] = (),
    progress: Progress = no_progress,
) -> dict[str, TagReport]:
    """Return a report for our way, for it without some of its sources, and for each baseline.

    Either split at a date, or walking by tens. Every facet is learned, as always; the report is on those in
    `facets`, or on all.

    Raises:
        BadInput: there is no such facet, or no tagged entry is left to test on.
    """
    unknown = sorted(set(facets) - {f.name for f in found.taxonomy.facets})
    if unknown:
        known = ", ".join(f.name for f in found.taxonomy.facets)
        raise BadInput(f"There is no facet {unknown[0]!r}. Facets: {known}.")
    ours = heads_tagger(found.taxonomy, encoder)
    ways = {OURS: (ours, found.sisters)}
    if found.sisters:
        ways[ALONE] = (ours, ())
    if any(t.cues for f in found.taxonomy.facets for t in f.tags):
        ways[WITHOUT_CUES] = (heads_tagger(_without_cues(found.taxonomy), encoder), found.sisters)
    ways |= {name: (tagger, ()) for name, tagger in baseline_taggers(found.taxonomy, encoder).items()}
    reports = {}
    for number, (name, (tagger, sisters)) in enumerate(ways.items()):
        progress("Evaluating tags", number, len(ways))
        if split is not None:
            outcomes = split_tags(found.examples, found.taxonomy, tagger, split=split, sisters=sisters)
        else:
            outcomes = walk_tags(found.examples, found.taxonomy, tagger, start=walk, sisters=sisters)
        chosen = [o for o in outcomes if not facets or o.facet.name in facets]
        if not chosen:
            raise BadInput("No tagged entry is left to test on; choose an earlier split or a shorter walk.")
        reports[name] = report_tags(chosen)
    progress("Evaluating tags", len(ways), len(ways))
    return reports


def unlearned_tags(found: Evaluated, *, split: date | None, walk: int) -> list[str]:
    """Return the tags (facet: tag) that no entry carries before the first one that is tested."""
    dated = sorted(found.examples, key=lambda e: (e.document.date or date.min, e.document.id))
    tagged = [e for e in dated if e.tags]
    past = [e for e in tagged if (e.document.date or date.min) < split] if split else tagged[:walk]
    return [
        f"{facet.name}: {tag.name}"
        for facet in found.taxonomy.facets
        for tag in facet.tags
        if not any(tag.name in e.tags.get(facet.name, ()) for e in past)
    ]


def make_learners(
    found: Evaluated, stream: Corpus, encoder: Encoder, *, split: date
) -> Mapping[str, Learner]:
    """Return our way to rank a stream and all baselines.

    Raises:
        BadInput: the list has no entry before the split, or none after it in the stream.
    """
    _refuse_empty(found, stream, split)
    baselines = baseline_learners(found.taxonomy, encoder, found.examples, stream)
    return {OURS: model_learner(encoder, read=reader_of(found.examples, stream)), **baselines}


def evaluate_ranking(
    found: Evaluated,
    stream: Corpus,
    learners: Mapping[str, Learner],
    *,
    split: date,
    progress: Progress = no_progress,
) -> dict[str, StreamReport]:
    """Return where each way puts the entries dated after the split."""
    reports = {}
    for number, (name, learner) in enumerate(learners.items()):
        progress("Ranking the stream", number, len(learners))
        reports[name] = rank_stream(found.examples, stream, learner, split=split)
    progress("Ranking the stream", len(learners), len(learners))
    return reports


def evaluate_probabilities(
    found: Evaluated, stream: Corpus, encoder: Encoder, *, split: date
) -> ProbabilityReport:
    """Return what the probabilities of relevance were worth, learned before the split."""
    _refuse_empty(found, stream, split)
    past, later = split_wanted(found.examples, split)
    model = fit_past(past, background_of(stream), encoder, population=len(stream))
    probabilities = model.platt(score_corpus(model, stream, encoder))
    return report_probabilities(probabilities, [d.id in later for d in stream.documents])


def evaluate_days(
    found: Evaluated,
    stream: Corpus,
    learners: Mapping[str, Learner],
    *,
    split: date,
    budgets: Sequence[int],
    progress: Progress = no_progress,
) -> dict[str, list[DayReport]]:
    """Return what a reader with each daily budget would have found, learning along the way."""
    reports: dict[str, list[DayReport]] = {}
    for name, learner in learners.items():
        for budget in budgets:
            words = f"{budget} papers a day, {name}"
            done = walk_days(
                found.examples,
                stream,
                learner,
                split=split,
                budget=budget,
                progress=lambda day, days, words=words: progress(words, day, days),  # type: ignore[misc]
            )
            reports.setdefault(name, []).append(done)
    return reports


def evaluate_cascade(
    found: Evaluated,
    stream: Corpus,
    encoder: Encoder,
    *,
    split: date,
    shares: Sequence[float],
    progress: Progress = no_progress,
) -> list[CascadeStep]:
    """Return the same model's rankings with the encoder on ever more of the stream, the most last."""
    _refuse_empty(found, stream, split)
    past, later = split_wanted(found.examples, split)
    model = fit_past(past, background_of(stream), encoder, population=len(stream))
    is_wanted = [d.id in later for d in stream.documents]
    rankings = []
    for number, share in enumerate(sorted(shares)):
        progress("Reading more closely", number, len(shares))
        scores = score_corpus(model.reading(share), stream, encoder)
        rankings.append((share, scores, (-scores).argsort(kind="stable")))
    progress("Reading more closely", len(shares), len(shares))
    most = rankings[-1][2]
    return [
        CascadeStep(
            share=share,
            encoded=len(model.reading(share).surviving(scores)),
            report=report_stream(scores, is_wanted),
            same_top={n: _shared(order[:n], most[:n]) for n in (100, 500)},
        )
        for share, scores, order in rankings
    ]


def _shared(some: NDArray[np.int64], others: NDArray[np.int64]) -> float:
    return len(set(some.tolist()) & set(others.tolist())) / max(1, len(others))


def _without_cues(taxonomy: Taxonomy) -> Taxonomy:
    facets = tuple(replace(f, tags=tuple(replace(t, cues=()) for t in f.tags)) for f in taxonomy.facets)
    return replace(taxonomy, facets=facets)


def _refuse_empty(found: Evaluated, stream: Corpus, split: date) -> None:
    wanted = {e.document.id for e in found.examples if e.document.date and e.document.date >= split}
    if len(wanted) == len(found.examples):
        raise BadInput(
            f"No entry is older than {split}; choose a later split, so that there is a past to learn."
        )
    if not any(d.id in wanted for d in stream.documents):
        raise BadInput(f"None of the entries after {split} is in the stream; give the files of later months.")
