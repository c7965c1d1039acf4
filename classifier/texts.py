"""The text of a document: what is embedded, its sentences, and a form in which phrases can be compared."""

import re
import unicodedata
from hashlib import sha256

from classifier.types import Document

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[$\\]*[A-Z0-9])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_PLURAL = re.compile(
    r"(?<=[a-z0-9]{2}[a-hj-rtv-z0-9])s(?![a-z0-9])"
)  # of four letters and more; not -ss, -us, -is
_SHORT_FORMS = ("e.g.", "i.e.", "et al.", "etc.", "vs.", "cf.", "w.r.t.", "resp.", "Fig.", "Eq.", "Sec.")


def text_of(document: Document) -> str:
    """Return the one text that stands for a document wherever it is embedded or counted."""
    title, abstract = _one_line(document.title), _one_line(document.abstract)
    return f"{title}. {abstract}" if abstract else title


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, the third part of every vector cache's key."""
    return sha256(text.encode("utf-8")).hexdigest()


def sentence_spans(abstract: str) -> list[tuple[int, int]]:
    """Return (start, end) of every sentence, without the blanks around it."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(abstract):
        before = abstract[start : match.start()]
        if before.endswith(_SHORT_FORMS):
            continue
        spans.append(_trimmed(abstract, start, match.start()))
        start = match.end()
    spans.append(_trimmed(abstract, start, len(abstract)))
    return [span for span in spans if span[0] < span[1]]


def comparable(text: str) -> str:
    """Return lower-case words separated and surrounded by single spaces, so that `in` finds whole phrases.

    Plural endings go, so that "visual tokens" and "visual token" are one phrase.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    words = " ".join(_NOT_WORD.sub(" ", plain.casefold()).split())
    return f" {_PLURAL.sub('', words)} "


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
