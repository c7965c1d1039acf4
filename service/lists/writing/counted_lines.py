"""Numbered lines below a title, which count from one whatever was taken out, put in or copied."""

import re

_NUMBERED = re.compile(r"^([ \t]*)(\d{1,2})([.)][ \t]+\S)")


def counted_lines(text: str, like: str) -> str:
    """Return an entry whose numbered lines count on, unless those of its model do not."""
    seen = [int(found[2]) for line in like.split("\n")[1:] if (found := _NUMBERED.match(line))]
    if not seen or seen != list(range(1, len(seen) + 1)):
        return text
    first, *rest = text.split("\n")
    at = 0
    for number, line in enumerate(rest):
        found = _NUMBERED.match(line)
        if found:
            at += 1
            rest[number] = f"{found[1]}{at}{found[3]}{line[found.end() :]}"
    return "\n".join([first, *rest])
