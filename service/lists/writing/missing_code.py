"""What a list says of papers whose code nobody knows: `Not released`, `Code coming soon`."""

import re
from collections import Counter
from collections.abc import Iterable

from service.lists.reading.parts import Field, Reading

_ENOUGH, _NEARLY_ALL = 3, 0.9  # entries without code, and the share of them that say so
_SAYS_SO = re.compile(
    r"code|soon|releas|availab|open[- ]?sourc|private|\b(?:tbd|tba|n/a|none|no)\b|❌|✗|🔒|⏳|未|无|暂",
    re.IGNORECASE,
)


def words_without_code(readings: Iterable[Reading]) -> str | None:
    """Return what nearly all entries without a link to code say, and none that has one."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    total: Counter[bool] = Counter()
    for reading in readings:
        has_code = reading.first(Field.CODE) is not None
        total[has_code] += 1
        counts[has_code].update({said for said in reading.values(Field.TEXT) if _SAYS_SO.search(said)})
    least = max(_ENOUGH, _NEARLY_ALL * total[False])
    said, count = next(iter(counts[False].most_common(1)), ("", 0))
    return said if total[True] and count >= least and said not in counts[True] else None
