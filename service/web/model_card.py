"""What a model card shows, read leniently from a bundle's manifest: older bundles said less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from service.db.bundles import StoredBundle
from service.domain.taxonomy import Facet, Tag, Taxonomy

_CHANGED = 0.05  # F1 that a tag must have gained or lost to be named


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TagCard:
    """How right one tag is; `change` is what its F1 gained against the model before."""

    tag: Tag
    support: int
    precision: Measure
    recall: Measure
    f1: Measure
    change: float | None


@dataclass(frozen=True, slots=True)
class FacetCard:
    """A facet with its tags; `exact` is how often the whole set was right."""

    facet: Facet
    documents: int
    exact: Measure | None
    tags: tuple[TagCard, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """Proposals of similar probability: how many, what was said, what was true."""

    size: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Everything on the card of one bundle."""

    bundle: StoredBundle
    counts: Mapping[str, int]
    facets: Sequence[FacetCard]
    macro_f1: Measure | None
    exact: Measure | None
    calibration_error: float | None
    calibration: Sequence[Point]
    reached: Mapping[str, Measure]
    relevance_wanted: int
    comparison: str
    attempt: str
    before: "ModelCard | None" = None

    @property
    def changed(self) -> Sequence[tuple[Facet, TagCard]]:
        """The tags that became clearly better or worse, the largest change first."""
        found = [(f.facet, t) for f in self.facets for t in f.tags if abs(t.change or 0.0) >= _CHANGED]
        return sorted(found, key=lambda pair: -abs(pair[1].change or 0.0))


def make_card(bundle: StoredBundle, taxonomy: Taxonomy, before: StoredBundle | None) -> ModelCard:
    """Read a bundle's card, beside that of the bundle that was in use before it."""
    manifest = bundle.manifest
    metrics = _mapping(manifest.get("metrics"))
    told, relevance = _mapping(metrics.get("left_out")), _mapping(metrics.get("relevance"))
    older = make_card(before, taxonomy, None) if before else None
    bins = told.get("calibration", ())
    return ModelCard(
        bundle=bundle,
        counts={k: int(v) for k, v in _mapping(metrics.get("examples")).items()},
        facets=_facets(told, taxonomy, older),
        macro_f1=_measure(told.get("macro_f1")),
        exact=_measure(told.get("exact")),
        calibration_error=told.get("calibration_error"),
        calibration=[Point(int(b["size"]), b["predicted"], b["observed"]) for b in bins],
        reached={k: m for k, v in _mapping(relevance.get("reached")).items() if (m := _measure(v))},
        relevance_wanted=int(relevance.get("wanted", 0)),
        comparison=str(manifest.get("comparison", "")),
        attempt=str(_mapping(manifest.get("last_attempt")).get("why", "")),
        before=older,
    )


def _facets(told: Mapping[str, Any], taxonomy: Taxonomy, older: ModelCard | None) -> list[FacetCard]:
    was = {(f.facet.name, t.tag.name): t.f1.value for f in (older.facets if older else ()) for t in f.tags}
    whole = {f["facet"]: f for f in told.get("facets", ())}
    cards = []
    for name, lines in groupby(told.get("tags", ()), key=lambda line: line["facet"]):
        facet = taxonomy.facet(name)
        if facet is None:
            continue  # the taxonomy has changed since
        tags = tuple(card for line in lines if (card := _tag(facet, line, was)))
        documents = int(whole.get(name, {}).get("documents", 0))
        cards.append(FacetCard(facet, documents, _measure(whole.get(name, {}).get("exact")), tags))
    return cards


def _tag(facet: Facet, line: Mapping[str, Any], was: Mapping[tuple[str, str], float]) -> TagCard | None:
    tag = facet.tag(line["tag"])
    precision, recall, f1 = (_measure(line.get(name)) for name in ("precision", "recall", "f1"))
    if tag is None or precision is None or recall is None or f1 is None:
        return None
    before = was.get((facet.name, tag.name))
    change = f1.value - before if before is not None else None
    return TagCard(tag, int(line.get("support", 0)), precision, recall, f1, change)


def _measure(told: Any) -> Measure | None:
    if isinstance(told, int | float):
        return Measure(float(told), float(told), float(told))
    return Measure(*(float(n) for n in told)) if isinstance(told, Sequence) and len(told) == 3 else None  # noqa: PLR2004 -- value, low, high


def _mapping(told: Any) -> Mapping[str, Any]:
    return told if isinstance(told, Mapping) else {}
