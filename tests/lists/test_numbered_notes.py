"""Headings as titles with the venue and numbered notes below: each note is a value; they count from one."""

from service.lists import read_document
from service.lists.reading.several_venues import names_several
from tests.lists.test_unusual_entries import HEAD, written

NOTES = HEAD + "".join(
    f"#### [A Study of Things, Part {n}](https://arxiv.org/abs/{month}.0000{n})\n\n{venue}\n\n{notes}\n\n"
    for n, month, venue, notes in (
        (1, "2301", "arXiv 2301; CVPR 2023", "1. first to count things"),
        (2, "2303", "arXiv 2303", '1. a twin of "Part 1"\n2. counts *faster*'),
        (3, "2306", "ICCV 2023", "1. sorts things\n2. needs no grid\n3. only tried on small maps"),
        (4, "2311", "arXiv 2311; ICLR workshop 2024", "1. draws things"),
        (5, "2312", "CVPR 2024", "1. draws more things\n2. from above"),
    )
)


def notes_of(said: str) -> list[str]:
    return said.split("\n\n")[2].split("\n")


def test_each_note_is_a_value_without_its_number():
    reading = read_document(NOTES.encode()).entries[1].reading
    said = [reading.value(p.slots[0]) for p in reading.parts() if p.role == "text"]
    assert said == ['a twin of "Part 1"', "counts", "faster"]


def test_as_many_notes_as_are_given_are_written_and_count_from_one():
    for given in (["packs grids"], ["packs grids", "on one map"], ["packs", "grids", "on", "maps"]):
        said = written(NOTES, authors=None, venue="CVPR 2024", tags={"after_title": given})
        assert notes_of(said) == [f"{at}. {note}" for at, note in enumerate(given, 1)]


def test_no_quote_of_the_neighbours_notes_stays():
    notes = ["packs grids", "draws a map"]
    assert '"' not in written(NOTES, authors=None, venue="arXiv 2405", tags={"after_title": notes})


def test_where_it_appeared_and_where_before_is_one_value_and_stays_as_given():
    venues = [e.venue for e in read_document(NOTES.encode()).entries]
    assert venues[0] == "arXiv 2301; CVPR 2023"
    assert venues[3] == "arXiv 2311; ICLR workshop 2024"
    said = written(
        NOTES, authors=None, venue="arXiv 2405; NeurIPS 2024", tags={"after_title": ["packs grids"]}
    )
    assert said.split("\n\n")[1] == "arXiv 2405; NeurIPS 2024"
    assert written(NOTES, authors=None, venue="ECCV 2024", tags={}).split("\n\n")[1] == "ECCV 2024"


def test_several_venues_are_told_from_words():
    assert names_several("arXiv 2004; ECCV 2020")
    assert names_several("arXiv 2104, USENIX Security 2021")
    assert names_several("arXiv 2104")
    assert not names_several("ECCV 2020")
    assert not names_several("arXiv 2024")
    assert not names_several("seen at ECCV 2020; counts things")


def test_marks_inside_a_note_are_not_opened_twice():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n  **Counts {what}** fast\n"
        for n, what in ((1, "things"), (2, "maps"), (3, "grids"))
    )
    said = written(
        before, authors=None, tags={"after_title": ["**Packs grids.** On [maps](https://a.org/m)"]}
    )
    assert "****" not in said
