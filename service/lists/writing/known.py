"""A list file and what its entries teach: read once for all the papers that are tried on it."""

from functools import lru_cache

from service.domain.taxonomy import Taxonomy
from service.lists.reading.document import ListDocument, read_document
from service.lists.writing.templates import Stock

_KEPT = 4  # files


@lru_cache(maxsize=_KEPT)
def known_document(data: bytes, path: str, taxonomy: Taxonomy | None) -> ListDocument:
    """Return the file as it was read.

    Raises:
        BadInput: it is not UTF-8 text.
    """
    return read_document(data, path=path, taxonomy=taxonomy)


@lru_cache(maxsize=_KEPT)
def known_stock(data: bytes, path: str, taxonomy: Taxonomy | None) -> Stock:
    """Return the templates of a file that can be read."""
    return Stock(known_document(data, path, taxonomy), taxonomy=taxonomy)
