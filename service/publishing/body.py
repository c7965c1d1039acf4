"""The text of a pull request: what it adds and why, for the maintainer; and the same for machines, hidden."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from service.publishing.texts import markdown_text

_HOW_TO_DROP = (
    "To leave a paper out, delete its line on this branch or comment `/listkeeper drop ID`; it will not be "
    "offered again. Closing this pull request leaves all of them out."
)
_BLOCK = re.compile(r"<!-- listkeeper (\{.*?\}) -->", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyItem:
    """One paper as the pull request tells of it. `sources` say where venue and code were taken from."""

    arxiv_id: str
    title: str
    section: tuple[str, ...] = ()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relevance: float | None = None
    nearest: tuple[str, ...] = ()
    reviewer: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedItem:
    """An entry that is brought up to date, as the pull request tells of it; `source` is in its own words."""

    arxiv_id: str
    title: str
    change: str
    source: str
    reviewer: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HiddenBlock:
    """What a pull request says of itself to us: enough to know it again after our database is gone."""

    list: str
    base: str
    papers: tuple[str, ...]


def render_body(
    items: Sequence[BodyItem],
    *,
    list_name: str,
    checks: Sequence[str],
    hidden: HiddenBlock,
    updated: Sequence[UpdatedItem] = (),
) -> str:
    """Return the body in Markdown; the same papers give the same text."""
    everything: list[BodyItem | UpdatedItem] = [*items, *updated]
    lines = [
        *(_added(items, list_name) if items else ()),
        *(_brought_up_to_date(updated, list_name) if updated else ()),
        *_section("Taken from", (_told(item, item.sources) for item in items if item.sources)),
        *_section("Please look at", (_told(each, each.notes) for each in everything if each.notes)),
        *_section("Checked", (f"- {markdown_text(check)}" for check in checks)),
        _HOW_TO_DROP,
        "",
        _hidden(hidden),
        "",
    ]
    return "\n".join(lines)


def read_hidden(body: str) -> HiddenBlock | None:
    """Return what a pull request's body says to us, if it is one of ours."""
    found = _BLOCK.search(body)
    if found is None:
        return None
    try:
        said = json.loads(found[1])
        return HiddenBlock(str(said["list"]), str(said["base"]), tuple(str(p) for p in said["papers"]))
    except (ValueError, KeyError, TypeError, RecursionError):  # anybody may write one
        return None


def _added(items: Sequence[BodyItem], list_name: str) -> list[str]:
    count = "one paper" if len(items) == 1 else f"{len(items)} papers"
    return [
        f"This adds {count} to {markdown_text(list_name)}.",
        f"A model proposed them; {_people(items)} read and confirmed each one.",
        "",
        "| Paper | Where | Tags | Relevance | Nearest on the list | Confirmed by |",
        "|---|---|---|---|---|---|",
        *(_row(item) for item in items),
        "",
    ]


def _brought_up_to_date(updated: Sequence[UpdatedItem], list_name: str) -> list[str]:
    count = "one entry" if len(updated) == 1 else f"{len(updated)} entries"
    rows = (
        "| "
        + " | ".join(
            (
                f"[{markdown_text(item.title)}](https://arxiv.org/abs/{item.arxiv_id})",
                markdown_text(item.change),
                markdown_text(item.source),
                markdown_text(item.reviewer) or "–",
            )
        )
        + " |"
        for item in updated
    )
    return [
        f"This brings {count} of {markdown_text(list_name)} up to date; a person confirmed each change.",
        "",
        "| Paper | Change | What the paper says | Confirmed by |",
        "|---|---|---|---|",
        *rows,
        "",
    ]


def _row(item: BodyItem) -> str:
    tags = "<br>".join(
        f"{markdown_text(facet)}: {', '.join(markdown_text(t) for t in tags)}"
        for facet, tags in item.tags.items()
    )
    cells = (
        f"[{markdown_text(item.title)}](https://arxiv.org/abs/{item.arxiv_id})",
        " / ".join(markdown_text(heading) for heading in item.section[-2:]),
        tags or "–",
        "–" if item.relevance is None else f"{item.relevance:.2f}",
        ", ".join(f"[{i}](https://arxiv.org/abs/{i})" for i in item.nearest) or "–",
        markdown_text(item.reviewer) or "–",
    )
    return f"| {' | '.join(cells)} |"


def _told(item: BodyItem | UpdatedItem, texts: Sequence[str]) -> str:
    return f"- {item.arxiv_id}: {'; '.join(markdown_text(text) for text in texts)}"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return [f"**{title}**", "", *found, ""] if found else []


def _people(items: Sequence[BodyItem]) -> str:
    names = sorted({item.reviewer for item in items if item.reviewer})
    return ", ".join(markdown_text(name) for name in names) or "a person"


def _hidden(hidden: HiddenBlock) -> str:
    """Nothing in the block can end the comment: `-`, `<` and `>` are written as escapes."""
    text = json.dumps(asdict(hidden), sort_keys=True)
    for mark in "-<>":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return f"<!-- listkeeper {text} -->"
