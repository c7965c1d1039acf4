"""What a feed item says about a paper, as HTML and as plain text."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

LONGEST_SUMMARY = 400  # characters of the abstract in the short form


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What there is to say about a paper of a list. `tags` are (facet's title, labels) pairs."""

    authors: tuple[str, ...]
    abstract: str
    tags: tuple[tuple[str, tuple[str, ...]], ...]
    submitted_at: datetime | None
    listed_at: datetime | None
    confirmed_at: datetime | None
    comment: str = ""
    venue: str = ""
    links: tuple[tuple[str, str], ...] = ()


def render_html(story: Story) -> str:
    """Return the story as a few paragraphs of HTML; everything in it is escaped."""
    parts = []
    if story.authors:
        parts.append(f"<p>{escape(', '.join(story.authors))}</p>")
    facts = _facts(story)
    if facts:
        parts.append(f"<p>{escape(' · '.join(facts))}</p>")
    if story.tags:
        rows = (f"<li><b>{escape(facet)}</b>: {escape(', '.join(names))}</li>" for facet, names in story.tags)
        parts.append(f"<ul>{''.join(rows)}</ul>")
    if story.abstract:
        parts.append(f"<p>{escape(story.abstract)}</p>")
    if story.links:
        links = (f'<a href="{escape(url)}">{escape(role)}</a>' for role, url in story.links)
        parts.append(f"<p>{' · '.join(links)}</p>")
    return "\n".join(parts)


def render_text(story: Story) -> str:
    """Return the story as one short paragraph of plain text: tags, dates, the abstract's beginning."""
    tags = "; ".join(f"{facet}: {', '.join(names)}" for facet, names in story.tags)
    return " — ".join(part for part in (tags, ", ".join(_facts(story)), _shortened(story.abstract)) if part)


def _facts(story: Story) -> list[str]:
    dates = [
        ("submitted", story.submitted_at),
        ("confirmed", story.confirmed_at),
        ("listed", story.listed_at),
    ]
    said = [f"{word} {_day(moment)}" for word, moment in dates if moment is not None]
    return [*said, *(text for text in (story.venue, story.comment) if text)]


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[:LONGEST_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:") + " …"
