"""What somebody probably meant who typed a word that is nowhere."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches

SHORTEST = 4  # letters; of shorter words nearly everything is a neighbour
_NEAR = 0.75  # of the letters in common


def nearest_words(words: Sequence[str], known: Collection[str]) -> str:
    """Return the words with each unknown one replaced by the most similar known one; empty if none is."""
    meant = [word if word in known else _nearest(word, known) for word in words]
    return " ".join(meant) if all(meant) and meant != list(words) else ""


def _nearest(word: str, known: Collection[str]) -> str:
    if len(word) < SHORTEST:
        return word
    about_as_long = [each for each in known if abs(len(each) - len(word)) <= 2]  # noqa: PLR2004  # letters
    return next(iter(get_close_matches(word, about_as_long, n=1, cutoff=_NEAR)), "")
