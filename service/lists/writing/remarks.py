"""Words that say how or when one paper was accepted or released: no model for another."""

import re

_REMARK = re.compile(
    r"\b(oral|spotlight|highlight|workshops?|findings|poster|award|best paper|coming soon|not yet|tb[ad])\b",
    re.IGNORECASE,
)


def find_remarks(text: str) -> frozenset[str]:
    """Return the words in a text that say how or when a paper was accepted or released."""
    return frozenset(word.casefold() for word in _REMARK.findall(text))
