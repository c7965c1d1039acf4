"""What each waiting update would change in its list, one by one: what a person sees before confirming."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.db import lists
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.updates import EntryUpdate
from service.publishing.patch import unified_diff
from service.workflows.publish_updates import revise_files


@dataclass(frozen=True, slots=True)
class UpdateChange:
    """The diff that an update would make, or why it cannot be made."""

    diff: str = ""
    problem: str = ""


def preview_updates(
    session: AnySession, found: StoredList, wanted: Sequence[EntryUpdate]
) -> list[UpdateChange]:
    """Return what each update would change in the list as it was synced last."""
    shots = {path: lists.snapshot(session, found.id, found.head or "", path) for path in found.spec.paths}
    files = {path: shot.content for path, shot in shots.items() if shot is not None}
    done = []
    for update in wanted:
        revised = revise_files(files, found.spec, [update])
        if revised.refused:
            done.append(UpdateChange(problem=revised.refused[0].reason))
            continue
        changed = {path: data for path, data in revised.files.items() if data != files[path]}
        done.append(UpdateChange(diff=unified_diff(files, changed)))
    return done
