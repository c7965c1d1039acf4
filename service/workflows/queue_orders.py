"""Queue orders: the places that only the classifier can tell, the maintainer's mix, and random samples."""

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np

from classifier import QueueOrder as Ordering
from classifier import Waiting, audit_sample, mix_queue, order_queue, text_hash, text_of
from service.db import audits, bundles, ledger, queue_mixes, queues, vectors
from service.db.engine import AnySession, WriteSession
from service.db.lists import StoredList
from service.db.queues import QueueFilter
from service.domain.people import Role, User
from service.domain.queue_mix import Mix, QueueOrder
from service.errors import BadInput, Forbidden
from service.workflows.examples import document_of

SAMPLED = 20  # papers of a random sample: enough to notice a model that is badly off, read in two minutes
_EVERYTHING = 5000  # places that are kept; nobody reads further
_ORDERINGS = {
    QueueOrder.LIKELIEST: Ordering.LIKELY,
    QueueOrder.LEAST_CERTAIN: Ordering.UNCERTAIN,
    QueueOrder.DIVERSE: Ordering.DIVERSE,
    QueueOrder.OLDEST: Ordering.OLDEST,
}


def place_candidates(session: WriteSession, found: StoredList, *, today: date) -> None:
    """Work out where each waiting candidate stands in the diverse order and in the list's mix."""
    waiting = _waiting(session, found, today)
    mix = queue_mixes.of_list(session, found.id)
    shares = {_ORDERINGS[order]: float(part) for order, part in mix.items()}
    queue_mixes.store_places(
        session,
        found.id,
        diverse=[int(i) for i in order_queue(waiting, Ordering.DIVERSE)],
        mixed=[int(i) for i in mix_queue(waiting, shares)],
    )


def set_mix(session: WriteSession, found: StoredList, mix: Mix, *, user: User, now: datetime) -> None:
    """Let a list's queue be mixed in other parts from now on.

    Raises:
        Forbidden: the person maintains no list.
    """
    if not user.may(Role.MAINTAINER, found.id):
        raise Forbidden("Your account may review but not set the mix; ask a maintainer.")
    before = queue_mixes.of_list(session, found.id)
    queue_mixes.set_of_list(session, found.id, mix)
    place_candidates(session, found, today=now.date())
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="set mix",
        subject=f"list:{found.slug}",
        before={str(k): v for k, v in before.items()},
        after={str(k): v for k, v in mix.items()},
    )


def draw_sample(
    session: WriteSession, found: StoredList, *, user: User, now: datetime, count: int = SAMPLED
) -> int:
    """Draw a random sample of what waits in a list's queue; return how many papers it has.

    Raises:
        BadInput: nothing waits.
    """
    today, everything = now.date(), QueueFilter()
    waiting = queues.ids(session, found.id, everything, today=today)
    if not waiting:
        raise BadInput("Nothing waits in this queue, so there is nothing to draw from.")
    seed = int(now.timestamp())
    drawn = [int(i) for i in audit_sample([str(i) for i in waiting], count, seed=seed)]
    size = queues.size(session, found.id, everything, today=today)
    sample_id = audits.add(
        session,
        list_id=found.id,
        candidate_ids=drawn,
        waiting=size.waiting,
        expected=size.relevant,
        spread=size.spread,
        now=now,
    )
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="draw sample",
        subject=f"list:{found.slug}",
        after={"sample": sample_id, "papers": len(drawn), "waiting": size.waiting, "seed": seed},
    )
    return len(drawn)


def _waiting(session: AnySession, found: StoredList, today: date) -> Sequence[Waiting]:
    candidates = queues.following(session, found.id, QueueFilter(), today=today, limit=_EVERYTHING)
    documents = {c.id: document_of(c.paper) for c in candidates}
    hashes = {i: text_hash(text_of(d)) for i, d in documents.items()}
    current = bundles.in_use(session, found.id)
    model = current.manifest if current else {}
    known = vectors.known(
        session, str(model.get("encoder", "")), str(model.get("revision", "")), hashes.values()
    )
    return [
        Waiting(
            id=str(c.id),
            relevance=c.relevance,
            date=documents[c.id].date,
            vector=_vector(known.get(hashes[c.id])),
        )
        for c in candidates
    ]


def _vector(stored: bytes | None) -> np.ndarray[tuple[int], np.dtype[np.float32]] | None:
    return np.frombuffer(stored, dtype="<f4") if stored is not None else None
