"""Tags that are written with a hash, as in `#video #long-context`; `#12` is an issue's number and no tag."""

import re

_WORD = r"(?!\d+\b)\w[\w-]*+"
HASH = rf"#(?={_WORD}(?:[,;.]|\s*(?:$|[-#|<>\[(*`·•–—\\])))"  # in front of a tag that others or a mark follow
_TAGS = re.compile(rf"#{_WORD}(?:[,;]?\s+#{_WORD})*+")
_BETWEEN = re.compile(r"[,;]?\s+")
_ISSUE = re.compile(r"\d+\b")


def has_hash(text: str, start: int) -> bool:
    """Whether a hash stands right in front of a word."""
    return start > 0 and text[start - 1] == "#"


def split_tags(words: str) -> list[str]:
    """Return the tags of which words consist, without their hashes; or the words as they are."""
    return [tag[1:] for tag in _BETWEEN.split(words)] if _TAGS.fullmatch(words) else [words]


def as_tag(words: str) -> str | None:
    """Return words as one tag behind a hash, or None where that would be an issue's number."""
    tag = re.sub(r"[\s/]+", "-", words.strip().lstrip("#"))
    return None if _ISSUE.match(tag) else tag
