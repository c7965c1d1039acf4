"""Training: examples, background and a taxonomy in, a bundle out. Seconds once vectors exist."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from classifier.bundle import Bundle
from classifier.cues import Phrase, cue_rows, phrases_of
from classifier.encoder import Encoder
from classifier.errors import InputError
from classifier.heads import Features, Head, fit_head
from classifier.relevance_fit import fit_relevance
from classifier.texts import text_of
from classifier.types import Document, Example, Facet, Taxonomy

_HALF_LIFE = 200  # examples after which a weight has halved; old rows are never thrown away


def train(
    examples: Sequence[Example],
    *,
    background: Sequence[Document],
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
    recency = recency_weights(documents)
    return Bundle(
        taxonomy=taxonomy,
        encoder_name=encoder.name,
        encoder_revision=encoder.revision,
        dimension=encoder.dimension,
        trained_at=trained_at,
        training_hash=training_hash(examples, taxonomy, encoder),
        relevance=fit_relevance(examples, vectors, recency, background, encoder, population),
        heads=fit_heads(examples, vectors, taxonomy),
        known_ids=tuple(documents[i].id for i in wanted),
        known_vectors=vectors[wanted],
        metrics=_counts(examples, background),
    )


def fit_heads(
    examples: Sequence[Example], vectors: NDArray[np.float32], taxonomy: Taxonomy
) -> tuple[Head, ...]:
    """Fit one head for each facet that has tags; a head sees only documents judged on its facet."""
    phrases = phrases_of(taxonomy)
    documents = [e.document for e in examples]
    features = Features(vectors, cue_rows(documents, phrases))
    recency = recency_weights(documents)
    return tuple(_fit_facet(f, phrases, features, examples, recency) for f in taxonomy.facets if f.tags)


def recency_weights(documents: Sequence[Document]) -> NDArray[np.float64]:
    """Return a weight for each document: 1 for the newest, halving every so many documents back.

    Documents without a date count as old as the middle of those that have one.
    """
    known = sorted(d.date for d in documents if d.date is not None)
    if not known:
        return np.ones(len(documents))
    middle = known[len(known) // 2]
    order = sorted(range(len(documents)), key=lambda i: documents[i].date or middle, reverse=True)
    weights = np.empty(len(documents))
    weights[order] = 0.5 ** (np.arange(len(documents)) / _HALF_LIFE)
    return weights


def training_hash(examples: Sequence[Example], taxonomy: Taxonomy, encoder: Encoder) -> str:
    """Return a digest of all that a bundle learned from, so that an unchanged list need not be relearned."""
    digest = sha256()
    rows = sorted((e.document.id, text_of(e.document), e.wanted, e.weight, _plain(e.tags)) for e in examples)
    told = [encoder.name, encoder.revision, asdict(taxonomy), rows]
    digest.update(json.dumps(told, sort_keys=True, ensure_ascii=False).encode("utf-8"))
    return digest.hexdigest()


def _fit_facet(
    facet: Facet,
    phrases: Sequence[Phrase],
    features: Features,
    examples: Sequence[Example],
    recency: NDArray[np.float64],
) -> Head:
    judged = np.array([facet.name in e.tags and e.wanted is not False for e in examples], dtype=bool)
    labels = np.array(
        [
            [t.name in e.tags[facet.name] for t in facet.tags]
            for e, j in zip(examples, judged, strict=True)
            if j
        ],
        dtype=bool,
    ).reshape(int(judged.sum()), len(facet.tags))
    return fit_head(facet, phrases, features.take(judged), labels, recency[judged])


def _plain(tags: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    return sorted((facet, sorted(chosen)) for facet, chosen in tags.items())


def _counts(examples: Sequence[Example], background: Sequence[Document]) -> dict[str, object]:
    return {
        "examples": {
            "wanted": sum(e.wanted is True for e in examples),
            "refused": sum(e.wanted is False for e in examples),
            "tagged": sum(bool(e.tags) for e in examples),
            "background": len(background),
        }
    }
