"""ASReview's default model as a baseline, by its own package (extra `bench`), where that is installed."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.corpus import Corpus
from classifier.stream_rank import Learner, Scorer
from classifier.types import Document, Example

Scores = NDArray[np.float64]

NAME = "ASReview's default model"


def is_installed() -> bool:
    """Tell whether the package `asreview` is there."""
    return find_spec("asreview") is not None


def asreview_learner(examples: Sequence[Example], stream: Corpus) -> Learner:
    """Return ASReview's way to rank a stream.

    As in ASReview, one feature matrix is made of the whole data set, the unread included; labels come from
    the list and from the background, as for every other method.
    """
    cycle = _cycle()
    documents = {d.id: d for d in [*(e.document for e in examples), *stream.documents]}
    rows = cycle.transform(_frame(list(documents.values())))
    place = {id_: row for row, id_ in enumerate(documents)}

    def learn(past: Sequence[Example], background: Corpus) -> Scorer:
        judged = {e.document.id: e.wanted is True for e in past if e.wanted is not None}
        ids = [*judged, *(d.id for d in background.documents if d.id not in judged)]
        labels = np.array([int(judged.get(i, False)) for i in ids])
        fitted = _cycle().fit(rows[[place[i] for i in ids]], labels)

        def score(corpus: Corpus) -> Scores:
            asked = rows[[place[d.id] for d in corpus.documents]]
            return np.asarray(fitted.classifier.decision_function(asked), dtype=np.float64)

        return score

    return learn


def asreview_scores(
    past: Sequence[Document], labels: NDArray[np.bool_], new: Sequence[Document]
) -> NDArray[np.float64]:
    """Return ASReview's score of each new document for each tag; a tag that says one thing only gets 0."""
    scores = np.zeros((len(new), labels.shape[1]))
    if not len(past) or not len(new):
        return scores
    rows = _cycle().transform(_frame([*past, *new]))
    for tag in range(labels.shape[1]):
        told = labels[:, tag].astype(int)
        if 0 < told.sum() < len(told):
            fitted = _cycle().fit(rows[: len(past)], told)
            scores[:, tag] = fitted.classifier.decision_function(rows[len(past) :])
        else:
            scores[:, tag] = 1.0 if len(told) and told.all() else -1.0
    return scores


def _cycle() -> Any:
    from asreview.learner import ActiveLearningCycle  # noqa: PLC0415 -- an extra, not always there
    from asreview.models.models import AI_MODEL_CONFIGURATIONS  # noqa: PLC0415 -- likewise

    return ActiveLearningCycle.from_meta(AI_MODEL_CONFIGURATIONS[0]["value"])  # the first is the default


def _frame(documents: Sequence[Document]) -> Any:
    import pandas as pd  # noqa: PLC0415 -- comes with asreview

    return pd.DataFrame(
        {"title": [d.title for d in documents], "abstract": [d.abstract for d in documents]},
        dtype=object,
    )
