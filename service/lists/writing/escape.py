"""Metadata made harmless: it cannot leave its cell, link or line, ping a person or close an issue."""

import re
import unicodedata

from service.errors import EditRefused

_BLANKS = "\t\n\r "
_LONGEST_TITLE = 600  # characters; the longest title on arXiv has fewer
_LONGEST_URL = 1000
_URL_SAFE = re.compile(r"https?://[^\s<>\"'`|\\\[\]{}^]+")
_MENTION = re.compile(r"(?<![\w.])@(?=[A-Za-z0-9])")
_ISSUE = re.compile(r"(?<![\w&])#(?=\d)|(?<=\w)#(?=\d)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def one_line(text: str) -> str:
    """Return the text in one line, without control characters and marks that turn the writing direction."""
    shown = (c for c in text if unicodedata.category(c) != "Cf")
    kept = "".join(c if c.isprintable() or c in _BLANKS else " " for c in shown)
    return re.sub(r"\s+", " ", kept).strip()


def safe_text(text: str, *, in_row: bool, in_link: bool = False, may_mention: bool = False) -> str:
    """Return text that Markdown shows as it is; `@name` stays where the list writes it too.

    Balanced brackets, `$` and single stars are left alone: titles have them, and maintainers write them so.
    """
    out = one_line(text).replace("\\|", "|")
    if out.count("`") % 2 or "``" in out:
        out = out.replace("`", "'")
    out = _TAG.sub("&lt;", out)
    out = _ISSUE.sub("&#35;", out if may_mention else _MENTION.sub("&#64;", out))
    out = out.replace("![", "!&#91;").replace("](", "]&#40;")
    if not _balanced(out):
        out = out.replace("[", "&#91;").replace("]", "&#93;")
    if out.endswith("\\") and (in_link or in_row):
        out += " "
    return out.replace("|", "\\|") if in_row else out


def safe_title(text: str, *, in_row: bool, may_mention: bool = False) -> str:
    """Return a title that cannot leave its place.

    Raises:
        EditRefused: it is empty or far too long to be a title.
    """
    if len(text) > _LONGEST_TITLE:
        raise EditRefused(
            f"A title of {len(text)} characters is none; correct the paper's title and try again."
        )
    out = safe_text(text, in_row=in_row, in_link=True, may_mention=may_mention)
    if not any(c.isalnum() for c in out):
        raise EditRefused("The title has no letters; correct the paper's title and try again.")
    return out


def safe_url(url: str) -> str:
    """Return an address that ends where its link ends.

    Raises:
        EditRefused: it is no web address, or could break out of a link.
    """
    bare = one_line(url)
    if len(bare) > _LONGEST_URL or not _URL_SAFE.fullmatch(bare):
        raise EditRefused(
            f"{bare[:80]!r} is no address that fits into a link; give one that starts with https://."
        )
    return bare if _balanced(bare, "()") else bare.replace("(", "%28").replace(")", "%29")


def safe_markdown(text: str, *, in_row: bool) -> str:
    """Return words or a badge that a maintainer wrote for this place, kept in their line and cell."""
    out = one_line(text)
    return re.sub(r"(?<!\\)\|", r"\\|", out) if in_row else out


def _balanced(text: str, pair: str = "[]") -> bool:
    depth = 0
    for c in text:
        depth += (c == pair[0]) - (c == pair[1])
        if depth < 0:
            return False
    return depth == 0
