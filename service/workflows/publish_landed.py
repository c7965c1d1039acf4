"""Landed: what of a publication stands in the list now, whoever put it there."""

from datetime import datetime

from service.db import candidates, publications
from service.db.engine import WriteSession
from service.domain.publication import PublicationState


def settle(session: WriteSession, list_id: int, *, now: datetime) -> bool:
    """Close a list's open publication once every paper in it is on the list; return whether it was."""
    publication = publications.open_of(session, list_id)
    if publication is None:
        return False
    going = {i.candidate_id for i in publications.items(session, publication.id) if i.refused is None}
    landed = {c.id for c in candidates.accepted(session, list_id, landed=True)}
    if not going or not going <= landed:
        return False
    publications.advance(session, publication.id, PublicationState.LANDED, now=now)
    return True
