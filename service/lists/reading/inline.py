"""Links, images and HTML tags inside one block of Markdown, found with nested brackets in linear time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SRC = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"\n>]*)"|'([^'\n>]*)')""", re.IGNORECASE)
_ANCHOR = re.compile(
    r"""<a\b[^>]*?\bhref\s*=\s*["']?([^"'\s>]*)["']?[^>]*>(.*?)</a>""", re.IGNORECASE | re.DOTALL
)
_AUTO = re.compile(r"<(https?://[^\s<>]+)>")
_BARE = re.compile(r"https?://[^\s<>|)\]\"'`]+")
_INTERESTING = re.compile(r"[\\!\[<`]|https?://")
_IN_PARENS = re.compile(r"\\.|[()\n]", re.DOTALL)
_LONGEST = 4000  # characters; brackets further apart than this are prose, not a link


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image at `start:end`; `text` and `url` are spans; `is_image` for a picture alone."""

    start: int
    end: int
    text: tuple[int, int]
    url: tuple[int, int]
    is_image: bool = False


def find_links(text: str) -> list[Link]:
    """Return the outermost links and images of a block, in order. Escapes and code are skipped."""
    return list(_scan(text, _matching(text)))


@lru_cache(maxsize=32768)
def unbalanced(text: str) -> tuple[int, ...]:
    """Return the positions of square brackets and of round ones of links that have no partner."""
    pairs = _matching(text)
    closed = set(pairs.values())
    return tuple(
        i for i, c in _plain_brackets(text) if (c == "[" and i not in pairs) or (c == "]" and i not in closed)
    )


def _scan(text: str, pairs: dict[int, int]) -> Iterator[Link]:
    at = 0
    while found := _INTERESTING.search(text, at):
        at = found.start()
        link = _link_at(text, at, pairs)
        if link is not None:
            yield link
            at = link.end
        else:
            at = _skip(text, at)


def _skip(text: str, at: int) -> int:
    if text[at] == "\\":
        return at + 2
    if text[at] == "`":
        ticks = len(text[at:]) - len(text[at:].lstrip("`")) if text.startswith("``", at) else 1
        closing = text.find("`" * ticks, at + ticks, at + _LONGEST)
        return closing + ticks if closing >= 0 else at + ticks
    return at + 1


def _link_at(text: str, at: int, pairs: dict[int, int]) -> Link | None:
    mark = text[at]
    if mark in "![":
        return _markdown_link(text, at, pairs)
    if mark == "<":
        return _html_link(text, at)
    if mark == "h":
        bare = _BARE.match(text, at)
        end = at + len(bare[0].rstrip(".,;:*\\")) if bare else at
        return Link(at, end, (at, at), (at, end)) if bare else None
    return None


def _markdown_link(text: str, at: int, pairs: dict[int, int]) -> Link | None:
    is_image = text[at] == "!"
    opening = at + 1 if is_image else at
    closing = pairs.get(opening)
    if text[opening : opening + 1] != "[" or closing is None or text[closing + 1 : closing + 2] != "(":
        return None
    end = _closing_paren(text, closing + 1)
    if end is None:
        return None
    url_start, url_end = _trim_target(text, closing + 2, end)
    return Link(at, end + 1, (opening + 1, closing), (url_start, url_end), is_image)


def _trim_target(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out spaces, angle brackets and a title from a link's target."""
    inner = text[start:end]
    lead = len(inner) - len(inner.lstrip())
    bare = inner.strip()
    titled = re.search(r"""\s+["'(]""", bare)
    size = titled.start() if titled else len(bare)
    if bare[:1] == "<" and bare[size - 1 : size] == ">":
        return start + lead + 1, start + lead + size - 1
    return start + lead, start + lead + size


def _closing_paren(text: str, opening: int) -> int | None:
    depth, limit = 0, min(len(text), opening + _LONGEST)
    if text.find(")", opening, limit) < 0:
        return None
    for found in _IN_PARENS.finditer(text, opening, limit):
        if found[0] == "(":
            depth += 1
        elif found[0] == ")":
            depth -= 1
            if depth == 0:
                return found.start()
        elif found[0] == "\n" and text[found.end() : found.end() + 1] in ("\n", "\r", ""):
            return None
    return None


def _html_link(text: str, at: int) -> Link | None:
    image = _IMG.match(text, at)
    if image:
        source, named = _SRC.search(image[0]), _ALT.search(image[0])
        span = (at + source.start(1), at + source.end(1)) if source else (at, at)
        said = named.span(named.lastindex or 0) if named else (0, 0)
        return Link(at, image.end(), (at + said[0], at + said[1]), span, is_image=True)
    anchor = _ANCHOR.match(text, at, at + _LONGEST)
    if anchor:
        return Link(at, anchor.end(), anchor.span(2), anchor.span(1))
    auto = _AUTO.match(text, at)
    return Link(at, auto.end(), (at, at), auto.span(1)) if auto else None


def _plain_brackets(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for found in re.finditer(r"[\[\]\\`]", text):
        if found.start() < at:
            continue
        at = found.start()
        if found[0] in "\\`":
            at = _skip(text, at)
        else:
            yield at, found[0]


def _matching(text: str) -> dict[int, int]:
    """Return opening -> closing positions of square brackets."""
    stack: list[int] = []
    pairs: dict[int, int] = {}
    for at, bracket in _plain_brackets(text):
        if bracket == "[":
            stack.append(at)
        elif stack:
            pairs[stack.pop()] = at
    return pairs
