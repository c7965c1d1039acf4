"""Links inside sentences: `There is [an interesting paper](...) on it` names no entry."""

import re

from service.lists.reading.title_candidates import Title

_SENTENCE = 2  # words before the link in the same sentence
_LABEL_WORDS = 4  # a longer label is a title, wherever it stands
_NAME_WORDS = 2  # a longer label in capitals is one, too
_BEFORE = re.compile(r"(?:^|[.!?:;]\s|[-*+]\s|\d[.)]\s|\n)([^.!?:;\n]*[A-Za-z,])\s+\W{0,2}$")


def is_in_a_sentence(text: str, title: Title) -> bool:
    """Whether a title is a short label in the middle of a sentence."""
    said = text[title.start : title.end]
    most = _LABEL_WORDS if said[:1].islower() else _NAME_WORDS
    if title.link is None or len(said.split()) > most:
        return False
    before = _BEFORE.search(text[: title.link.start])
    words = before[1].split() if before else []
    return len(words) >= _SENTENCE and sum(w[:1].islower() for w in words) >= _SENTENCE - 1
