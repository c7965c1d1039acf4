"""What a list writes for a value that is not known."""

import re

_PLACEHOLDER = re.compile(
    r"n\s?[/.]?\s?a\.?|none|null|tb[ad]|x|unknown|(?:not|un)[ -]?available", re.IGNORECASE
)


def is_placeholder(said: str) -> bool:
    """Whether words say no more than that something is not known."""
    return _PLACEHOLDER.fullmatch(said) is not None
