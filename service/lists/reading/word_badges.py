"""Badges that say one word of a paper, as `![LLM](.../LLM-blue)`: they are of one kind, whatever the word."""

import re

from service.lists.reading.labels import words
from service.lists.reading.tags import badge_words

WORD_BADGE = "badge:word"
_OF_A_KIND = ("badge:venue", "badge:preprint", "badge:date", "badge:arxiv")
_SHOWN = re.compile(r"(?:shields\.io|badgen\.net)/badge/([^?)\s\"']+)", re.IGNORECASE)


def badge_role(role: str, markdown: str) -> str:
    """Return the role of a badge; one that bears no name but its own word takes the place of any such."""
    said = badge_words(markdown) if role.startswith("badge:") and role not in _OF_A_KIND else None
    if said is None or words(said[2]) not in ("", words(said[0])):
        return role
    return WORD_BADGE if _says_one_thing(markdown) else role


def _says_one_thing(markdown: str) -> bool:
    """Whether a badge has a message and a colour, and no label before them."""
    shown = _SHOWN.search(markdown)
    return shown is not None and shown[1].replace("--", "").count("-") == 1
