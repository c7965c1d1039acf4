"""What a list writes for a value that is not known."""

import re

from service.lists.reading.labels import names_own_link

_PLACEHOLDER = re.compile(
    r"n\s?[/.]?\s?a\.?|none|null|tb[ad]|x|unknown|(?:not|un)[ -]?available", re.IGNORECASE
)
_NO_LINK = re.compile(
    r"\W*(?:no(?: (?:official|public|open))?(?: (?:code|repo|link|page|data|implementation))?|无)\W*",
    re.IGNORECASE,
)

_BEFORE_LABEL = re.compile(r"(?:\A|\n|[|/·•])[ \t]*\Z")
_BEHIND_LABEL = re.compile(r"[ \t]*(?:\r?\n|[|/·•]|\Z)")
_SIDE = 12  # characters looked at before a label: blanks


def lacks_link(text: str, start: int, end: int) -> bool:
    """Whether words are the label of a link alone, where others have the link: `[Paper](...) | 💻 Code`."""
    if text.lstrip().startswith("|") or not names_own_link(text[start:end]):
        return False
    before = _BEFORE_LABEL.search(text, max(0, start - _SIDE), start)
    behind = _BEHIND_LABEL.match(text, end)
    if before is None or behind is None:
        return False
    return before[0].strip() != "" or behind[0].strip() != ""


def says_no_link(said: str) -> bool:
    """Whether what stands in a column of links says that there is none, as `No` does."""
    return _NO_LINK.fullmatch(said) is not None


def is_placeholder(said: str) -> bool:
    """Whether words say no more than that something is not known."""
    return _PLACEHOLDER.fullmatch(said) is not None
