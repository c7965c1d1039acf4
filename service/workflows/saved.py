"""Saved selections: give one a name, take it away again."""

import re
import unicodedata
from datetime import datetime

from service.db import ledger, saved
from service.db.engine import WriteSession
from service.db.lists import StoredList
from service.db.saved import SavedSelection
from service.domain.selections import Selection
from service.errors import BadInput, Conflict, NotFound

LONGEST_NAME = 60  # characters


def save_selection(
    session: WriteSession, found: StoredList, name: str, selection: Selection, *, actor: str, now: datetime
) -> SavedSelection:
    """Name a selection of a list; the name makes its address, which never changes.

    Raises:
        BadInput: the name cannot be used, or the selection is the whole list.
        Conflict: another selection of the list has this name.
    """
    plain = " ".join(name.split())
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if not slug or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise BadInput(f"A selection's name has letters or digits, at most {LONGEST_NAME}; choose another.")
    if selection.is_empty():
        raise BadInput("This is the whole list; choose tags or words first, then save the selection.")
    if saved.by_slug(session, found.id, slug) is not None:
        raise Conflict(f"{found.spec.name} has a saved selection of that name; choose another name.")
    made = SavedSelection(plain, slug, selection.query)
    saved.save(session, found.id, made, actor=actor, now=now)
    subject = f"list:{found.slug} {slug}"
    ledger.note(
        session, at=now, actor=actor, action="save selection", subject=subject, after={"query": made.query}
    )
    return made


def forget_selection(
    session: WriteSession, found: StoredList, slug: str, *, actor: str, now: datetime
) -> None:
    """Take a saved selection away; its feed ends.

    Raises:
        NotFound: there is none of that name.
    """
    if not saved.forget(session, found.id, slug):
        raise NotFound("There is no such saved selection any more; reload the page.")
    subject = f"list:{found.slug} {slug}"
    ledger.note(session, at=now, actor=actor, action="forget selection", subject=subject)
