"""The classifier's small frozen language: documents, examples, taxonomies, suggestions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text that may be wanted: id, title, abstract and, where known, its date."""

    id: str
    title: str
    abstract: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What a person said about a document.

    `wanted` is None where nobody said. A facet that is absent from `tags` was not judged; one that is
    there with no tags was judged to have none. `weight` is how much the verdict counts: an unexplained
    rejection deserves less than an acceptance. `said_on` is when it was said: recent verdicts weigh more.
    """

    document: Document
    wanted: bool | None = None
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 1.0
    said_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An answer to a facet's question. `cues` are phrases that give it away; `spellings` its other names."""

    name: str
    definition: str = ""
    cues: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A question with its tags, in the order in which they are written. Exclusive: exactly one applies."""

    name: str
    tags: tuple[Tag, ...]
    exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """Of these tags of one facet at least `at_least` and at most `at_most` are proposed together."""

    facet: str
    tags: tuple[str, ...]
    at_least: int = 1
    at_most: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """All facets of a list and the rules between their tags."""

    facets: tuple[Facet, ...] = ()
    constraints: tuple[Constraint, ...] = ()

    def facet(self, name: str) -> Facet | None:
        """Return the facet of that name, if there is one."""
        return next((f for f in self.facets if f.name == name), None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the abstract that spoke for a tag: `abstract[start:end]`, and how strongly."""

    facet: str
    tag: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of the taxonomy that the document contains."""

    facet: str
    tag: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A wanted document that resembles this one, and its cosine similarity."""

    id: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why: the nearest wanted documents, the sentences that moved each tag, the cues that matched."""

    nearest: tuple[Neighbour, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the model says of one document.

    `score` orders documents and has no unit; `relevance` is the calibrated probability that the document is
    wanted. `tags` holds a probability per tag, `proposed` the tags to offer, `abstained` the facets on which
    the abstract is not clear enough for the proposal to be taken as certain.
    """

    id: str
    relevance: float
    score: float
    tags: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    proposed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    abstained: tuple[str, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)
