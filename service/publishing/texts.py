"""Words about papers for other people's repositories: nothing a title says may ping, close, link or format.

Metadata comes from strangers and becomes text on a hosting service, which turns `@name`, `#1`, `GH-1` and
addresses into notices and links, and some words before them (`fixes #1`) into acts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST = 200  # characters of a title in a message
_MENTION = re.compile(r"@(?=[\w-])")
_ISSUE = re.compile(r"#(?=\d)")
_GH_ISSUE = re.compile(r"\bGH-(?=\d)", re.IGNORECASE)
_SCHEME = re.compile(r"(?<=\w)://")
_WWW = re.compile(r"\bwww\.", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_~\[\]()|!{}])")
_BREAK = "<!-- -->"  # ends a word for the hosting service and shows nothing


@dataclass(frozen=True, slots=True)
class Named:
    """A paper as a commit message names it."""

    arxiv_id: str
    title: str


def one_line(text: str) -> str:
    """Return a text in one line without anything that cannot be seen, cut to a length that fits a message."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    plain = " ".join(kept.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"


def plain_text(text: str) -> str:
    """Return a text for a commit message: it stays readable there and does nothing."""
    safe = _MENTION.sub("(at)", one_line(text))
    safe = _GH_ISSUE.sub("GH ", _ISSUE.sub("no. ", safe))
    return _WWW.sub("www .", _SCHEME.sub(": //", safe))


def markdown_text(text: str) -> str:
    """Return a text that Markdown on a hosting service shows as it is, also in a table or a link."""
    safe = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = _MARKDOWN.sub(r"\\\1", safe)
    safe = _MENTION.sub(f"@{_BREAK}", safe)
    safe = _ISSUE.sub(f"#{_BREAK}", safe)
    safe = _GH_ISSUE.sub(f"GH{_BREAK}-", safe)
    return _WWW.sub(f"www{_BREAK}.", _SCHEME.sub(f":{_BREAK}//", safe))


def render_title(papers: Sequence[Named], updated: Sequence[Named] = ()) -> str:
    """Return the first line of a commit message, and the title of a pull request."""
    if not papers and len(updated) == 1:
        return f"Update {plain_text(updated[0].title)[:80].rstrip()}"
    entries = "1 entry" if len(updated) == 1 else f"{len(updated)} entries"
    if updated:
        added = "1 paper" if len(papers) == 1 else f"{len(papers)} papers"
        return f"Add {added}, update {entries}" if papers else f"Update {entries}"
    if len(papers) == 1:
        return f"Add {plain_text(papers[0].title)[:80].rstrip()}"
    return f"Add {len(papers)} papers"


def render_message(papers: Sequence[Named], updated: Sequence[Named] = ()) -> str:
    """Return a commit message that lists the papers; the same papers give the same text."""
    lines = [f"- {plain_text(paper.title)} (arXiv:{paper.arxiv_id})" for paper in papers]
    lines += [f"- Update {plain_text(paper.title)} (arXiv:{paper.arxiv_id})" for paper in updated]
    return "\n".join([render_title(papers, updated), "", *lines, ""])
