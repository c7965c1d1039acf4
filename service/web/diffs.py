"""A unified diff as lines that know what they are, for a page to show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a diff: its kind is file, place, added, removed or same."""

    kind: str
    text: str


def read_diff(diff: str) -> list[DiffLine]:
    """Split a unified diff; line ends stay out of the texts, so that CRLF does not show."""
    return [DiffLine(_kind(line), line.rstrip("\r")) for line in diff.split("\n") if line]


def _kind(line: str) -> str:
    if line.startswith(("--- ", "+++ ", "diff ")):
        return "file"
    return {"@": "place", "+": "added", "-": "removed"}.get(line[0], "same")
