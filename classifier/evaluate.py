"""How right a bundle is on judged examples it has not seen."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from classifier.bundle import Bundle
from classifier.calibration import calibration_error
from classifier.encoder import Encoder
from classifier.metrics import Flags, bootstrap, exact_share, macro_f1, rank_at_share, recall_at
from classifier.types import Example, Suggestion

_BUDGETS = (50, 100, 200, 500)


def judge_bundle(bundle: Bundle, examples: Sequence[Example], encoder: Encoder) -> dict[str, object]:
    """Return measures of tags (per facet and their mean) and of relevance, as plain values."""
    tagged = [e for e in examples if e.tags]
    said = bundle.suggest([e.document for e in tagged], encoder, with_evidence=False)
    return {
        "tags": judge_tags(bundle, tagged, said),
        "relevance": _judge_relevance(bundle, examples, encoder),
    }


def judge_tags(bundle: Bundle, examples: Sequence[Example], said: Sequence[Suggestion]) -> dict[str, object]:
    """Return macro-F1, exact share and calibration error per facet, over documents judged on that facet."""
    facets: dict[str, dict[str, object]] = {}
    for facet in bundle.taxonomy.facets:
        pairs = [(e, s) for e, s in zip(examples, said, strict=True) if facet.name in e.tags]
        if not pairs or not facet.tags:
            continue
        names = [t.name for t in facet.tags]
        truth = np.array([[n in e.tags[facet.name] for n in names] for e, _ in pairs])
        proposed = np.array([[n in s.proposed[facet.name] for n in names] for _, s in pairs])
        probabilities = np.array([[s.tags[facet.name][n] for n in names] for _, s in pairs])
        facets[facet.name] = {
            "documents": len(pairs),
            "macro_f1": bootstrap(len(pairs), partial(_on_rows, macro_f1, truth, proposed)),
            "exact": bootstrap(len(pairs), partial(_on_rows, exact_share, truth, proposed)),
            "calibration_error": calibration_error(probabilities.ravel(), truth.ravel()),
        }
    return {"facets": facets}


def _on_rows(
    measure: Callable[[Flags, Flags], float], truth: Flags, proposed: Flags, rows: NDArray[np.int64]
) -> float:
    return measure(truth[rows], proposed[rows])


def _judge_relevance(bundle: Bundle, examples: Sequence[Example], encoder: Encoder) -> dict[str, object]:
    wanted = {e.document.id for e in examples if e.wanted is True}
    ranked = bundle.rank([e.document for e in examples], encoder)
    ranks = [rank for rank, (id_, _) in enumerate(ranked, 1) if id_ in wanted]
    return {
        "documents": len(examples),
        "wanted": len(ranks),
        "recall": {str(budget): recall_at(ranks, budget, len(ranks)) for budget in _BUDGETS},
        "rank_at_95_percent": rank_at_share(ranks, 0.95),
    }
