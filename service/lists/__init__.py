"""Awesome-list text in, awesome-list text out: bytes that people wrote, entries laid over them as spans."""

from service.lists.document import ListDocument, read_document
from service.lists.edit import Edit, insert_entry
from service.lists.entries import Entry, EntryLink, Problem
from service.lists.guard import Addition, AdditionKind, guard
from service.lists.habits import Habits
from service.lists.learn import learn_habits
from service.lists.new_entry import NewEntry
from service.lists.past import PastAddition, past_additions
from service.lists.sections import SectionProposal, propose_sections

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
