"""A list's settings and taxonomy, changed in the browser: checked, kept beside the catalog entry, told."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from service.catalog.query import query_fault
from service.db import ledger, list_changes, lists, retagging
from service.db.engine import AnySession, WriteSession
from service.db.lists import StoredList
from service.db.turns import take_list
from service.domain.lists import Channel, Policy, spec_to_mapping
from service.domain.people import User
from service.domain.queue_mix import QueueOrder
from service.domain.taxonomy_edit import TaxonomyChange, TaxonomyEdit, decide_edit
from service.errors import BadInput, Conflict
from service.lists import Habits

FIELDS = ("query", "daily", "least", "order", "policy", "channel", "branch", "habits")
_MOST_DAILY = 1000
_LONGEST_QUERY = 8000  # characters


def change_settings(
    session: WriteSession, found: StoredList, given: Mapping[str, str], *, user: User, now: datetime
) -> list[str]:
    """Change a list's settings and return which changed; what is as in the catalog is not kept.

    Raises:
        BadInput: a value cannot be used; the text says which.
    """
    wanted = {name: _READ[name](given[name]) for name in FIELDS if name in given}
    found = _taken(session, found)
    own = spec_to_mapping(list_changes.catalog_spec(session, found.id))
    before = spec_to_mapping(found.spec)
    kept = {
        name: value for name, value in list_changes.of_list(session, found.id).items() if name not in wanted
    }
    kept |= {name: value for name, value in wanted.items() if value != own[name]}
    changed = [name for name, value in wanted.items() if value != before[name]]
    if changed:
        list_changes.replace(session, found.id, kept)
        ledger.note(
            session,
            at=now,
            actor=user.name,
            action="settings",
            subject=f"list:{found.slug}",
            before={name: before[name] for name in changed},
            after={name: wanted[name] for name in changed},
        )
    return changed


def preview_edit(
    session: AnySession, found: StoredList, edit: TaxonomyEdit
) -> tuple[TaxonomyChange, retagging.Tagged]:
    """Return what an edit would do, and how many entries, verdicts and proposals have the tag now.

    Raises:
        BadInput: it cannot be done.
    """
    change = decide_edit(found.spec.taxonomy, edit)
    return change, retagging.count(session, found.id, edit.facet, edit.tag)


def change_taxonomy(
    session: WriteSession, found: StoredList, edit: TaxonomyEdit, *, seen: str, user: User, now: datetime
) -> TaxonomyChange:
    """Change a list's taxonomy; tags follow a merge at once, and new spellings at the next sync.

    Raises:
        Conflict: somebody changed the list since `seen`.
        BadInput: it cannot be done.
    """
    found = _taken(session, found)
    if found.mark != seen:
        raise Conflict("The list's settings have changed since the page was made; look at them again.")
    change = decide_edit(found.spec.taxonomy, edit)
    changes = list_changes.of_list(session, found.id)
    changes["taxonomy"] = [asdict(facet) for facet in change.after.facets]
    list_changes.replace(session, found.id, changes)
    for old, new in change.moved.items():
        retagging.move(session, found.id, edit.facet, old, new)
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action=f"taxonomy {edit.kind}",
        subject=f"list:{found.slug}",
        before={"facet": edit.facet, "tag": edit.tag},
        after={"word": edit.word, "into": edit.into, "words": list(edit.words), "says": change.says},
    )
    return change


def back_to_catalog(session: WriteSession, found: StoredList, *, user: User, now: datetime) -> None:
    """Let a list be as its catalog entry says again, taxonomy and all."""
    take_list(session, found.id)
    before = list_changes.of_list(session, found.id)
    list_changes.replace(session, found.id, {})
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="settings",
        subject=f"list:{lists.by_id(session, found.id).slug}",
        before={name: value for name, value in before.items() if name != "taxonomy"},
        after={"as in the catalog": sorted(before)},
    )


def _taken(session: WriteSession, found: StoredList) -> StoredList:
    """Return a list as it is now, and as nobody else changes it until this session ends."""
    take_list(session, found.id)
    return lists.by_id(session, found.id)


def _query(text: str) -> str:
    plain = " ".join(text.split())
    fault = query_fault(plain) if plain else None
    if fault is not None or len(plain) > _LONGEST_QUERY:
        raise BadInput(f"The query is not arXiv's syntax: {fault or 'it is too long'}; mend it.")
    return plain


def _whole(text: str) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= _MOST_DAILY:
        raise BadInput(f"Papers a day are a number from 1 to {_MOST_DAILY}, not {text[:20]!r}.")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise BadInput(f"The least relevance is a number from 0 to 1, not {text[:20]!r}.")
    return value


def _choice(kind: type[StrEnum], what: str) -> Any:
    known = [str(each) for each in kind]

    def read(text: str) -> str:
        if text not in known:
            raise BadInput(f"{what} is one of: {', '.join(known)}; not {text[:20]!r}.")
        return text

    return read


def _branch(text: str) -> str:
    plain = text.strip()
    if not plain or len(plain) > 80 or any(not (c.isalnum() or c in "-_./") for c in plain) or ".." in plain:  # noqa: PLR2004
        raise BadInput("A branch name has letters, digits, '-', '_', '.' and '/'; choose another one.")
    return plain


def _habits(text: str) -> dict[str, str]:
    """Read lines such as `order = newest first`; the part before the sign is a habit or a section."""
    found = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, sign, value = (part.strip() for part in line.partition("="))
        if not sign or not name or not value:
            raise BadInput(f"{line[:60]!r} is no habit; write one a line, like `blank lines = 1`.")
        found[name] = value
    Habits.from_catalog(found)
    return found


_READ: Mapping[str, Any] = {
    "query": _query,
    "daily": _whole,
    "least": _share,
    "order": _choice(QueueOrder, "The queue's order"),
    "policy": _choice(Policy, "The policy"),
    "channel": _choice(Channel, "The channel"),
    "branch": _branch,
    "habits": _habits,
}
