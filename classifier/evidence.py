"""Why a suggestion says what it says: nearest wanted documents, sentences that moved a tag, phrases found."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.cues import Phrase, cue_rows, matched
from classifier.encoder import Encoder
from classifier.heads import Features, Head
from classifier.texts import sentence_spans
from classifier.types import Cue, Document, Evidence, Facet, Neighbour, Sentence

_NEAREST = 8  # people are shown the first three; all of them tell the section of a list
_SENTENCES_PER_TAG = 2

Proposed = Mapping[str, tuple[str, ...]]


def nearest(
    ids: Sequence[str], known: NDArray[np.float32], vectors: NDArray[np.float32], own: Sequence[str]
) -> list[tuple[Neighbour, ...]]:
    """Return the nearest known documents of each vector, never the document itself."""
    if not ids:
        return [() for _ in own]
    similarities = vectors @ known.T
    found = []
    for row, itself in zip(similarities, own, strict=True):
        order = [int(i) for i in np.argsort(-row, kind="stable")[: _NEAREST + 1] if ids[int(i)] != itself]
        found.append(tuple(Neighbour(ids[i], round(float(row[i]), 4)) for i in order[:_NEAREST]))
    return found


def gather(
    documents: Sequence[Document],
    proposed: Sequence[Proposed],
    neighbours: Sequence[tuple[Neighbour, ...]],
    parts: Sequence[tuple[Facet, Head]],
    phrases: Sequence[Phrase],
    encoder: Encoder,
) -> list[Evidence]:
    """Return the evidence of each document for the tags proposed for it."""
    spans = [sentence_spans(d.abstract) for d in documents]
    texts = [d.abstract[a:b] for d, found in zip(documents, spans, strict=True) for a, b in found]
    vectors = encoder.encode(texts)
    cues = cue_rows([Document(id="", title="", abstract=t) for t in texts], phrases)
    evidence, start = [], 0
    for document, chosen, close, found in zip(documents, proposed, neighbours, spans, strict=True):
        stop = start + len(found)
        features = Features(vectors[start:stop], cues[start:stop])
        evidence.append(
            Evidence(
                nearest=close,
                sentences=_sentences(found, features, chosen, parts),
                cues=_cues(matched(document, phrases), chosen),
            )
        )
        start = stop
    return evidence


def _sentences(
    spans: Sequence[tuple[int, int]],
    features: Features,
    chosen: Proposed,
    parts: Sequence[tuple[Facet, Head]],
) -> tuple[Sentence, ...]:
    if not spans:
        return ()
    found = []
    for facet, head in parts:
        weights = head.contributions(features)
        for column, tag in enumerate(facet.tags):
            if tag.name not in chosen.get(facet.name, ()):
                continue
            for row in np.argsort(-weights[:, column], kind="stable")[:_SENTENCES_PER_TAG]:
                weight = float(weights[row, column])
                if weight > 0:
                    found.append(Sentence(facet.name, tag.name, *spans[int(row)], round(weight, 3)))
    return tuple(found)


def _cues(found: Sequence[Cue], chosen: Proposed) -> tuple[Cue, ...]:
    return tuple(c for c in found if c.tag in chosen.get(c.facet, ()))
