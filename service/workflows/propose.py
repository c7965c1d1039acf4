"""Propose: rank the papers that a list has not judged, and say which tags it would give to the best."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Engine

from classifier import Bundle, BundleError, Encoder, Suggestion, load_bundle
from service.db import bundles, candidates, lists, papers, proposals
from service.db.engine import AnySession, reading, writing
from service.db.lists import StoredList
from service.db.papers import StoredPaper
from service.domain.papers import title_key
from service.domain.review import CandidateSource
from service.errors import SetupError
from service.settings import Settings
from service.workflows.examples import document_of
from service.workflows.liken import liken_papers
from service.workflows.queue_orders import place_candidates
from service.workflows.runs import Clock, Progress, no_progress, recorded, utc_now
from service.workflows.vectors import Encoders

_BATCH = 50  # proposals stored at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What proposing for a list came to."""

    slug: str
    ranked: int
    proposed: int
    why: str = ""


def propose(
    engine: Engine,
    settings: Settings,
    *,
    only: str | None = None,
    since: date | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> list[Proposed]:
    """Put the likeliest papers into each list's queue, at most `daily` for each day of papers.

    Where nothing is as likely as the list asks for and nobody has judged a paper for it yet, the likeliest
    come all the same: how likely they are is learned from verdicts, and without a queue there are none.
    Papers submitted before `since` are left out. Running it again refreshes the same candidates.

    Raises:
        NotFound: there is no list of that name.
        Conflict: proposing is running already.
        SetupError: encoder or bundle cannot be used; the text names the command.
    """
    with reading(engine) as session:
        chosen = [lists.by_slug(session, only)] if only else lists.every(session)
    encoders = Encoders(engine, settings, progress)
    done: list[Proposed] = []
    with recorded(engine, "propose", clock=clock) as run:
        for number, found in enumerate(chosen, start=1):
            done.append(_propose_for(engine, settings, found, encoders, since, clock))
            progress("Proposing papers", number, len(chosen))
            run.say(**{found.slug: done[-1].proposed})
        run.say(new_neighbours=liken_papers(engine, encoders.first()))
    return done


def _propose_for(
    engine: Engine,
    settings: Settings,
    found: StoredList,
    encoders: Encoders,
    since: date | None,
    clock: Clock,
) -> Proposed:
    with writing(engine) as session:
        candidates.mark_listed(session, found.id, now=clock())
    with reading(engine) as session:
        current = bundles.in_use(session, found.id)
        pool = _unlisted(session, found, papers.since(session, since))
        undecided = papers.by_row_ids(session, list(candidates.undecided_papers(session, found.id)))
        queued = _unlisted(session, found, undecided.values())
        is_first = not candidates.decided_papers(session, found.id)
    if current is None:
        missing = ("trained", "train") if found.synced_at else ("read", "lists sync")
        why = "not {} yet; run `listkeeper {}`".format(*missing)
        return Proposed(slug=found.slug, ranked=len(pool), proposed=0, why=why)
    encoder = encoders.of(*current.encoder)
    bundle = open_bundle(settings, current.folder, encoder)
    by_id = {str(p.record.arxiv_id): p for p in [*pool, *queued]}
    documents = [document_of(p) for p in pool]
    days = {d.date for d in documents}
    best = [i for i, _ in bundle.rank(documents, encoder, limit=found.spec.daily * max(1, len(days)))]
    waiting = {str(p.record.arxiv_id) for p in queued}  # however old: no queue speaks with two voices
    wanted = [document_of(by_id[i]) for i in dict.fromkeys([*best, *sorted(waiting)])]
    scored = bundle.suggest(wanted, encoder)
    likely = {s.id for s in scored if s.relevance >= found.spec.least}
    if is_first and not likely:
        likely = {s.id for s in sorted(scored, key=lambda s: -s.relevance)[: found.spec.daily]}
    suggestions = [s for s in scored if s.id in likely or s.id in waiting]
    for start in range(0, len(suggestions), _BATCH):
        store_suggestions(engine, found, current.id, suggestions[start : start + _BATCH], by_id, clock)
    with writing(engine) as session:
        place_candidates(session, found, today=clock().date())
    why = "" if suggestions or not scored else _why_none(found, max(s.relevance for s in scored))
    return Proposed(slug=found.slug, ranked=len(pool), proposed=len(suggestions), why=why)


def _why_none(found: StoredList, best: float) -> str:
    return f"the likeliest is {best:.2g}, below the {found.spec.least:g} of `least` in its settings"


def open_bundle(settings: Settings, folder: str, encoder: Encoder) -> Bundle:
    """Load a list's bundle.

    Raises:
        SetupError: it is damaged, gone, or of another encoder.
    """
    try:
        return load_bundle(settings.data_dir / folder, encoder)
    except BundleError as exc:
        raise SetupError(f"{exc} Run `listkeeper train --anew` to make it again.") from exc


def _unlisted(session: AnySession, found: StoredList, some: Iterable[StoredPaper]) -> list[StoredPaper]:
    """Return those papers that the list has neither listed, under whatever link, nor judged."""
    listed = lists.listed_ids(session, found.id)
    titles = lists.listed_title_keys(session, found.id)
    decided = candidates.decided_papers(session, found.id)
    return [
        paper
        for paper in some
        if paper.id not in decided
        and str(paper.record.arxiv_id) not in listed
        and title_key(paper.record.title) not in titles
    ]


def store_suggestions(
    engine: Engine,
    found: StoredList,
    bundle_id: int,
    suggestions: Sequence[Suggestion],
    by_id: dict[str, StoredPaper],
    clock: Clock,
) -> None:
    """Store what a bundle said of papers, and put them into the list's queue."""
    with writing(engine) as session:
        for suggestion in suggestions:
            candidate_id = candidates.add(
                session,
                list_id=found.id,
                paper_id=by_id[suggestion.id].id,
                source=CandidateSource.CRAWL,
                relevance=suggestion.relevance,
                now=clock(),
            )
            proposals.add(
                session,
                candidate_id=candidate_id,
                bundle_id=bundle_id,
                relevance=suggestion.relevance,
                scores=suggestion.tags,
                proposed=suggestion.proposed,
                abstained=suggestion.abstained,
                evidence=asdict(suggestion.evidence),
                now=clock(),
            )
