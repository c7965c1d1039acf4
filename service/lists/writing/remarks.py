"""Words and marks that were said of one paper, as how or when it was accepted: no model for another."""

import re

_REMARK = re.compile(
    r"\b(oral|spotlight|highlight|workshops?|findings|poster|award|best paper|coming soon|not yet|tb[ad])\b",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(r":[a-z_]+:|[A-Za-z]{3,}|[\u2600-\u27bf\u2b50\U0001f300-\U0001faff]")


def find_remarks(text: str) -> frozenset[str]:
    """Return the words in a text that say how or when a paper was accepted or released."""
    return frozenset(word.casefold() for word in _REMARK.findall(text))


def ornaments(text: str) -> frozenset[str]:
    """Return the words, emoji and `:star:`-like marks in a text without tags and addresses."""
    return frozenset(_ORNAMENT.findall(re.sub(r"<[^>]*>|https?:\S+", " ", text)))
