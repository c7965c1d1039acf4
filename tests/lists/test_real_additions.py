"""Made-up papers in many sections of real lists: no word of another paper stays, columns keep their kinds."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from service.errors import EditRefused
from service.lists import Entry, NewEntry, insert_entry, read_document

pytestmark = pytest.mark.shared
_MANY = 20  # entries from which a word that one alone has is that paper's
_SECTIONS = 8  # of each list: the smallest and the largest of each form of table
_FEWEST = 4  # entries of a section
_PAPERS = (
    {
        "title": "Zorblax: Quuxing Frobnicators for Blivet Retrieval",
        "authors": ["Qwen Zyxel", "Ploni Almoni", "Jane Roe"],
        "arxiv_id": "2510.09999",
        "published": "2025-10-09",
        "code_url": "https://github.com/zyxel/zorblax",
        "venue": "ICCV 2025",
    },
    {
        "title": "On the Gronking of Wibbles",
        "authors": ["Ploni Almoni", "Jane Roe"],
        "arxiv_id": "2509.08888",
        "published": "2025-09-08",
    },
    {
        "title": "Snarfing Blivets with Large Frobs",
        "authors": ["Qwen Zyxel", "Jane Roe", "Ploni Almoni", "Foo Barre"],
        "arxiv_id": "2508.07777",
        "published": "2025-08-07",
        "code_url": "https://github.com/zyxel/snarf",
        "project_url": "https://snarf.github.io/",
    },
)
_GIVEN = "sep sept aug oct september august october abs pdf html http"  # other ways to say the facts
_LINKS = ("code", "project", "link", "paper", "model", "data")


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", text)}


def _additions(data: bytes) -> Iterator[tuple[str, Entry | None]]:
    """Yield, for sections and papers, what is added and the entry that it is read as."""
    entries = read_document(data).entries
    sections = Counter(entry.section_path for entry in entries)
    heads = {entry.section_path: tuple(cell.header for cell in entry.reading.cells) for entry in entries}
    by_size = sorted((path for path in sections if sections[path] >= _FEWEST), key=sections.__getitem__)
    large, small = ({heads[path]: path for path in paths} for paths in (by_size, reversed(by_size)))
    for path in list(dict.fromkeys((*small.values(), *large.values())))[:_SECTIONS]:
        for paper in _PAPERS:
            try:
                edit = insert_entry(data, NewEntry.from_mapping({**paper, "section_path": list(path)}))
            except EditRefused:
                continue
            read = (e for e in read_document(edit.data).entries if str(e.arxiv_id) == paper["arxiv_id"])
            yield "".join(a.text for a in edit.additions), next(read, None)


@pytest.fixture(scope="module")
def added(fourteen: dict[str, bytes]) -> dict[str, tuple[tuple[str, Entry | None], ...]]:
    """What is added to each list."""
    return {name: tuple(_additions(data)) for name, data in fourteen.items()}


def test_no_word_of_another_paper_stays(fourteen, added):
    given = _words(str(_PAPERS)) | _words(_GIVEN)
    for name, data in fourteen.items():
        entries = read_document(data).entries
        said = Counter(w for e in entries for w in _words(e.reading.text))
        for text, _ in added[name] if len(entries) >= _MANY else ():
            assert not [w for w in _words(text) - given if said[w] == 1], (name, text)


def test_each_column_holds_what_it_holds(fourteen, added):
    for name, data in fourteen.items():
        held: dict[str, set[str]] = defaultdict(set)
        for cell in (cell for entry in read_document(data).entries for cell in entry.reading.cells):
            held[cell.header] |= {_kind(part.role) for part in cell.parts}
        for text, new in added[name]:
            for cell in new.reading.cells if new else ():
                kinds = {_kind(part.role) for part in cell.parts}
                assert not kinds or kinds & held[cell.header] or not held[cell.header], (name, text)


def _kind(role: str) -> str:
    plain = role.partition(":")[0]
    return "link" if plain in _LINKS else "venue" if plain == "preprint" else plain
