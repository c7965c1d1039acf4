"""Links that are malformed or name no paper."""

import re
from collections.abc import Iterator

from service.lists.checking.findings import Finding
from service.lists.reading import labels, urls
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry, EntryLink

_ABS_PDF = re.compile(r"(arxiv\.org/abs/)(\d{4}\.\d{4,5}(?:v\d+)?)\.pdf", re.IGNORECASE)
_ID = re.compile(r"\d{4}\.\d{4,5}")
_NO_PAGE = re.compile(r"//(?:www\.)?arxiv\.org/(\d{4}\.\d{4,5}(?:v\d+)?$)", re.IGNORECASE)
_LOOK_UP = "look the paper up by its title and correct the id"
_TWO_SCHEMES = re.compile(r"^https?:/*https?:", re.IGNORECASE)
_ARXIV_NUMBER = re.compile(
    r"arxiv\.org/+(?:abs|pdf|html)/+([\w.]+?)(?:v\d+)?(?:\.pdf)?(?:[?#].*)?$", re.IGNORECASE
)


def find_link_faults(document: ListDocument) -> Iterator[Finding]:
    """Find `abs/ID.pdf`, impossible ids, doubled or broken schemes, blanks, and badges of other ids."""
    for entry in document.entries:
        for url in dict.fromkeys(link.url for link in entry.links):
            yield from _url_faults(entry, url)
        yield from _badge_faults(entry)
        yield from _code_faults(entry)


def _url_faults(entry: Entry, url: str) -> Iterator[Finding]:
    line = entry.first_line
    mixed = _ABS_PDF.search(url)
    if mixed:
        reason = "an abstract's address does not end in .pdf"
        yield Finding("malformed-url", line, url, reason, _ABS_PDF.sub(r"\1\2", url), 0.95)
    elif bare := _NO_PAGE.search(url):
        fix = url[: bare.start(1)] + "abs/" + url[bare.start(1) :]
        yield Finding("malformed-url", line, url, "the address leads to no page of arXiv", fix, 0.95)
    elif _TWO_SCHEMES.search(url) or re.match(r"^(https?:/[^/]|https?//|htt?ps?[^s:p]|ttps?:|www\.)", url):
        yield Finding("malformed-url", line, url, "the address starts wrongly", _right_start(url), 0.95)
    elif re.search(r"\s", url):
        yield Finding(
            "malformed-url", line, url, "there is a blank in the address", re.sub(r"\s+", "", url), 0.8
        )
    elif re.search(r"arxiv\.org//|//(abs|pdf)/", url):
        yield Finding("malformed-url", line, url, "a doubled slash", re.sub(r"(?<!:)//+", "/", url), 0.8)
    number = _ARXIV_NUMBER.search(url)
    if number and "arxiv" in url and urls.arxiv_id(url) is None:
        yield Finding("id-typo", line, url, f"{number[1]} is no arXiv id", _LOOK_UP, 0.9)


def _right_start(url: str) -> str:
    """Return the address with one scheme, rightly spelled."""
    return "https://" + re.sub(r"^(?:(?:h?tt?ps?)?:?/*)*(?=[\w.-]+)", "", url, flags=re.IGNORECASE)


def _code_faults(entry: Entry) -> Iterator[Finding]:
    """A link that is called code and leads where the link to the paper does was copied from that."""
    called = {link.url: link.label for link in entry.links if _is_called(link, labels.Role.CODE)}
    for link in entry.links:
        if link.url in called and _is_called(link, labels.Role.PAPER):
            names = f"{labels.bare(link.label)!r} and {labels.bare(called[link.url])!r}"
            reason = f"the links called {names} lead to the same place"
            yield Finding("wrong-link", entry.first_line, link.url, reason, "look both addresses up", 0.8)


def _is_called(link: EntryLink, role: labels.Role) -> bool:
    said = labels.bare(link.label)
    return said != "" and labels.is_generic(said) and labels.role_of(said, "") is role


def _badge_faults(entry: Entry) -> Iterator[Finding]:
    """A badge that shows another id than the link is a neighbour's, copied."""
    for part in entry.reading.parts():
        if part.role != "badge:arxiv" or entry.arxiv_id is None:
            continue
        shown = entry.reading.value(part.slots[0])
        if _ID.fullmatch(shown) and shown != str(entry.arxiv_id):
            reason = f"the badge shows {shown}, the link goes to {entry.arxiv_id}"
            yield Finding("id-typo", entry.first_line, shown, reason, str(entry.arxiv_id), 0.85)
