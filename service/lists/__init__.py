"""Awesome-list text in, awesome-list text out: bytes that people wrote, entries laid over them as spans."""

from service.lists.editing.edit import Edit, insert_entry
from service.lists.editing.guard import Addition, AdditionKind, guard
from service.lists.placing.habits import Habits
from service.lists.placing.learn import learn_habits
from service.lists.placing.past import PastAddition, past_additions
from service.lists.placing.sections import SectionProposal, propose_sections
from service.lists.reading.document import ListDocument, read_document
from service.lists.reading.entries import Entry, EntryLink, Problem
from service.lists.writing.new_entry import NewEntry

__all__ = [
    "Addition",
    "AdditionKind",
    "Edit",
    "Entry",
    "EntryLink",
    "Habits",
    "ListDocument",
    "NewEntry",
    "PastAddition",
    "Problem",
    "SectionProposal",
    "guard",
    "insert_entry",
    "learn_habits",
    "past_additions",
    "propose_sections",
    "read_document",
]
