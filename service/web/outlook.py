"""What is probably left in a queue, what a random sample says of that, and the mix of orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from service.boundary import ListMaintainer, ListReviewer, WriteDb, checked_form
from service.db import audits
from service.db.engine import AnySession
from service.db.queue_facts import QueueFacts
from service.domain.queue_mix import MIXED, MOST_PARTS, Mix, QueueOrder, decide_mix
from service.domain.remaining import AuditResult
from service.web.frame import Page, go_to
from service.workflows.queue_orders import SAMPLED, draw_sample, set_mix

router = APIRouter(prefix="/lists/{slug}", include_in_schema=False)

ORDER_WORDS: Mapping[QueueOrder, str] = {
    QueueOrder.LIKELIEST: "Likeliest first",
    QueueOrder.LEAST_CERTAIN: "Least certain first",
    QueueOrder.DIVERSE: "As different as possible",
    QueueOrder.NEWEST: "Newest first",
    QueueOrder.OLDEST: "Oldest first",
    QueueOrder.MIX: "A mix",
}

Part = Annotated[int, Form(ge=0, le=MOST_PARTS)]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the queue page says of the whole queue."""

    mix: Mix
    drawn_at: datetime | None
    audit: AuditResult | None
    may_mix: bool
    sampled: int = SAMPLED
    mixed: tuple[QueueOrder, ...] = MIXED

    @property
    def orders(self) -> Mapping[QueueOrder, str]:
        """The orders to choose from, in words; the sample only where one was drawn."""
        sample = {QueueOrder.SAMPLE: "Random sample"} if self.audit else {}
        return {**ORDER_WORDS, **sample}

    @property
    def choices(self) -> tuple[tuple[QueueOrder, str], ...]:
        """The orders with their words, for a part of a page that is kept."""
        return tuple(self.orders.items())


def make_outlook(session: AnySession, facts: QueueFacts, *, may_mix: bool) -> Outlook:
    """Say a list's mix, and what came of its newest random sample."""
    drawn_at, audit = audits.by_id(session, facts.sample_id) if facts.sample_id else (None, None)
    return Outlook(facts.mix, drawn_at, audit, may_mix)


@router.post("/sample", dependencies=[Depends(checked_form)])
def take_sample(page: Page, session: WriteDb, who: ListReviewer) -> Response:
    """Draw papers at random from what waits, and show them.

    Raises:
        BadInput: nothing waits.
    """
    draw_sample(session, who.list, user=who.user, now=page.now)
    return go_to(f"/lists/{who.list.slug}/queue", order=QueueOrder.SAMPLE)


@router.post("/mix", dependencies=[Depends(checked_form)])
def take_mix(
    page: Page,
    session: WriteDb,
    who: ListMaintainer,
    likeliest: Part = 0,
    least_certain: Part = 0,
    diverse: Part = 0,
    oldest: Part = 0,
) -> Response:
    """Set the parts of a list's mix, and show the queue in it.

    Raises:
        BadInput: all parts are nothing.
        Forbidden: the person is no maintainer of the list.
    """
    parts = {
        QueueOrder.LIKELIEST: likeliest,
        QueueOrder.LEAST_CERTAIN: least_certain,
        QueueOrder.DIVERSE: diverse,
        QueueOrder.OLDEST: oldest,
    }
    mix = decide_mix({str(order): part for order, part in parts.items()})
    set_mix(session, who.list, mix, user=who.user, now=page.now)
    return go_to(f"/lists/{who.list.slug}/queue", order=QueueOrder.MIX)
