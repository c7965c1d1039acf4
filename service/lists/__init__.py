"""Awesome-list text in, awesome-list text out: bytes that people wrote, entries laid over them as spans."""

from service.lists.document import Entry, EntryLink, ListDocument, Problem, read_document

__all__ = ["Entry", "EntryLink", "ListDocument", "Problem", "read_document"]
