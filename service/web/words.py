"""Filters of the page templates: short names for long things."""

from jinja2 import Environment

from service.domain.taxonomy import Taxonomy

_SHORT = 40  # characters


def add_filters(environment: Environment) -> None:
    """Let templates use these words."""
    environment.filters |= {"short_title": short_title, "tag_label": tag_label}


def short_title(title: str) -> str:
    """Return what people call a paper: the part before the colon, or the first words."""
    name, colon, _ = title.partition(":")
    if colon and len(name) <= _SHORT:
        return name
    return title if len(title) <= _SHORT else title[:_SHORT].rsplit(" ", 1)[0] + " …"


def tag_label(taxonomy: Taxonomy, facet: str, tag: str) -> str:
    """Return the list's own word for a tag; of one that it no longer has, the name."""
    known = taxonomy.facet(facet)
    found = known.tag(tag) if known else None
    return found.label if found else tag
