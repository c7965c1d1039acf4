"""Lists that nobody keeps: each way of writing an entry is read, and an entry more looks like the others."""

import re

import pytest

from service.lists import NewEntry, guard, insert_entry, read_document
from tests.lists.zoo.forms import BLOCKS, BULLETS, TABLES, Form
from tests.lists.zoo.papers import COUNT, made_up

PAPERS = [made_up(i) for i in reversed(range(COUNT))]  # newest first
SECTION = ("Awesome Things", "Papers")
LEAST = 11  # of the twelve that are left out; the first and the last have no neighbour on one side
FORMS = [
    *(pytest.param(form, "", "\n", id=name) for name, form in BULLETS.items()),
    *(pytest.param(form, "", "\n\n", id=name) for name, form in BLOCKS.items()),
    *(pytest.param(form, head, "\n", id=f"table: {name}") for name, (head, form) in TABLES.items()),
]


def a_list(texts: list[str], head: str, between: str) -> bytes:
    body = (f"{head}\n" if head else "") + between.join(texts)
    return f"# Awesome Things\n\nThings to read.\n\n## Papers\n\n{body}\n\n## Contact\n\nWrite us.\n".encode()


def collapsed(text: str) -> str:
    """Return a text without its numbers' value and blanks' number, which is all that may differ."""
    return re.sub(r"[ \t]+", " ", re.sub(r"(?m)^(### |\[|)\d+([.\]]) ", r"\g<1>1\2 ", text)).strip()


@pytest.mark.parametrize(("form", "head", "between"), FORMS)
def test_every_entry_is_read(form: Form, head: str, between: str):
    texts = [form(p) for p in PAPERS]
    document = read_document(a_list(texts, head, between))
    assert [e.title for e in document.entries] == [p.title for p in PAPERS]
    shown = [p.arxiv_id if p.arxiv_id in text else "None" for p, text in zip(PAPERS, texts, strict=True)]
    assert [str(e.arxiv_id) for e in document.entries] == shown
    assert b"".join(document.spans) == document.data


@pytest.mark.parametrize(("form", "head", "between"), FORMS)
def test_an_entry_left_out_comes_back_as_it_was(form: Form, head: str, between: str):
    texts, alike = [form(p) for p in PAPERS], 0
    for at in range(1, COUNT - 1):
        before = a_list(texts[:at] + texts[at + 1 :], head, between)
        entry = NewEntry.from_mapping(PAPERS[at].facts(texts[at]))
        edit = insert_entry(before, entry, section=SECTION)
        guard(before, edit.data, edit.additions)
        alike += collapsed(edit.additions[0].text) == collapsed(texts[at])
    assert alike >= LEAST
