"""Words in front of a venue that say no more than that the paper appeared there, as `To appear in`."""

import re

LEADS_ON = (
    r"(?:(?:to )?appear(?:ed|s)?\s+|(?:published|accepted|presented)\s+)?(?:in|at|by|to|for)"
    r"(?:\s+the\b)?(?:\s+proc(?:eedings)?\b\.?(?:\s+of(?:\s+the)?\b)?)?"
)
_LEADS_ON = re.compile(LEADS_ON, re.IGNORECASE)
_AT_END = re.compile(rf"(?:\A|[.,;]\s+)({LEADS_ON})\s*\Z", re.IGNORECASE)


def leads_on(words: str) -> bool:
    """Whether words in front of a venue say no more than that the paper appeared there."""
    return _LEADS_ON.fullmatch(words.strip()) is not None


def lead_before(words: str) -> int | None:
    """Return where the words that lead on to a venue begin: first of all, or behind another sentence."""
    found = _AT_END.search(words)
    return found.start(1) if found else None
