"""Heads as arrays and settings, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Platt
from classifier.cues import Phrase
from classifier.definitions import Definitions, columns_of
from classifier.heads import VIEWS, Head, View
from classifier.types import Facet

Arrays = Mapping[str, NDArray[np.generic]]


def head_arrays(head: Head) -> dict[str, NDArray[np.generic]]:
    """Return the numbers of a head to store."""
    found: dict[str, NDArray[np.generic]] = {
        "shares": head.shares,
        "definitions": head.definitions.vectors,
        "definitions.centre": head.definitions.centre,
        "definitions.spread": head.definitions.spread,
    }
    for name, view in zip(VIEWS, head.views, strict=True):
        found |= {name: view.coefficients, f"{name}.intercepts": view.intercepts}
    return found


def head_facts(head: Head) -> dict[str, object]:
    """Return the settings of a head to store."""
    return {
        "facet": head.facet,
        "positives": list(head.positives),
        "needs_one": head.needs_one,
        "platt": list(head.platt),
        "certain_above": head.certain_above,
    }


def restore_head(arrays: Arrays, facts: Mapping[str, Any], facet: Facet, phrases: Sequence[Phrase]) -> Head:
    """Put a stored head together again.

    Raises:
        KeyError, TypeError, ValueError: something is missing or of another kind.
    """
    numbers = {name: array.astype(np.float32) for name, array in arrays.items()}
    return Head(
        facet=facet.name,
        views=tuple(View(numbers[name], numbers[f"{name}.intercepts"]) for name in VIEWS),
        definitions=Definitions(
            columns_of(facet, phrases),
            numbers["definitions"],
            numbers["definitions.centre"],
            numbers["definitions.spread"],
        ),
        shares=numbers["shares"],
        positives=tuple(int(p) for p in facts["positives"]),
        needs_one=bool(facts["needs_one"]),
        platt=Platt(*(float(n) for n in facts["platt"])),
        certain_above=float(facts["certain_above"]),
    )
