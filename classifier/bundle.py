"""A trained model of one list: ranks documents, suggests tags, and says why."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.choice import choose, confidence
from classifier.corpus import Corpus, read_corpus
from classifier.cues import Phrase, cue_rows, phrases_of
from classifier.encoder import Encoder
from classifier.errors import BundleError
from classifier.evidence import gather, nearest
from classifier.heads import Features, Head
from classifier.ranking import score_corpus
from classifier.relevance import RelevanceModel
from classifier.texts import text_of
from classifier.types import Document, Evidence, Facet, Suggestion, Taxonomy


@dataclass(frozen=True, slots=True)
class Bundle:
    """What training made. Immutable; `encoder` must be the one whose name and revision it carries."""

    taxonomy: Taxonomy
    encoder_name: str
    encoder_revision: str
    dimension: int
    trained_at: dt.datetime
    training_hash: str
    relevance: RelevanceModel
    heads: tuple[Head, ...]
    known_ids: tuple[str, ...]
    seen_ids: tuple[str, ...]
    metrics: Mapping[str, object] = field(default_factory=dict)

    def rank(
        self, documents: Sequence[Document] | Corpus, encoder: Encoder, *, limit: int | None = None
    ) -> list[tuple[str, float]]:
        """Return (id, score), best first: words over everything, the encoder only on the survivors."""
        self.check_encoder(encoder)
        corpus = documents if isinstance(documents, Corpus) else read_corpus(documents)
        scores = score_corpus(self.relevance, corpus, encoder)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(corpus.documents[int(i)].id, float(scores[int(i)])) for i in order]

    def suggest(
        self, documents: Sequence[Document], encoder: Encoder, *, with_evidence: bool = True
    ) -> list[Suggestion]:
        """Return what the model says of each document, in the order given; every one is encoded."""
        self.check_encoder(encoder)
        if not documents:
            return []
        corpus = read_corpus(documents)
        vectors = encoder.encode([text_of(d) for d in documents])
        scores = self.relevance.fused(self.relevance.cheap(corpus.terms, corpus.titles), vectors)
        relevance = self.relevance.platt(scores)
        phrases = phrases_of(self.taxonomy)
        tagged = self._tagged(Features(vectors, cue_rows(documents, phrases)))
        evidence = [Evidence()] * len(documents)
        if with_evidence:
            evidence = self._evidence(documents, [t.proposed for t in tagged], vectors, phrases, encoder)
        return [
            Suggestion(
                id=document.id,
                relevance=float(relevance[row]),
                score=float(scores[row]),
                tags=tagged[row].tags,
                proposed=tagged[row].proposed,
                abstained=tagged[row].abstained,
                evidence=evidence[row],
            )
            for row, document in enumerate(documents)
        ]

    def is_of(self, encoder: Encoder) -> bool:
        """Tell whether this bundle learned on vectors of that encoder."""
        return (encoder.name, encoder.revision) == (self.encoder_name, self.encoder_revision)

    def check_encoder(self, encoder: Encoder) -> None:
        """Refuse vectors of another model than the one this bundle learned on.

        Raises:
            BundleError: name or revision differ.
        """
        if not self.is_of(encoder):
            raise BundleError(
                f"This bundle was trained on {self.encoder_name} {self.encoder_revision}, not on "
                f"{encoder.name} {encoder.revision}; load that encoder or train again."
            )

    def save(self, folder: Path) -> Path:
        """Write the bundle into `folder`: beside it first, then renamed; returns the folder."""
        from classifier.storage import save_bundle  # noqa: PLC0415 -- storage knows bundles, not the reverse

        return save_bundle(self, folder)

    def _tagged(self, features: Features) -> list["_Tagged"]:
        found = [_Tagged({}, {}, ()) for _ in range(len(features))]
        for facet, head in self.parts():
            decisions = head.decisions(features)
            probabilities = head.probabilities(decisions)
            for row in range(len(features)):
                chosen = choose(facet, decisions[row], self.taxonomy.constraints, needs_one=head.needs_one)
                sure = confidence(facet, probabilities[row], chosen) >= head.certain_above
                found[row] = found[row].plus(facet, probabilities[row], chosen, sure=sure)
        return found

    def parts(self) -> list[tuple[Facet, Head]]:
        """Return each facet that has tags with its head."""
        facets = [f for f in self.taxonomy.facets if f.tags]
        return list(zip(facets, self.heads, strict=True))

    def _evidence(
        self,
        documents: Sequence[Document],
        proposed: Sequence[Mapping[str, tuple[str, ...]]],
        vectors: NDArray[np.float32],
        phrases: Sequence[Phrase],
        encoder: Encoder,
    ) -> list[Evidence]:
        close = nearest(self.known_ids, self.relevance.likeness.wanted, vectors, [d.id for d in documents])
        return gather(documents, proposed, close, self.parts(), phrases, encoder)


@dataclass(frozen=True, slots=True)
class _Tagged:
    tags: Mapping[str, Mapping[str, float]]
    proposed: Mapping[str, tuple[str, ...]]
    abstained: tuple[str, ...]

    def plus(
        self, facet: Facet, probabilities: NDArray[np.float64], chosen: tuple[str, ...], *, sure: bool
    ) -> "_Tagged":
        """Return this with one facet more."""
        named = {t.name: round(float(p), 4) for t, p in zip(facet.tags, probabilities, strict=True)}
        return _Tagged(
            {**self.tags, facet.name: named},
            {**self.proposed, facet.name: chosen},
            self.abstained if sure else (*self.abstained, facet.name),
        )
