"""A list's Markdown as a browser shows it, harmless: no pictures, no scripts, no classes but ours."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = frozenset(
    "a b br code del details div em h1 h2 h3 h4 i kbd li ol p span strong sub summary sup "  # noqa: SIM905
    "table tbody td th thead tr ul".split()
)
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_WORDS = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def render_entry(text: str, table_head: Sequence[str] = ()) -> Markup:
    """Return an entry as it will look; a picture is told by its words: nothing is loaded from elsewhere."""
    return _render("\n".join([*table_head, text]))


@lru_cache(maxsize=256)
def _render(text: str) -> Markup:
    told = _PICTURE.sub(_told, text)
    clean = nh3.clean(
        _markdown().render(told),
        tags=set(_TAGS),
        attributes={"a": {"href"}, "td": {"align"}, "th": {"align"}},
        allowed_classes={"span": {"badge"}},
        url_schemes={"http", "https"},
        link_rel="noopener nofollow noreferrer",
    )
    return Markup(clean)  # noqa: S704  # cleaned just now


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    made.add_render_rule("image", _picture)
    return made


def _picture(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    return _badge(tokens[index].content)


def _told(found: re.Match[str]) -> str:
    words = _WORDS.search(found[0])
    return _badge((words[1] or words[2] or "") if words else "")


def _badge(words: str) -> str:
    return f'<span class="badge">{escape(words or "picture")}</span>'
