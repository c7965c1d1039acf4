"""Updates for pictures and pages: what happened to a few listed papers."""

from datetime import timedelta

from service.db import lists, papers, updates
from service.db.circuits import DatabaseCircuit
from service.db.engine import reading, writing
from service.domain.papers import ArxivId, PaperRecord
from service.domain.updates import UpdateVerdict
from service.errors import SourceError
from service.workflows.updates import decide
from service.workflows.watch import watch
from tests.factories import World, person

_COMMENTS = (
    "Accepted at CVPR 2026. 14 pages, 6 figures",
    "This paper has been withdrawn by the authors due to an error in Table 2",
    "Code is available at https://github.com/ada/fewer-tokens",
)


def make_updates(world: World) -> None:
    """Let listed preprints be published, withdrawn, and get their code; arXiv has had a bad moment, too."""
    with reading(world.engine) as session:
        entries = [e.record for e in lists.entries(session, world.list_id) if e.record.arxiv_id]
    plain = [e for e in entries if e.venue.startswith("arXiv") and "code" not in e.links]
    records = [
        PaperRecord(arxiv_id=ArxivId(e.arxiv_id or ""), title=e.title, abstract="A text.", comment=comment)
        for e, comment in zip(plain, _COMMENTS, strict=False)
    ]
    with writing(world.engine) as session:
        papers.store(session, records, now=world.now - timedelta(hours=6))
    watch(world.engine, clock=lambda: world.now)
    circuit = DatabaseCircuit(world.engine, "arxiv", clock=lambda: world.now - timedelta(hours=8))
    circuit.tell(SourceError("arXiv has trouble (HTTP 500); try again later."))
    circuit.tell(None)


def confirm_updates(world: World, count: int) -> None:
    """Let ada confirm the first of a list's updates."""
    with reading(world.engine) as session:
        found = updates.every(session, world.list_id)[:count]
    for update in found:
        with writing(world.engine) as session:
            user = person(session, "ada")
            place = {"revision": update.revision, "list_id": update.list_id}
            decide(session, update.id, UpdateVerdict.CONFIRM, **place, user=user, now=world.now)
