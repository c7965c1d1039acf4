"""What the parts of an entry are called where a maintainer reads of them."""

from service.lists.reading.labelled_lines import LINE
from service.lists.reading.list_words import LEAD

_NAMES = {
    "text": "a remark like that of the copied entry",
    LEAD: "what stands before the title",
    "tail": "words in brackets like those of the copied entry",
    "paper": "a further link to the paper",
    "code": "the code",
    "project": "the project page",
    "authors": "the authors",
    "date": "the date",
    "venue": "the venue",
    "preprint": "the venue",
    "figure": "the figure",
    "stars": "the badge of the code",
    "hidden": "the hidden note",
}


def name_of(role: str) -> str:
    """Return a part's name in words; a link or a line is called what the list calls it."""
    if role.startswith(LINE):
        return f"the line {role.removeprefix(LINE)!r}"
    kind, _, label = role.partition(":")
    if kind == "link":
        return f"the link {label!r}" if label else "a further link"
    if kind == "badge":
        return "a badge" if label in ("", "word") else f"the badge {label!r}"
    return _NAMES.get(kind, role)
