"""A bundle's manifest as training writes it, with made-up figures."""

from typing import Any

from service.domain.taxonomy import Taxonomy


def make_manifest(taxonomy: Taxonomy, *, f1: float = 0.7, **more: Any) -> dict[str, Any]:
    """Return a manifest whose card says something of every tag; the last tag of each facet is not tested."""
    tags = [
        {
            "facet": facet.name,
            "tag": tag.name,
            "support": 0 if tag is facet.tags[-1] else 12,
            "precision": [f1 + 0.05, 0.5, 0.9],
            "recall": [f1 - 0.05, 0.4, 0.85],
            "f1": [f1, 0.45, 0.88],
        }
        for facet in taxonomy.facets
        for tag in facet.tags
    ]
    facets = [
        {"facet": f.name, "documents": 90, "macro_f1": [f1, 0.5, 0.8], "exact": [0.66, 0.56, 0.76]}
        for f in taxonomy.facets
    ]
    bins = [
        (40, 0.06, 0.04),
        (80, 0.15, 0.17),
        (60, 0.34, 0.31),
        (50, 0.55, 0.6),
        (70, 0.83, 0.8),
        (30, 0.95, 0.97),
    ]
    return {
        "examples": 180,
        "encoder": "hash",
        "revision": "words-256",
        "comparison": "Promoted: not worse than the bundle in use.",
        "metrics": {
            "examples": {"wanted": 180, "refused": 12, "tagged": 158, "background": 4000},
            "left_out": {
                "macro_f1": [f1, 0.6, 0.8],
                "exact": [0.66, 0.6, 0.72],
                "calibration_error": 0.024,
                "calibration": [{"size": s, "predicted": p, "observed": o} for s, p, o in bins],
                "facets": facets,
                "tags": tags,
            },
            "relevance": {
                "wanted": 61,
                "others": 4000,
                "reached": {"0.1%": [0.6, 0.48, 0.72], "0.5%": [0.95, 0.88, 1.0], "2.0%": [1.0, 1.0, 1.0]},
            },
        },
        **more,
    }
