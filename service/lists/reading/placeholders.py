"""What a list writes for a value that is not known."""

import re

_PLACEHOLDER = re.compile(
    r"n\s?[/.]?\s?a\.?|none|null|tb[ad]|x|unknown|(?:not|un)[ -]?available", re.IGNORECASE
)
_NO_LINK = re.compile(
    r"\W*(?:no(?: (?:official|public|open))?(?: (?:code|repo|link|page|data|implementation))?|无)\W*",
    re.IGNORECASE,
)


def says_no_link(said: str) -> bool:
    """Whether what stands in a column of links says that there is none, as `No` does."""
    return _NO_LINK.fullmatch(said) is not None


def is_placeholder(said: str) -> bool:
    """Whether words say no more than that something is not known."""
    return _PLACEHOLDER.fullmatch(said) is not None
