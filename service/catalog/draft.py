"""A catalog entry written for a person to look over: the same values that `load_spec` reads, with remarks."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from service.domain.lists import ListSpec
from service.domain.taxonomy import Facet, Tag, TagPlace

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ./-]*[A-Za-z0-9/]|[A-Za-z]")
_WIDTH = 108
_USUAL_ORDER = ListSpec(slug="-", name="-", repository="-", source_name="-").order
_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def render_spec(
    spec: ListSpec,
    *,
    remarks: Sequence[str] = (),
    about_query: Sequence[str] = (),
    about_habits: Sequence[str] = (),
    counts: Mapping[tuple[str, str], int] | None = None,
) -> str:
    """Return the YAML of a catalog entry; `counts` say how many entries have a tag of a facet."""
    lines = [
        *_comments(remarks),
        f"slug: {spec.slug}",
        *([f"aliases: [{', '.join(spec.aliases)}]"] if spec.aliases else []),
        f"name: {_scalar(spec.name)}",
        f"repository: {_scalar(spec.repository)}",
        f"source_name: {_scalar(spec.source_name)}",
        f"paths: [{', '.join(_scalar(path) for path in spec.paths)}]",
        *(f"{key}: {_scalar(text)}" for key, text in _texts(spec) if text),
        "# invited: publications go to the repository; ask first: nothing goes there yet; never: nothing.",
        f"policy: {spec.policy}",
        "# patch: a file to send or apply; branch: a push; github: a pull request.",
        f"channel: {spec.channel}",
        f"branch: {spec.branch}",
        "# How many candidates a day the queue is meant to get at most.",
        f"daily: {spec.daily}",
        *(
            ["# Papers that the list wants with a lower probability stay out of the queue."]
            if spec.least
            else []
        ),
        *([f"least: {f'{spec.least:.6f}'.rstrip('0').rstrip('.')}"] if spec.least else []),
        *([f"order: {_scalar(spec.order)}"] if spec.order != _USUAL_ORDER else []),
        *_comments(about_query),
        *_query(spec.query),
        *_comments(about_habits),
        *_habits(spec.habits),
        *_facets(spec.taxonomy.facets, counts or {}),
    ]
    return "\n".join(lines) + "\n"


def _texts(spec: ListSpec) -> tuple[tuple[str, str], ...]:
    return ("homepage", spec.homepage), ("description", spec.description)


def _comments(remarks: Sequence[str]) -> Iterator[str]:
    for remark in remarks:
        indent = " " * (len(remark) - len(remark.lstrip()))
        if indent:  # YAML that somebody may want to take the comment sign from
            yield f"# {indent}{_printable(remark.strip())}"
            continue
        yield from textwrap.wrap(
            _printable(remark.strip()),
            _WIDTH,
            initial_indent=f"# {indent}",
            subsequent_indent=f"# {indent}",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _printable(text: str) -> str:
    """Keep whatever a list says inside its comment line."""
    return "".join(c if c.isprintable() else " " for c in text)


def _scalar(text: str) -> str:
    """Quote whatever YAML could take for something else; JSON's strings are YAML's."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED:
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _query(query: str) -> Iterator[str]:
    if not query:
        return
    yield "query: >-"
    yield from textwrap.wrap(
        query,
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _habits(habits: Mapping[str, str]) -> Iterator[str]:
    if habits:
        yield "habits:"
        yield from (f"  {_scalar(name)}: {_scalar(value)}" for name, value in habits.items())


def _facets(facets: Sequence[Facet], counts: Mapping[tuple[str, str], int]) -> Iterator[str]:
    if facets:
        yield "facets:"
    for facet in facets:
        yield f"  - name: {facet.name}"
        yield f"    title: {_scalar(facet.title)}"
        if facet.place is not TagPlace.NOWHERE:
            yield f"    place: {facet.place}"
        if facet.marker:
            yield f"    marker: {_scalar(facet.marker)}"
        if facet.exclusive:
            yield "    exclusive: true"
        if facet.definition:
            yield f"    definition: {_scalar(facet.definition)}"
        yield "    tags:"
        for tag in facet.tags:
            yield from _tag(tag, counts.get((facet.name, tag.name)))


def _tag(tag: Tag, count: int | None) -> Iterator[str]:
    yield f"      - name: {tag.name}" + (f" # {_entries(count)}" if count is not None else "")
    if tag.definition:
        yield f"        definition: {_scalar(tag.definition)}"
    for key, texts in (("spellings", tag.spellings), ("drifted", tag.drifted), ("cues", tag.cues)):
        if texts:
            yield f"        {key}: [{', '.join(_scalar(text) for text in texts)}]"


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
