"""Which of a list's files a paper belongs to: the one whose titles are most like its own."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from service.lists.placing.sections import title_words

_NEIGHBOURS = 14
_CLEARLY = 1.5  # times as like, before a later file is preferred to an earlier one


def choose_file(titles: Mapping[str, Sequence[str]], title: str) -> str:
    """Return the path whose nearest titles speak for the paper; the first one unless another clearly does.

    `titles` are those of the entries of each file, in the catalog's order of files.
    """
    seen = Counter(w for listed in titles.values() for t in listed for w in set(title_words(t)))
    total = sum(len(listed) for listed in titles.values())
    wanted = set(title_words(title))

    def likeness(other: str) -> float:
        words = set(title_words(other))
        shared = sum(math.log((total + 1) / seen[w]) for w in wanted & words)
        return shared / math.sqrt(len(words) or 1)

    nearest = sorted(
        ((likeness(t), path) for path, listed in titles.items() for t in listed), key=lambda pair: -pair[0]
    )[:_NEIGHBOURS]
    votes = dict.fromkeys(titles, 0.0)
    for weight, path in nearest:
        votes[path] += weight
    first = next(iter(titles))
    best = max(votes, key=lambda path: votes[path])
    return best if votes[best] > _CLEARLY * votes[first] else first
