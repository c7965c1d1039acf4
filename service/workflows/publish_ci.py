"""The rules of a list's own checks, held against the lines that we add; a breach is told of, and no stop."""

from dataclasses import replace

from service.lists.ci_breaches import Breach, new_breaches
from service.lists.ci_rules import ITEM, TWICE, CiRules, read_markdownlint
from service.publishing.ci_config import CiConfig, read_ci_config
from service.publishing.mirror import Mirror
from service.workflows.publish_plan import Plan, PlannedItem


def with_ci_breaches(mirror: Mirror, plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """Remark on new lines that the list's own checks would mind; and say what those are, if it has any."""
    known = {path: rules_of(read_ci_config(mirror.path, mirror.head, path)) for path in plan.changed}
    items = tuple(_checked(plan, item, known[item.path]) for item in plan.items)
    breached = sum(new is not old for new, old in zip(items, plan.items, strict=True))
    return replace(plan, items=items), _words(tuple(known.values()), breached)


def rules_of(config: CiConfig) -> CiRules:
    """Return the rules that a repository's checks mean."""
    rules = read_markdownlint(config.settings) if config.markdownlint else {}
    if config.awesome_lint:
        rules |= {ITEM: {}, TWICE: {}}
    sources = tuple(name for name in (config.markdownlint, config.awesome_lint) if name)
    return CiRules(sources, rules, config.link_checkers)


def _checked(plan: Plan, item: PlannedItem, rules: CiRules) -> PlannedItem:
    added = range(item.line, item.line + item.entry_text.count("\n") + 1)
    found = new_breaches(plan.before[item.path], plan.after[item.path], rules, added)
    return replace(item, notes=(*item.notes, *(_told(each) for each in found))) if found else item


def _told(breach: Breach) -> str:
    return f"the list's own checks would mind ({breach.rule}): {breach.words}"


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
