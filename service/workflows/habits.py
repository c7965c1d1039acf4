"""The habits of a list of the catalog: learned from its mirror, overridden by its catalog entry."""

from service.errors import NotFound
from service.lists import Habits, learn_habits, past_additions, read_document
from service.publishing.history import read_revisions
from service.publishing.mirror import mirror_path, open_mirror
from service.publishing.tree import read_file
from service.settings import Settings
from service.workflows.catalog import known_specs


def list_habits(settings: Settings, name: str, *, path: str | None = None) -> dict[str, Habits]:
    """Return how each of a list's files is kept, as it was last synced; what the catalog fixes stands first.

    Raises:
        NotFound: there is no list of that name, or it has no such file.
        BadInput: it was never synced, or the catalog fixes a habit that there is not.
    """
    spec = next((s for s in known_specs(settings) if name == s.slug or name in s.aliases), None)
    if spec is None:
        raise NotFound(f"There is no list, file or folder {name!r}; `listkeeper lists show` names the lists.")
    if path is not None and path not in spec.paths:
        raise NotFound(f"{spec.slug} has no file {path!r}; it has {', '.join(spec.paths)}.")
    mirror = open_mirror(mirror_path(settings.data_dir, spec.slug))
    found = {}
    for file in spec.paths if path is None else (path,):
        data = read_file(mirror.path, mirror.head, file)
        history = past_additions(read_revisions(mirror.path, file, revision=mirror.head))
        learned = learn_habits(read_document(data, path=file, taxonomy=spec.taxonomy), history)
        found[file] = learned.overridden(spec.habits)
    return found
