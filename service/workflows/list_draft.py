"""The catalog entry of a list that was just read, put in place whole, with all that is worth a look."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from service.catalog import load_spec
from service.catalog.draft import render_spec
from service.domain.lists import ListSpec
from service.errors import ListkeeperError
from service.lists import Habits
from service.lists.onboarding.onboard import Description
from service.lists.onboarding.phrases import Query

_SHOWN = 20  # sections whose order is written down


def write_draft(
    path: Path, spec: ListSpec, found: Description, habits: Habits, unsure: Sequence[str]
) -> None:
    """Put the entry in place after it was read back; an older one is kept beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(_render(spec, found, habits, unsure), encoding="utf-8")
    try:
        load_spec(new)
    except ListkeeperError:
        new.unlink()
        raise
    if path.exists():
        shutil.copy2(path, path.with_suffix(".yaml.before"))
    new.replace(path)


def recall_in_words(query: Query, measured_on: str) -> str:
    """Say which of a list's papers its query finds, and what it lets through besides."""
    if query.passed is None:
        besides = f"by its words, about {query.expected:.0%} of all papers meet it"
    else:
        besides = f"lets {query.passed:.1%} of all known papers through"
    return f"{query.recall:.0%} of {measured_on}, and {besides}"


def _render(spec: ListSpec, found: Description, habits: Habits, unsure: Sequence[str]) -> str:
    return render_spec(
        spec,
        remarks=_remarks(found, unsure),
        about_query=[f"Recalls {recall_in_words(found.query, found.measured_on)}."],
        about_habits=_about_habits(habits),
        counts={(f.name, t.name): t.count for f in found.facets for t in f.tags},
    )


def _remarks(found: Description, unsure: Sequence[str]) -> list[str]:
    remarks = [
        f"Written by `listkeeper lists add`: {found.entries} entries in {', '.join(found.paths)}.",
        "Look it over: what is wrong here is wrong in the queue.",
    ]
    return [*remarks, "What it is unsure of:", *(f"- {doubt}" for doubt in unsure)] if unsure else remarks


def _about_habits(habits: Habits) -> list[str]:
    told = [
        "How the list is kept. It is learned anew from the newest history at each insertion; to fix an order",
        "instead, take the comment signs of `habits` away.",
        *(f"- {name}: {words}" for name, words in habits.words.items()),
    ]
    rules = [f"  {_quoted(section)}: {rule}" for section, rule in list(habits.order.items())[:_SHOWN]]
    return [*told, "habits:", *rules] if rules else told


def _quoted(section: str) -> str:
    return "'" + section.replace("'", "''") + "'"
