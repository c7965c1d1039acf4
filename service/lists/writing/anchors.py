"""The anchors of entries, to which contents and tables lead: `<a name="FishNet"></a>`, `<span id="12">`."""

import re
from collections.abc import Iterable

from service.lists.reading.own_names import is_short_name

_ANCHOR = re.compile(r"""(<a\s+(?:name|id)=(["']?))([^"'<>]+)(\2\s*(?:/>|>\s*</a>)[ \t]*)""", re.IGNORECASE)
_COUNTED = re.compile(
    r"<(?:a|span|div|p)\s+(?:name|id)\s*=\s*"
    r"""(?P<mark>["']?)(?P<word>[a-z_-]*)(?P<number>\d{1,6})(?P=mark)\s*/?>""",
    re.IGNORECASE,
)
_ENOUGH = 3  # anchors with numbers that show that they count


def with_own_anchor(text: str, name: str | None, listed: Iterable[str]) -> str:
    """Give an entry an anchor of its own: the next number, where those of the `listed` entries count.

    Else it is called as the work is called, without blanks; without a name, it is left out.
    """
    counted = _COUNTED.search(text)
    number = _next_number(counted["word"], listed) if counted else None
    if counted and number is not None:
        written = f"{number:0{len(counted['number'])}}"
        return text[: counted.start("number")] + written + text[counted.end("number") :]
    own = re.sub(r"\s+", "", name) if name and is_short_name(name) else ""
    is_safe = re.fullmatch(r"[\w.+-]+", own) is not None
    return _ANCHOR.sub(lambda m: f"{m[1]}{own}{m[4]}" if is_safe else "", text, count=1)


def _next_number(word: str, listed: Iterable[str]) -> int | None:
    """Return the number after the highest of the anchors that begin with a word; None if two are alike."""
    anchors = (found for entry in listed if (found := _COUNTED.search(entry)))
    seen = [int(found["number"]) for found in anchors if found["word"] == word]
    return max(seen) + 1 if len(seen) >= _ENOUGH and len(set(seen)) == len(seen) else None
