"""Training: examples, background and a taxonomy in, a bundle out. Seconds once vectors exist."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256

from classifier.bundle import Bundle
from classifier.card import card_metrics
from classifier.corpus import Corpus
from classifier.encoder import Encoder
from classifier.errors import InputError
from classifier.head_training import fit_facets
from classifier.recency import recency_weights
from classifier.relevance_fit import fit_relevance
from classifier.texts import text_of
from classifier.types import Document, Example, Taxonomy


def train(
    examples: Sequence[Example],
    *,
    background: Sequence[Document] | Corpus,
    taxonomy: Taxonomy,
    encoder: Encoder,
    trained_at: dt.datetime,
    population: int | None = None,
) -> Bundle:
    """Learn a list: which documents it wants, and how it tags them.

    `background` are documents nobody judged, taken at random from what arrives (out of `population`, if that
    is known); those that the examples name are left out. Works from the first wanted example on.

    Raises:
        InputError: no example is wanted, so there is nothing to learn from.
    """
    wanted = [i for i, e in enumerate(examples) if e.wanted is True]
    if not wanted:
        raise InputError("No example is marked as wanted; a list needs at least one paper to learn from.")
    documents = [e.document for e in examples]
    vectors = encoder.encode([text_of(d) for d in documents])
    recency = recency_weights(examples)
    fitted = fit_facets(examples, vectors, taxonomy, encoder)
    relevance = fit_relevance(examples, vectors, recency, background, encoder, population=population)
    return Bundle(
        taxonomy=taxonomy,
        encoder_name=encoder.name,
        encoder_revision=encoder.revision,
        dimension=encoder.dimension,
        trained_at=trained_at,
        training_hash=training_hash(examples, taxonomy, encoder),
        relevance=relevance.model,
        heads=tuple(f.head for f in fitted),
        known_ids=tuple(documents[i].id for i in wanted),
        seen_ids=tuple(d.id for d in documents),
        metrics=_counts(examples, background)
        | {"left_out": card_metrics([f.left_out for f in fitted if f.left_out])}
        | {"relevance": dict(relevance.left_out)},
    )


def training_hash(examples: Sequence[Example], taxonomy: Taxonomy, encoder: Encoder) -> str:
    """Return a digest of all that a bundle learned from, so that an unchanged list need not be relearned."""
    digest = sha256()
    rows = sorted((e.document.id, text_of(e.document), e.wanted, e.weight, _plain(e.tags)) for e in examples)
    told = [encoder.name, encoder.revision, asdict(taxonomy), rows]
    digest.update(json.dumps(told, sort_keys=True, ensure_ascii=False).encode("utf-8"))
    return digest.hexdigest()


def _plain(tags: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    return sorted((facet, sorted(chosen)) for facet, chosen in tags.items())


def _counts(examples: Sequence[Example], background: Sequence[Document] | Corpus) -> dict[str, object]:
    return {
        "examples": {
            "wanted": sum(e.wanted is True for e in examples),
            "refused": sum(e.wanted is False for e in examples),
            "tagged": sum(bool(e.tags) for e in examples),
            "background": len(background),
        }
    }
