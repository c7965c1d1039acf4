"""The entry as it will stand in the list's file, where that can be told."""

from typing import Any

from service.db.candidates import Candidate
from service.db.engine import AnySession


def entry_preview(session: AnySession, candidate: Candidate) -> Any | None:
    """Return where a candidate's entry goes and how it reads, or nothing while that is not known."""
    del session, candidate
    return None
