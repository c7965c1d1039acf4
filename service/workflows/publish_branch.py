"""The channel `branch`: our branch in the list's repository, which its maintainers merge or take away.

One that is taken away with papers on it that are not on the list is a no, like a pull request that is closed.
"""

from datetime import datetime

from sqlalchemy import Engine

from service.db import publication_items, publications
from service.db.engine import reading, writing
from service.db.lists import StoredList
from service.db.publications import Publication
from service.db.turns import take_list
from service.domain.publication import PublicationState
from service.publishing.push import branch_at
from service.publishing.sources import ListSource
from service.settings import Settings
from service.workflows.publish_access import token_for
from service.workflows.publish_follow import open_candidates
from service.workflows.publish_memory import MAINTAINERS, refuse
from service.workflows.publish_updates import refuse_updates


def find_lost_branch(
    engine: Engine, settings: Settings, found: StoredList, target: ListSource
) -> Publication | None:
    """Return the open publication whose branch was pushed there, and is there no more.

    Raises:
        PublishError: the repository cannot be read.
    """
    with reading(engine) as session:
        publication = publications.open_of(session, found.id)
    if publication is None or publication.pushed_to != target.where or publication.request_number is not None:
        return None
    if publication.branch != found.spec.branch:
        return None
    is_there = branch_at(target, publication.branch, token=token_for(settings, target.where)) is not None
    return None if is_there else publication


def conclude_branch(engine: Engine, found: StoredList, publication: Publication, *, now: datetime) -> None:
    """Record, on a list that was synced since, what a branch that was taken away came to."""
    with writing(engine) as session:
        take_list(session, found.id)
        still_open = publications.open_of(session, found.id)
        if still_open is None or still_open.id != publication.id:
            return  # all of it has landed
        for candidate in open_candidates(session, publication):
            reason = f"The branch {publication.branch} was taken away with it."
            refuse(session, candidate, reason, now=now)
        refuse_updates(session, publication.id, who=MAINTAINERS, now=now)
        items = publication_items.items_of(session, publication.id)
        has_landed = any(item.landed_text is not None for item in items)
        state = PublicationState.PARTLY_LANDED if has_landed else PublicationState.CLOSED
        problem = f"The branch {publication.branch} was taken away."
        publications.advance(session, publication.id, state, now=now, problem=problem)
