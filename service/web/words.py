"""Filters of the page templates: short names for long things."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from jinja2 import Environment

from service.domain.keys import WORDS
from service.domain.taxonomy import Taxonomy
from service.domain.tex import readable

_SHORT = 40  # characters
_WEB = ("https://", "http://")


def add_filters(environment: Environment) -> None:
    """Let templates use these words."""
    environment.globals["key_words"] = WORDS
    environment.filters |= {
        "short_title": short_title,
        "tag_label": tag_label,
        "chosen_words": chosen_words,
        "web_links": web_links,
        "readable": readable,
        "author_path": author_path,
    }


def author_path(name: str) -> str:
    """Return the path of an author's page."""
    return f"/authors/{quote(name, safe='')}"


def short_title(title: str) -> str:
    """Return what people call a paper: the part before the colon, or the first words."""
    read = readable(title)
    name, colon, _ = read.partition(":")
    if colon and len(name) <= _SHORT:
        return name
    return read if len(read) <= _SHORT else read[:_SHORT].rsplit(" ", 1)[0] + " …"


def tag_label(taxonomy: Taxonomy, facet: str, tag: str) -> str:
    """Return the list's own word for a tag; of one that it no longer has, the name."""
    known = taxonomy.facet(facet)
    found = known.tag(tag) if known else None
    return found.label if found else tag


def chosen_words(tags: Mapping[str, Sequence[str]], taxonomy: Taxonomy) -> str:
    """Return the chosen tags of a filter in the list's own words."""
    return ", ".join(tag_label(taxonomy, facet, name) for facet, names in tags.items() for name in names)


def web_links(links: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return an entry's links as (words, address), without arXiv's own and without what is no web address.

    The words are the link's role, or the host of one whose role is not known.
    """
    pairs = [(role, url) for role, urls in links.items() for url in urls]
    return [
        (_host(url) if role == "other" else role, url)
        for role, url in pairs
        if url.startswith(_WEB) and "arxiv.org/" not in url
    ]


def _host(url: str) -> str:
    return url.split("/", 3)[2].removeprefix("www.")
