"""The relevance model as arrays and settings, and back."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Platt
from classifier.relevance import Lexical, Likeness, RelevanceModel, Scale, Semantic
from classifier.terms import TermWeights

Arrays = Mapping[str, NDArray[np.generic]]

_SETTINGS = ("title_weight", "semantic_weight", "likeness_weight", "survivors")


def relevance_arrays(model: RelevanceModel) -> dict[str, NDArray[np.generic]]:
    """Return the numbers of a relevance model to store."""
    found: dict[str, NDArray[np.generic]] = {
        "semantic": model.semantic.coefficients,
        "likeness": model.likeness.wanted,
    }
    for name, part in (("lexical", model.lexical), ("title", model.title)):
        found |= {f"{name}.columns": part.terms.columns, f"{name}.idf": part.terms.idf}
        found[f"{name}.coefficients"] = part.coefficients
    return found


def relevance_facts(model: RelevanceModel) -> dict[str, object]:
    """Return the settings of a relevance model to store."""
    scales = {
        "lexical": model.lexical.scale,
        "title": model.title.scale,
        "semantic": model.semantic.scale,
        "likeness": model.likeness.scale,
    }
    return {
        "scales": {name: [scale.centre, scale.spread] for name, scale in scales.items()},
        "unseen": {"lexical": model.lexical.terms.unseen, "title": model.title.terms.unseen},
        "platt": list(model.platt),
        **{name: getattr(model, name) for name in _SETTINGS},
        "survivors_least": model.survivors_least,
    }


def restore_relevance(arrays: Arrays, facts: Mapping[str, Any]) -> RelevanceModel:
    """Put a stored relevance model together again.

    Raises:
        KeyError, TypeError, ValueError: something is missing or of another kind.
    """
    scales = {name: Scale(*(float(n) for n in pair)) for name, pair in facts["scales"].items()}
    return RelevanceModel(
        lexical=_lexical("lexical", arrays, facts, scales["lexical"]),
        title=_lexical("title", arrays, facts, scales["title"]),
        semantic=Semantic(arrays["semantic"].astype(np.float32), scales["semantic"]),
        likeness=Likeness(arrays["likeness"].astype(np.float32), scales["likeness"]),
        platt=Platt(*(float(n) for n in facts["platt"])),
        **{name: float(facts[name]) for name in _SETTINGS},
        survivors_least=int(facts["survivors_least"]),
    )


def _lexical(name: str, arrays: Arrays, facts: Mapping[str, Any], scale: Scale) -> Lexical:
    weights = TermWeights(
        arrays[f"{name}.columns"].astype(np.int32),
        arrays[f"{name}.idf"].astype(np.float32),
        float(facts["unseen"][name]),
    )
    return Lexical(weights, arrays[f"{name}.coefficients"].astype(np.float32), scale)
