"""Mojibake: text that was once read in the wrong encoding. It is recognised and reported, never written."""

import re

_SIGNS = re.compile(
    r"Ã[\x80-\xbf©¨¤¶¼±³¡­§ª«®¯°´·¸¹º»]|â€[™œ\x9d\x93\x94\x99\x9c“”˜¦¢]|â\x80[\x90-\xbf]"
    r"|Â[\xa0°·»«©®±]|ï»¿|ï¿½|ðŸ|\ufffd"
)
_WRONG = ("cp1252", "latin-1")


def find_mojibake(text: str) -> re.Match[str] | None:
    """Return the first place that shows the wrong encoding, if any does."""
    return _SIGNS.search(text)


def repaired(text: str) -> str:
    """Return what the text was meant to be, or nothing where that cannot be told."""
    for encoding in _WRONG:
        try:
            meant = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if find_mojibake(meant) is None:
            return meant
    return ""
