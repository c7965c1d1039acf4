"""A title without its link, for a paper that is known to be nowhere."""

from service.lists.reading.inline import find_links

NO_ADDRESS = "https://nowhere.invalid/"  # stands for an address until the link around it is taken away


def without_link(text: str) -> str:
    """Return a text with the label alone of the link that leads nowhere."""
    link = next((link for link in find_links(text) if text[slice(*link.url)] == NO_ADDRESS), None)
    return text[: link.start] + text[slice(*link.text)] + text[link.end :] if link else text
