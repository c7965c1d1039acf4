"""When each paper first came into a list: one pass over the history of its files."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from service.publishing.git import run_git

_COMMIT = b"\x01"
_WORD = re.compile(
    r"https?://[^\s)\]>\"'|]+|(?<![\d.])\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?!\d)|[a-z-]+(?:\.[A-Z]{2})?/\d{7}"
)
_ID_IN_URL = re.compile(r"(?<![\d.])\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?!\d)|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")

_ARCHIVE_CLASS = re.compile(r"\.[A-Z]{2}/")


def first_listed(repo: Path, commit: str) -> Mapping[str, datetime]:
    """Return when each arXiv id and each address that was ever in a Markdown file came in first.

    All Markdown files count, because lists rename and split theirs. A merge counts when it was merged: that
    is when readers saw it.
    """
    log = run_git(
        repo,
        "log",
        "--reverse",
        "--first-parent",
        "-m",
        "--patch",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--no-renames",
        "--format=%x01%ct",
        commit,
        "--",
        ":(icase,glob)**/*.md",
        env={"GIT_LITERAL_PATHSPECS": "0"},
    )
    found: dict[str, datetime] = {}
    for at, line in _added(log):
        for word in _words(line):
            found.setdefault(word, at)
    return found


def _added(log: bytes) -> Iterator[tuple[datetime, str]]:
    at = datetime.fromtimestamp(0, UTC)
    for line in log.split(b"\n"):
        if line.startswith(_COMMIT):
            at = datetime.fromtimestamp(int(line[1:]), UTC)
        elif line.startswith(b"+") and not line.startswith(b"+++ "):
            yield at, line[1:].decode("utf-8", "replace")


def _words(line: str) -> Iterator[str]:
    for match in _WORD.finditer(line):
        yield match[0]
        if match[0].startswith("http"):
            yield from (_ARCHIVE_CLASS.sub("/", m[0]) for m in _ID_IN_URL.finditer(match[0]))
