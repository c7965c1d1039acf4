"""Judging an Atom answer of arXiv before anybody reads it: whole, well-formed, and no error in disguise.

The `arxiv` package parses leniently (a truncated answer is a shorter one, an entry without a date is
left out, a missing total is 0), so what must not pass is caught here.
"""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from service.errors import SourceError, SourceLied

_ATOM = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERROR = "/api/errors"
_OK, _BAD_REQUEST = 200, 400
_CONTROL = re.compile(  # what XML 1.0 forbids: as bytes, and as references in decimal and hexadecimal
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));",
    re.IGNORECASE,
)


def examine_feed(status: int, body: bytes) -> bytes:
    """Return the body without control characters if it is a whole feed that is no error.

    Raises:
        SourceError: arXiv refused the request, in its own words.
        SourceLied: what came is no feed, or not all of one.
    """
    clean = without_control_characters(body)
    if status != _OK:
        raise SourceError(_refusal(status, clean), is_permanent=True)
    root = _parse(clean)
    for entry in root.iterfind(f"{_ATOM}entry"):
        if _ERROR in (entry.findtext(f"{_ATOM}id") or ""):
            raise SourceError(f"arXiv answered with an error: {_words(entry)}; try again later.")
        if not all(entry.findtext(_ATOM + name) for name in ("id", "updated", "published")):
            raise SourceLied("arXiv gave an entry without id or dates; the page is not believed.")
    for name in ("totalResults", "startIndex"):
        if not (root.findtext(_OPENSEARCH + name) or "").strip().isdigit():
            raise SourceLied(f"arXiv's answer does not say its {name}; the page is not believed.")
    return clean


def without_control_characters(body: bytes) -> bytes:
    """Return the document without what XML forbids; one such byte in a title would spoil a whole page."""
    return _CONTROL.sub(b"", body)


def _parse(body: bytes) -> Element:
    if re.match(rb"\s*(?:<!doctype html|<html)", body, re.IGNORECASE):
        raise SourceLied("arXiv answered with a web page instead of a feed; try again later.")
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as exc:
        raise SourceLied(f"arXiv's answer is not whole or not well-formed ({exc}); try again later.") from exc
    if root.tag != f"{_ATOM}feed":
        raise SourceLied("arXiv answered with something that is no feed; try again later.")
    return root


def _refusal(status: int, body: bytes) -> str:
    try:
        entry = _parse(body).find(f"{_ATOM}entry")
    except SourceLied:
        entry = None
    if status == _BAD_REQUEST and entry is not None:
        return f"arXiv refused the request: {_words(entry)}; correct the query."
    return f"arXiv answered HTTP {status}; check the address in LISTKEEPER_ARXIV_URL."


def _words(entry: Element) -> str:
    return " ".join((entry.findtext(f"{_ATOM}summary") or "no reason given").split())
