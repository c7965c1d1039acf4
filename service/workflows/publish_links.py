"""Where new links lead: what leads nowhere is a remark in the pull request, never a stop."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.publishing.links import Asked, LinkChecker
from service.workflows.publish_entry import code_of
from service.workflows.publish_plan import Plan, PlannedItem
from service.workflows.publish_updates import PlannedUpdate

_LINK = re.compile(r"https?://[^\s<>\"')\]|]+", re.IGNORECASE)


def with_dead_links(plan: Plan, links: LinkChecker, *, ask: bool) -> tuple[Plan, str]:
    """Remark on new links that lead nowhere; without `ask`, by what is remembered of them.

    The words say what is known of all of them; they are empty where there is no new link.
    """
    of_items = [links_of(item) for item in plan.items]
    of_updates = [new_links(update) for update in plan.updates]
    asked = links.check((url for urls in (*of_items, *of_updates) for url in urls), ask=ask)
    items = tuple(
        replace(item, notes=(*item.notes, *_faults(asked, urls)))
        for item, urls in zip(plan.items, of_items, strict=True)
    )
    updates = tuple(
        replace(update, notes=(*update.notes, *_faults(asked, urls)))
        for update, urls in zip(plan.updates, of_updates, strict=True)
    )
    return replace(plan, items=items, revised=replace(plan.revised, updates=updates)), _words(asked)


def links_of(item: PlannedItem) -> tuple[str, ...]:
    """Return the addresses in an entry and in what comes with it, and that of its code."""
    code = code_of(item.candidate.paper.record)
    texts = (item.entry_text, *(extra.text for extra in item.extras if extra.is_on))
    urls = [url for text in texts for url in _addresses(text)]
    return tuple(dict.fromkeys([*urls, *([code.value] if code else [])]))


def new_links(update: PlannedUpdate) -> tuple[str, ...]:
    """Return the addresses that an entry holds once it is up to date, and did not hold before."""
    known = set(_addresses(update.before))
    return tuple(dict.fromkeys(url for url in _addresses(update.after) if url not in known))


def _addresses(text: str) -> list[str]:
    return [url.rstrip(".,;") for url in _LINK.findall(text)]


def _faults(asked: Asked, urls: Sequence[str]) -> list[str]:
    return [f"{url} {asked.faults[url]}" for url in urls if url in asked.faults]


def _words(asked: Asked) -> str:
    fine, faulty, unknown = len(asked.fine), len(asked.faults), len(asked.unknown)
    told = (
        (fine, "answering"),
        (faulty, "leading nowhere"),
        (unknown, "to be asked before anything is sent"),
    )
    said = [f"{number} {words}" for number, words in told if number]
    return f"Links besides arXiv's: {', '.join(said)}." if said else ""
