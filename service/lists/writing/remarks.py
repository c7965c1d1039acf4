"""Words and marks that were said of one paper, as how or when it was accepted: no model for another."""

import re

from service.lists.reading.emoji import EMOJI
from service.lists.reading.parts import Field, Reading

_REMARK = re.compile(
    r"\b(oral|spotlight|highlight|workshops?|findings|poster|award|best paper|track"
    r"|(?:in )?submission|submitted|(?:under|in) review|coming soon|not yet|tb[ad])\b",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(r"\b(?:accepted|preprint)\b", re.IGNORECASE)  # which a list may say of all papers
_BLANK = re.compile(r"%20|_")  # of a badge
_ORNAMENT = re.compile(rf":[a-z_]+:|[A-Za-z]{{3,}}|{EMOJI}")
_BEFORE = re.compile(rf"(?:{EMOJI}\ufe0f?\s*)+[*_\"“\[]*\Z")
_BEHIND = re.compile(rf"[*_\"”]*(?:\]\([^()\s]*\)[*_]*)?(?:\s*{EMOJI}\ufe0f?)+")
_NEAR = 12  # characters


def find_remarks(text: str) -> frozenset[str]:
    """Return the words in a text that say how or when a paper was accepted or released."""
    return frozenset(word.casefold() for word in _REMARK.findall(_BLANK.sub(" ", text)))


def is_remark(text: str) -> bool:
    """Whether a text does nothing but to say how a paper was accepted or released."""
    return bool(find_remarks(text)) and not any(c.isalnum() for c in _REMARK.sub("", text))


def said_once(text: str, title: str, venue: str) -> str:
    """Return an entry whose venue does not say what the list's own mark says, too: `Oral (Oral)`."""
    own = find_remarks(venue) | {word.casefold() for word in _ACCEPTED.findall(venue)}
    words = "|".join(map(re.escape, own))
    twice = re.compile(rf"[\s,]*\b({words})(?=\W{{1,4}}\1\b)", re.IGNORECASE)
    return title.join(twice.sub("", said) for said in text.split(title)) if words and title else text


def ornaments(text: str) -> frozenset[str]:
    """Return the words, emoji and `:star:`-like marks in a text without tags and addresses."""
    return frozenset(_ORNAMENT.findall(re.sub(r"<[^>]*>|https?:\S+", " ", text)))


def marks_of_title(reading: Reading) -> frozenset[str]:
    """Return the emoji right beside a title: said of one paper, unless nearly all entries bear them."""
    slot = next((s for p in reading.parts() for s in p.slots if s.field is Field.TITLE), None)
    if slot is None:
        return frozenset()
    before = _BEFORE.search(reading.text, max(0, slot.start - _NEAR), slot.start)
    behind = _BEHIND.match(reading.text, slot.end)
    return ornaments("".join(found[0] for found in (before, behind) if found))
