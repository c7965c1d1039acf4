"""The rules of a list's own checks, held against the lines that are new; a breach is told of, and no stop."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from service.lists.checking.ci_breaches import Breach, new_breaches
from service.lists.checking.ci_rules import ITEM, ORDER, TWICE, CiRules, read_markdownlint
from service.publishing.ci_config import CiConfig, read_ci_config
from service.publishing.mirror import Mirror
from service.workflows.publish_plan import Plan, PlannedItem
from service.workflows.publish_updates import PlannedUpdate

Lines = Mapping[str, frozenset[int]]  # by path; they count from 1


def with_ci_breaches(mirror: Mirror, plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """Remark on new lines that the list's own checks would mind; and say what those are, if it has any.

    New are the lines of entries, of what comes with them, and of entries that are brought up to date.
    """
    known = {path: rules_of(read_ci_config(mirror.path, mirror.head, path)) for path in plan.changed}
    lines = [lines_of(plan, item) for item in plan.items]
    changed = [lines_of_update(update) for update in plan.updates]
    found = {
        path: new_breaches(plan.before[path], plan.after[path], rules, _together(path, [*lines, *changed]))
        for path, rules in known.items()
    }
    items = tuple(_with_item(item, _told(found, new)) for item, new in zip(plan.items, lines, strict=True))
    updates = tuple(
        _with_update(update, _told(found, new)) for update, new in zip(plan.updates, changed, strict=True)
    )
    breached = sum(new is not old for new, old in zip(items, plan.items, strict=True))
    breached += sum(new is not old for new, old in zip(updates, plan.updates, strict=True))
    checked = replace(plan, items=items, revised=replace(plan.revised, updates=updates))
    return checked, _words(tuple(known.values()), breached)


def rules_of(config: CiConfig) -> CiRules:
    """Return the rules that a repository's checks mean."""
    rules = read_markdownlint(config.settings) if config.markdownlint else {}
    if config.awesome_lint:
        rules |= {ITEM: {}, TWICE: {}}
    if config.order:
        rules |= {ORDER: {}}
    sources = dict.fromkeys(name for name in (config.markdownlint, config.awesome_lint, config.order) if name)
    return CiRules(tuple(sources), rules, config.link_checkers)


def lines_of(plan: Plan, item: PlannedItem) -> Lines:
    """Return the lines of an entry and of what comes with it."""
    found = {item.path: set(_range(item.line, item.entry_text))}
    for extra in item.extras:
        if extra.is_on and extra.text:
            found.setdefault(extra.path, set()).update(places(plan.after[extra.path], extra.text))
    return {path: frozenset(lines) for path, lines in found.items()}


def lines_of_update(update: PlannedUpdate) -> Lines:
    """Return the lines of an entry that is brought up to date."""
    return {update.path: frozenset(_range(update.line, update.after))}


def _range(line: int, text: str) -> range:
    return range(line, line + text.strip("\r\n").count("\n") + 1)


def places(data: bytes, text: str) -> Iterator[int]:
    """Return the lines of a file where a text stands."""
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    wanted = text.replace("\r\n", "\n").strip("\n").split("\n")
    for at in range(len(lines) - len(wanted) + 1):
        if lines[at : at + len(wanted)] == wanted:
            yield from range(at + 1, at + 1 + len(wanted))


def _together(path: str, lines: Sequence[Lines]) -> frozenset[int]:
    return frozenset().union(*(each.get(path, frozenset()) for each in lines))


def _told(found: Mapping[str, Sequence[Breach]], lines: Lines) -> tuple[str, ...]:
    return tuple(
        f"the list's own checks would mind ({breach.rule}): {breach.words}"
        for path, here in lines.items()
        for breach in found.get(path, ())
        if breach.line in here
    )


def _with_item(item: PlannedItem, told: tuple[str, ...]) -> PlannedItem:
    return replace(item, notes=(*item.notes, *told)) if told else item


def _with_update(update: PlannedUpdate, told: tuple[str, ...]) -> PlannedUpdate:
    return replace(update, notes=(*update.notes, *told)) if told else update


def _words(known: tuple[CiRules, ...], breached: int) -> tuple[str, ...]:
    sources = ", ".join(dict.fromkeys(source for rules in known for source in rules.sources))
    checkers = ", ".join(dict.fromkeys(name for rules in known for name in rules.link_checkers))
    said = []
    if sources and not breached:
        said.append(f"The new lines keep the list's own Markdown rules ({sources}).")
    elif sources:
        entries = "one entry" if breached == 1 else f"{breached} entries"
        said.append(f"The list's own Markdown rules ({sources}) would mind {entries}; see the remarks.")
    if checkers:
        said.append(f"The list checks its links itself ({checkers}).")
    return tuple(said)
