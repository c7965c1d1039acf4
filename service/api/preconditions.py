"""If-Match: a write is done only if the thing is still as the writer saw it (RFC 9110, 13.1.1)."""

import re

from service.errors import BadInput

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')


def strong(name: str) -> str:
    """Return a strong ETag of that name."""
    return f'"{name}"'


def named_in(header: str) -> frozenset[str] | None:
    """Return the names of the strong ETags in an If-Match header; None where anything will do.

    Raises:
        BadInput: the header holds something else.
    """
    text = header.strip()
    if not text or text == "*":
        return None
    parts = [part.strip() for part in text.split(",")]
    found = [_TAG.fullmatch(part) for part in parts]
    if None in found:
        raise BadInput('If-Match takes ETags as they were sent, with their quotes: If-Match: "…".')
    return frozenset(match[2] for match in found if match and not match[1])
