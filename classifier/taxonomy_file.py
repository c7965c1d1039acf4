"""Taxonomies from YAML: written for the classifier alone, or the one inside a catalog file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier.errors import InputError
from classifier.types import Constraint, Facet, Tag, Taxonomy

_TRUE = ("true", "yes", "on")


def read_taxonomy(path: Path) -> Taxonomy:
    """Return the taxonomy of a YAML file.

    `facets` is a list of objects or a mapping by name; so is each facet's `tags`, where a tag may also be
    just a name, or a name with its definition. `constraints` are optional.

    Raises:
        InputError: the file cannot be read or holds no facets; the text says where.
    """
    import yaml  # noqa: PLC0415 -- only this file needs it

    try:
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 -- builds texts only: a tag `Yes` must not become true
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as exc:
        raise InputError(f"{path} cannot be read as YAML ({exc}).") from exc
    if isinstance(told, dict) and isinstance(told.get("taxonomy"), dict):
        told = told["taxonomy"]
    if not isinstance(told, dict) or "facets" not in told:
        raise InputError(f"{path.name} has no `facets`; see docs/classifier.md for the form.")
    found = Taxonomy(
        facets=tuple(_facet(name, row, path) for name, row in _named(told["facets"], "facets", path)),
        constraints=tuple(_constraint(row, path) for row in told.get("constraints") or ()),
    )
    _refuse_twice([f.name for f in found.facets], "the facet", path)
    for facet in found.facets:
        _refuse_twice([t.name for t in facet.tags], f"in {facet.name} the tag", path)
    for rule in found.constraints:
        _refuse_unknown(rule, found, path)
    return found


def _refuse_twice(names: Sequence[str], what: str, path: Path) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise InputError(f"{path.name}: {what} {name!r} is there twice; keep one.")


def _refuse_unknown(rule: Constraint, taxonomy: Taxonomy, path: Path) -> None:
    facet = taxonomy.facet(rule.facet)
    known = {t.name for t in facet.tags} if facet else set()
    for name in [rule.facet] if facet is None else rule.tags:
        if name not in known:
            what = "tag" if facet else "facet"
            raise InputError(f"{path.name}: a constraint names the {what} {name!r}, which is not there.")


def _facet(name: str, row: Mapping[str, Any], path: Path) -> Facet:
    tags = tuple(_tag(n, r, path) for n, r in _named(row.get("tags") or [], f"the tags of {name}", path))
    return Facet(name=name, tags=tags, exclusive=str(row.get("exclusive", "")).lower() in _TRUE)


def _tag(name: str, row: Mapping[str, Any], path: Path) -> Tag:
    return Tag(
        name=name,
        definition=str(row.get("definition") or ""),
        cues=_texts(row.get("cues"), f"the cues of {name}", path),
        spellings=_texts(row.get("spellings"), f"the spellings of {name}", path),
    )


def _constraint(row: object, path: Path) -> Constraint:
    if not isinstance(row, dict) or not isinstance(row.get("facet"), str):
        raise InputError(f"{path.name}: a constraint needs a `facet` and its `tags`.")
    return Constraint(
        facet=row["facet"],
        tags=_texts(row.get("tags"), "the tags of a constraint", path),
        at_least=_number(row, "at_least", path),
        at_most=_number(row, "at_most", path),
    )


def _number(row: Mapping[str, Any], key: str, path: Path) -> int:
    text = str(row.get(key, "1"))
    if not text.isdigit():
        raise InputError(f"{path.name}: `{key}` must be a number, not {text[:40]!r}.")
    return int(text)


def _named(rows: object, what: str, path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (name, settings) of a list of objects or names, or of a mapping from names to them."""
    if isinstance(rows, dict):
        rows = [{"name": n, **(r if isinstance(r, dict) else {"definition": r})} for n, r in rows.items()]
    if not isinstance(rows, list):
        raise InputError(f"{path.name}: {what} must be a list or a mapping.")
    for row in rows:
        if isinstance(row, dict) and "name" in row:
            yield str(row["name"]), row
        elif isinstance(row, str):
            yield row, {}
        else:
            raise InputError(f"{path.name}: each of {what} needs a `name`.")


def _texts(value: object, what: str, path: Path) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list):
        raise InputError(f"{path.name}: {what} must be a list of texts.")
    return tuple(str(text) for text in value)
