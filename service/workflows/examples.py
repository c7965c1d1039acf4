"""What a list teaches: its entries, its verdicts, and the tags that sister lists gave to the same papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from classifier import Constraint, Document, Example, Facet, Tag, Taxonomy
from service.db import candidates, lists, papers
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.papers import StoredPaper
from service.domain import taxonomy as ours
from service.domain.papers import estimated_submission
from service.domain.review import CandidateState, RejectReason

BACKGROUND = 4000  # papers nobody judged; more did not help (EXPERIMENTS, relevance 14)
_VAGUE_REJECTION = 0.5  # an unexplained no says less than a yes


@dataclass(frozen=True, slots=True)
class Lessons:
    """Everything that a list's model learns from."""

    examples: Sequence[Example]
    background: Sequence[Document]
    taxonomy: Taxonomy
    population: int


def gather_lessons(session: AnySession, found: StoredList) -> Lessons:
    """Collect a list's examples: what it holds and confirmed is wanted, what it refused is not."""
    taxonomy = found.spec.taxonomy
    tags = _listed_tags(session, found)
    stored = papers.by_ids(session, tags)
    examples = {
        i: Example(document=document_of(p), wanted=True, tags=dict(tags[i])) for i, p in stored.items()
    }
    examples |= _judged(session, found, listed=set(tags))
    for arxiv_id, paper, sister_tags in _sister_tags(session, found, set(examples)):
        examples[arxiv_id] = Example(document=document_of(paper), wanted=None, tags=dict(sister_tags))
    everybody = lists.listed_ids(session)
    unjudged = papers.sample(session, without=everybody | set(examples), limit=BACKGROUND)
    return Lessons(
        examples=[examples[i] for i in sorted(examples)],
        background=[document_of(p) for p in unjudged],
        taxonomy=classifier_taxonomy(taxonomy),
        population=papers.count(session),
    )


def document_of(paper: StoredPaper) -> Document:
    """Return a paper as the classifier reads it."""
    record = paper.record
    moment = record.submitted_at or estimated_submission(record.arxiv_id)
    return Document(id=str(record.arxiv_id), title=record.title, abstract=record.abstract, date=moment.date())


def classifier_taxonomy(taxonomy: ours.Taxonomy) -> Taxonomy:
    """Return a list's taxonomy in the classifier's words; an exclusive facet takes exactly one tag."""
    facets = tuple(
        Facet(
            name=facet.name,
            exclusive=facet.exclusive,
            tags=tuple(
                Tag(name=t.name, definition=t.definition, cues=t.cues, spellings=t.spellings)
                for t in facet.tags
            ),
        )
        for facet in taxonomy.facets
    )
    constraints = tuple(
        Constraint(facet=f.name, tags=tuple(t.name for t in f.tags))
        for f in taxonomy.facets
        if f.exclusive and f.tags
    )
    return Taxonomy(facets=facets, constraints=constraints)


def training_digest(lessons: Lessons) -> str:
    """Return a name for exactly these lessons, so that nothing is learned twice."""
    told = (repr(lessons.examples), repr(lessons.taxonomy), repr([d.id for d in lessons.background]))
    return sha256("\n".join(told).encode()).hexdigest()


def judged_digest(lessons: Lessons) -> str:
    """Return a name for what people have said: it stays the same while only more papers arrive."""
    return sha256("\n".join((repr(lessons.examples), repr(lessons.taxonomy))).encode()).hexdigest()


def _listed_tags(session: AnySession, found: StoredList) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    tags: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for entry in lists.entries(session, found.id):
        if entry.record.arxiv_id:
            tags.setdefault(entry.record.arxiv_id, entry.record.tags)
    return tags


def _judged(session: AnySession, found: StoredList, *, listed: set[str]) -> dict[str, Example]:
    """Return what people said; a paper that is on the list was wanted in the end, whatever was said of it."""
    examples: dict[str, Example] = {}
    reasons = candidates.reject_reasons(session, found.id)
    for candidate in candidates.judged(session, found.id):
        arxiv_id = str(candidate.paper.record.arxiv_id)
        document = document_of(candidate.paper)
        said_on = candidate.decided_at.date() if candidate.decided_at else None
        if candidate.state is CandidateState.ACCEPTED:
            tags = {f.name: tuple(candidate.tags.get(f.name, ())) for f in found.spec.taxonomy.facets}
            examples[arxiv_id] = Example(document=document, wanted=True, tags=tags, said_on=said_on)
            continue
        reason = reasons.get(candidate.id)
        if reason == RejectReason.ALREADY_LISTED or arxiv_id in listed:
            continue
        weight = 1.0 if reason in (RejectReason.OUT_OF_SCOPE, RejectReason.WRONG_KIND) else _VAGUE_REJECTION
        examples[arxiv_id] = Example(document=document, wanted=False, weight=weight, said_on=said_on)
    return examples


def _sister_tags(
    session: AnySession, found: StoredList, known: set[str]
) -> list[tuple[str, StoredPaper, Mapping[str, tuple[str, ...]]]]:
    """Return papers of other lists with those of their tags that this list has too, by the shared names.

    The chapters of two lists may be called alike (`Others`, `Survey`) and hold quite different papers: what
    is a heading in both teaches nothing.
    """
    chapters = _headings(found)
    taught: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for sister in lists.every(session):
        if sister.id == found.id:
            continue
        own = chapters & _headings(sister)
        for entry in lists.entries(session, sister.id):
            arxiv_id = entry.record.arxiv_id
            told = {facet: tags for facet, tags in entry.record.tags.items() if facet not in own}
            shared = found.spec.taxonomy.normalise(told)
            if arxiv_id and shared and arxiv_id not in known:
                taught.setdefault(arxiv_id, shared)
    stored = papers.by_ids(session, taught)
    return [(i, paper, taught[i]) for i, paper in stored.items()]


def _headings(found: StoredList) -> set[str]:
    return {f.name for f in found.spec.taxonomy.facets if f.place is ours.TagPlace.HEADING}
