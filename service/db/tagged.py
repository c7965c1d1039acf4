"""Conditions on tags kept as JSON (facet → names), the same on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH

from service.db.engine import POSTGRES

Wanted = Mapping[str, Sequence[str]]


def has_tags(dialect: str, column: Any, wanted: Wanted) -> ColumnElement[bool]:
    """Accept rows that have, for every facet, at least one of its wanted tags."""
    has = _has_postgres if dialect == POSTGRES else _has_sqlite
    return and_(true(), *(or_(*(has(column, facet, tag) for tag in tags)) for facet, tags in wanted.items()))


def has_tag(dialect: str, column: Any, name: str) -> ColumnElement[bool]:
    """Accept rows that have a tag, given as `facet:tag`, or as `tag` of whatever facet."""
    facet, colon, tag = name.partition(":")
    if colon:
        return has_tags(dialect, column, {facet: [tag]})
    if dialect == POSTGRES:
        found: ColumnElement[bool] = func.jsonb_path_exists(
            cast(column, JSONB),
            cast(literal("$.*[*] ? (@ == $tag)"), JSONPATH),
            cast(literal({"tag": name}, JSONB), JSONB),
        )
        return found
    each = func.json_tree(column).table_valued("atom")
    return select(literal(1)).select_from(each).where(cast(each.c.atom, Text) == name).exists()


def was_called(dialect: str, column: Any, facet: str, keys: Sequence[str]) -> ColumnElement[bool]:
    """Accept rows that have a tag of a facet whose name, without its dashes, is one of these."""
    if dialect == POSTGRES:
        each = func.jsonb_array_elements_text(cast(column, JSONB)[facet]).table_valued("value")
    else:
        each = func.json_each(column, _path(facet)).table_valued("value")
    name = func.replace(cast(each.c.value, Text), "-", "")
    return select(literal(1)).select_from(each).where(name.in_(keys)).exists()


def has_words(columns: Sequence[Any], words: Sequence[str]) -> ColumnElement[bool]:
    """Accept rows that have every word in one of these columns, as a part of a word and in any case."""
    return and_(
        true(), *(or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words)
    )


def _has_postgres(column: Any, facet: str, tag: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = cast(column, JSONB).bool_op("@>")(
        cast(literal({facet: [tag]}, JSONB), JSONB)
    )
    return found


def _has_sqlite(column: Any, facet: str, tag: str) -> ColumnElement[bool]:
    each = func.json_each(column, _path(facet)).table_valued("value")
    return select(literal(1)).select_from(each).where(cast(each.c.value, Text) == tag).exists()


def _path(facet: str) -> str:
    return '$."' + facet.replace('"', "") + '"'
