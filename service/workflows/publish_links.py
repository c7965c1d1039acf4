"""Where the links of new entries lead: what leads nowhere is a remark in the pull request, never a stop."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.publishing.links import Asked, LinkChecker
from service.workflows.publish_entry import code_of
from service.workflows.publish_plan import PlannedItem

_LINK = re.compile(r"https?://[^\s<>\"')\]|]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkedItems:
    """Items with what is wrong with their links, and one sentence about all of them, if there is any link."""

    items: tuple[PlannedItem, ...]
    words: str


def with_dead_links(items: Sequence[PlannedItem], links: LinkChecker, *, ask: bool) -> LinkedItems:
    """Remark on links that lead nowhere; without `ask`, by what is remembered of them."""
    found = {item.candidate.id: links_of(item) for item in items}
    asked = links.check((url for urls in found.values() for url in urls), ask=ask)
    remarked = tuple(
        replace(
            item,
            notes=(
                *item.notes,
                *(f"{u} {asked.faults[u]}" for u in found[item.candidate.id] if u in asked.faults),
            ),
        )
        for item in items
    )
    return LinkedItems(remarked, _words(asked))


def links_of(item: PlannedItem) -> tuple[str, ...]:
    """Return the addresses in an entry, and that of its code."""
    code = code_of(item.candidate.paper.record)
    urls = [url.rstrip(".,;") for url in _LINK.findall(item.entry_text)]
    return tuple(dict.fromkeys([*urls, *([code.value] if code else [])]))


def _words(asked: Asked) -> str:
    fine, faulty, unknown = len(asked.fine), len(asked.faults), len(asked.unknown)
    told = (
        (fine, "answering"),
        (faulty, "leading nowhere"),
        (unknown, "to be asked before anything is sent"),
    )
    said = [f"{number} {words}" for number, words in told if number]
    return f"Links besides arXiv's: {', '.join(said)}." if said else ""
