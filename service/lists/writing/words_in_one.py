"""Several words that stand together in one place, as the tags of `(video, survey)`: what joins them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from service.lists.reading.parts import Field, Reading

_JOINT = re.compile(r"\s*[,;/|·•&+]\s*")
_MARKS = re.compile(r"</?\w+>|^\W+|\W+$")
_LINK = re.compile(r"\]\(|https?:")
_BULLET = re.compile(r"^[-*+]\s+")
_DASH = re.compile(r"\s+[-–—|·•]$")
_NAMED_EMOJI = re.compile(r":[a-z][a-z0-9_+-]*:")
_SENTENCE = 4  # words
_LONGEST = 4  # words of a tag
_ENOUGH = 2


class WordsInOne:
    """What joins words that stand in one place together, by the role of that place."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._joints: dict[str, Counter[str]] = defaultdict(Counter)
        self._apart: Counter[str] = Counter()  # how often two such words have places of their own
        said: list[tuple[str, str]] = []
        for reading in readings:
            words = [
                (part.role, _MARKS.sub("", reading.value(slot)))
                for part in reading.parts()
                for slot in part.slots
                if slot.field is Field.TEXT
            ]
            said += words
            self._apart.update(left for (left, _), (right, _) in pairwise(words) if left == right)
        cut = [(role, _JOINT.split(text), _JOINT.findall(text)) for role, text in said]
        known = Counter((role, piece.casefold()) for role, pieces, _ in cut for piece in pieces)
        for role, pieces, joints in cut:
            are_short = all(len(piece.split()) <= _LONGEST for piece in pieces)
            again = sum(known[role, piece.casefold()] >= _ENOUGH for piece in pieces)
            if joints and are_short and 2 * again >= len(pieces):
                self._joints[role].update(joints)

    def together(self, role: str, words: Sequence[str]) -> list[str]:
        """Return words as one, joined as the list joins those of this role; as they are where it does not."""
        joints = self._joints.get(role)
        are_tags = all(len(word.split()) <= _LONGEST and not _LINK.search(word) for word in words)
        if len(words) < _ENOUGH or not are_tags or not joints or joints.total() <= self._apart[role]:
            return list(words)
        joint, seen = joints.most_common(1)[0]
        are_several = any(joint in word for word in words)  # given as they stand together
        return [joint.join(words)] if seen >= _ENOUGH and not are_several else list(words)


def bare_word(word: str) -> str:
    """Leave out a bullet in front and the punctuation behind, but for the full stop of a sentence."""
    said = _DASH.sub("", _BULLET.sub("", word.strip())).strip("·•").strip()
    if _NAMED_EMOJI.fullmatch(said):
        return said
    is_sentence = said.endswith(".") and len(said.split()) >= _SENTENCE
    return (said if is_sentence else said.rstrip(".,;:").strip()) or word
