"""Which lists there are: the built-in catalog, and the operator's own files."""

from pathlib import Path

from service.catalog import built_in_catalog, load_catalog
from service.domain.lists import ListSpec
from service.settings import Settings


def known_specs(settings: Settings) -> tuple[ListSpec, ...]:
    """Return the catalog: built in, then the operator's folder, which wins where names are equal.

    A list whose file lies in `removed` in the operator's folder is left out.

    Raises:
        NotFound: the operator's folder is named but not there.
        BadInput: a file cannot be understood; the text names file and line.
    """
    folders = [built_in_catalog()]
    own = own_catalog(settings)
    if settings.catalog_dir is not None or own.is_dir():
        folders.append(own)
    return tuple(spec for spec in load_catalog(folders) if not removed_path(settings, spec.slug).exists())


def own_catalog(settings: Settings) -> Path:
    """Return the folder of the operator's own catalog files; it need not be there."""
    return settings.catalog_dir or settings.data_dir / "catalog"


def removed_path(settings: Settings, slug: str) -> Path:
    """Return where the catalog entry of a list lies that is not followed any more."""
    return own_catalog(settings) / "removed" / f"{slug}.yaml"
