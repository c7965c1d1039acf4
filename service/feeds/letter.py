"""A weekly issue as a letter: its opening sentences, plain text, and Markdown."""

import re
import textwrap

from service.domain.digest import ChangeKind, DigestChange, DigestItem, ItemKind
from service.domain.issues import Issue
from service.domain.tex import readable

WIDTH = 76  # characters of a line of plain text, as mail likes it
UNSORTED = "Not sorted yet"
CHANGE_WORDS = {
    ChangeKind.UPDATED: "new version",
    ChangeKind.WITHDRAWN: "withdrawn",
    ChangeKind.REMOVED: "taken off the list",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#+|!~@])")
_MOST_AUTHORS = 5


def span(issue: Issue) -> str:
    """Return the days of the issue: 27 Oct – 2 Nov 2025."""
    first, last = issue.week.start, issue.week.last_day
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%b}{year} – {last.day} {last:%b %Y}"


def lead(issue: Issue) -> str:
    """Return the paragraph that sums the week up."""
    if issue.is_empty and not issue.numbers.total:
        return f"Nothing was on {issue.name} yet, as far as is known."
    if issue.is_empty:
        return (
            f"Nothing happened on {issue.name} this week. It lists {_number(issue.numbers.total, 'paper')}."
        )
    said = [_intake(issue)]
    facet = issue.facet
    if facet is not None:
        counts = issue.counts[facet.name].items()
        shown = ", ".join(f"{_label(issue, facet.name, name)} {n}" for name, n in counts)
        said.append(f"By {facet.title.lower()}: {shown}.")
    if issue.changes:
        said.append(_changed(issue))
    numbers = issue.numbers
    if numbers.judged:
        said.append(f"{_number(numbers.judged, 'paper')} {_were(numbers.judged)} judged by people.")
    said.append(f"The list stands at {_number(numbers.total, 'paper')}.")
    return " ".join(said)


def byline(authors: tuple[str, ...]) -> str:
    """Return the authors, the first few of many."""
    shown = readable(", ".join(authors[:_MOST_AUTHORS]))
    return f"{shown} and {len(authors) - _MOST_AUTHORS} more" if len(authors) > _MOST_AUTHORS else shown


def labels(issue: Issue, item: DigestItem) -> list[str]:
    """Return a paper's tags in the list's own words, in the taxonomy's order."""
    return [
        tag.label
        for facet in issue.taxonomy.facets
        for tag in facet.tags
        if tag.name in item.tags.get(facet.name, ())
    ]


def change_words(change: DigestChange) -> str:
    """Return what happened, in words: new version 2."""
    return CHANGE_WORDS[change.kind] + (f" {change.version}" if change.version else "")


def render_text(issue: Issue, *, address: str) -> str:
    """Return the issue as plain text; the same issue gives the same text."""
    parts = [f"{issue.name}\n{issue.week}: {span(issue)}", textwrap.fill(lead(issue), WIDTH)]
    for group in issue.groups:
        heading = group.label or (UNSORTED if issue.facet else "Papers")
        parts.append(f"{heading}\n{'-' * len(heading)}")
        parts += [_item_text(issue, item) for item in group.items]
    if issue.changes:
        parts.append("Changes\n-------")
        parts += [
            _filled(f"{readable(each.title)} ({change_words(each)})", each.url) for each in issue.changes
        ]
    parts.append(f"--\n{address}")
    return "\n\n".join(parts) + "\n"


def render_markdown(issue: Issue, *, address: str) -> str:
    """Return the issue as Markdown; titles and names are escaped."""
    parts = [f"# {_plain(issue.name)}: {issue.week}", f"{span(issue)}", _plain(lead(issue))]
    for group in issue.groups:
        parts.append(f"## {_plain(group.label or (UNSORTED if issue.facet else 'Papers'))}")
        parts.append("\n".join(_item_markdown(issue, item) for item in group.items))
    if issue.changes:
        rows = (f"- {linked(readable(each.title), each.url)}: {change_words(each)}" for each in issue.changes)
        parts += ["## Changes", "\n".join(rows)]
    if not issue.is_empty:
        weeks = "\n".join(f"| {week} | {number} |" for week, number in issue.weeks)
        parts.append(f"| Week | Papers |\n|---|---:|\n{weeks}")
    parts.append(f"<{address}>")
    return "\n\n".join(parts) + "\n"


def _intake(issue: Issue) -> str:
    if not issue.items:
        return f"No new papers on {issue.name} this week."
    confirmed, listed = issue.of_kind(ItemKind.CONFIRMED), issue.of_kind(ItemKind.LISTED)
    ways = [f"{confirmed} confirmed by its maintainers"] if confirmed else []
    ways += [f"{listed} added by the list itself"] if listed else []
    return f"{issue.name} took in {_number(len(issue.items), 'paper')}: {', '.join(ways)}."


def _changed(issue: Issue) -> str:
    kinds = [(kind, sum(1 for c in issue.changes if c.kind is kind)) for kind in ChangeKind]
    words = {
        ChangeKind.UPDATED: "got a new version",
        ChangeKind.WITHDRAWN: "withdrawn by their authors",
        ChangeKind.REMOVED: "taken off the list",
    }
    return "Of the listed papers, " + ", ".join(f"{n} {words[kind]}" for kind, n in kinds if n) + "."


def _item_text(issue: Issue, item: DigestItem) -> str:
    tags = ", ".join(labels(issue, item))
    return "\n".join(
        part
        for part in (_filled(readable(item.title)), _filled(byline(item.authors)), _filled(tags), item.url)
        if part
    )


def _item_markdown(issue: Issue, item: DigestItem) -> str:
    tags = ", ".join(f"`{label.replace('`', '')}`" for label in labels(issue, item))
    parts = [linked(readable(item.title), item.url), _plain(byline(item.authors)), tags]
    return "- " + " · ".join(part for part in parts if part)


def _filled(*lines: str) -> str:
    return "\n".join(textwrap.fill(line, WIDTH, break_long_words=False) for line in lines if line)


def linked(title: str, url: str) -> str:
    """Return a Markdown link with an escaped title; only the title where there is no address."""
    return f"[{_plain(title)}](<{url.replace('<', '%3C').replace('>', '%3E')}>)" if url else _plain(title)


def _plain(text: str) -> str:
    """Escape what Markdown would read as its own; also mentions and HTML."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _label(issue: Issue, facet: str, name: str) -> str:
    known = issue.taxonomy.facet(facet)
    tag = known.tag(name) if known else None
    return tag.label if tag else name


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
