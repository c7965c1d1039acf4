"""Labels and pictures that bear the key of where they lead."""

import re

from service.lists.reading import urls
from service.lists.reading.parts import ADDRESSES, Part, Reading

_KEY = re.compile(r"[/=#]([\w.-]{5,})/?\Z")
_ADDRESS = re.compile(r"\]\(([^()\s]*)\)\Z")


def with_own_key(text: str, reading: Reading, part: Part) -> str:
    """Return a link with the key of its new address, where it bears that of the copied one.

    As `W123` in the picture of a page `works/W123`, or a DOI in the label; `text` is the part with its new
    address.
    """
    found = _ADDRESS.search(text)
    for slot in part.slots if found else ():
        old = _key(reading.value(slot)) if slot.field in ADDRESSES else None
        new = _key(found[1]) if found else None
        if old and new and old in text[: found.start() if found else 0]:
            return text.replace(old, new)
    return text


def _key(url: str) -> str | None:
    """Return what names a page among others of its kind: a DOI, a repository, or a last word with digits."""
    found = _KEY.search(url)
    word = found[1] if found and re.search(r"\d", found[1]) else None
    return urls.doi(url) or urls.repository(url) or word
