"""Regular lists in many ways to write: a new paper is written as the list's own way gives it."""

import random
import re
from collections.abc import Iterator

import pytest

from service.errors import EditRefused
from service.lists import NewEntry, insert_entry
from tests.lists.table_ways import TableWay
from tests.lists.ways import Paper, Way, papers

LISTED, HELD = 24, 2
SEEDS = range(40)  # of lists of each kind
RIGHT = 0.98  # of the entries; of 400 lists of each kind 1.0 (lines) and 0.996 (tables)


def add(way: Way | TableWay, listed: list[Paper], paper: Paper) -> str:
    """Return what was added to a list of these papers."""
    rows = "".join(way.write(paper, at) for at, paper in enumerate(listed, 1))
    before = f"# Maps\n\n## Papers\n\n{way.head}{rows}\n## License\n\nMIT\n"
    try:
        edit = insert_entry(before.encode(), NewEntry.from_mapping(way.given(paper)))
    except EditRefused as refused:
        return str(refused)
    return "".join(a.text for a in edit.additions)


def entries(way: Way | TableWay, seed: int) -> Iterator[tuple[str, str]]:
    """Return (wanted, added) of the papers that were held out of one list, but for blanks."""
    chosen = random.Random(seed).sample(papers(), LISTED + HELD)  # noqa: S311 - any papers will do
    for paper in chosen[LISTED:]:
        added = add(way, chosen[:LISTED], paper)
        number = re.search(r"\|\s*(\d+)\s*\|", added)
        wanted = way.write(paper, int(number[1]) if number else 0)
        yield " ".join(wanted.split()), " ".join(added.split())


@pytest.mark.parametrize("kind", [Way, TableWay])
def test_entries_are_what_the_way_of_the_list_gives(kind: type[Way] | type[TableWay]):
    pairs = [pair for seed in SEEDS for pair in entries(kind.any_one(seed), seed)]
    assert len(pairs) == len(SEEDS) * HELD
    wrong = [pair for pair in pairs if pair[0] != pair[1]]
    assert len(wrong) <= (1 - RIGHT) * len(pairs), wrong
