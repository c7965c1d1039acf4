"""The anchors in front of entries that tables of contents lead to: `<a name="FishNet"></a>`."""

import re

from service.lists.reading.own_names import is_short_name

_ANCHOR = re.compile(r"""(<a\s+(?:name|id)=(["']?))([^"'<>]+)(\2\s*(?:/>|>\s*</a>)[ \t]*)""", re.IGNORECASE)


def with_own_anchor(text: str, name: str | None) -> str:
    """Call the anchor as the work is called, without blanks; without a name, leave it out."""
    own = re.sub(r"\s+", "", name) if name and is_short_name(name) else ""
    is_safe = re.fullmatch(r"[\w.+-]+", own) is not None
    return _ANCHOR.sub(lambda m: f"{m[1]}{own}{m[4]}" if is_safe else "", text, count=1)
