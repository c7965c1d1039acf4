"""Items in plain words below a paragraph that is a title with its links belong to it."""

import pytest

from service.lists import insert_entry, read_document
from tests.lists import test_unusual_entries as unusual
from tests.lists.test_unusual_entries import HEAD, entry

PAPER = "https://arxiv.org/abs/2405.01234"
NOTE = "This work shows how grids are made sparse, and why they should be"
MARKS = ("\n", "\n\n")


def a_list(gap: str, end: str = "") -> str:
    return (
        HEAD
        + "".join(
            f"**[2024/0{n}] A Study of Part {n}, *ICML 2024*.** [[paper]](https://arxiv.org/abs/240{n}.00001){gap}"
            f"- This study shows what part {n} is about, with many words and more of them.\n\n"
            for n in (7, 6, 3, 2)
        )
        + end
    )


def written(before: str, **facts: object) -> str:
    known = {"authors": None, "date_text": "2024/05", "venue": "ICML 2024"}
    return unusual.written(before, **{**known, **facts})


@pytest.mark.parametrize("gap", MARKS)
def test_what_is_said_below_a_title_is_read_with_it(gap: str):
    entries = read_document(a_list(gap).encode()).entries
    assert [e.title for e in entries] == [f"A Study of Part {n}" for n in (7, 6, 3, 2)]
    assert all("is about" in e.reading.text for e in entries)


@pytest.mark.parametrize("gap", MARKS)
def test_a_new_paper_does_not_come_between_a_title_and_what_is_said_of_it(gap: str):
    before, oldest = a_list(gap), "https://arxiv.org/abs/2401.01234"
    facts = {"arxiv_id": "2401.01234", "url": oldest, "published": "2024-01", "date_text": "2024/01"}
    after = insert_entry(before.encode(), entry(authors=None, venue="ICML 2024", **facts)).data.decode()
    title = "**[2024/01] GridNet: Sparse Grids for Depth Maps, *ICML 2024*.**"
    assert after == f"{before}{title} [[paper]]({oldest})\n\n"


@pytest.mark.parametrize("gap", MARKS)
def test_a_note_that_was_given_stands_where_others_have_theirs(gap: str):
    title = "**[2024/05] GridNet: Sparse Grids for Depth Maps, *ICML 2024*.**"
    said = written(a_list(gap), tags={"after_title": [f"{NOTE}."]})
    assert said == f"{title} [[paper]]({PAPER}){gap}- {NOTE}."


def test_items_that_lead_to_papers_are_no_notes():
    end = "".join(
        f"**See also** [a survey](https://arxiv.org/abs/2301.0000{n})\n\n- [A Work of Part {n}](https://arxiv.org/abs/2302.0000{n})\n\n"
        for n in (1, 2, 3)
    )
    titles = [e.title for e in read_document(a_list("\n\n", end).encode()).entries]
    assert titles[-1] == "A Work of Part 3"
    assert {f"A Work of Part {n}" for n in (1, 2, 3)} <= set(titles)


def test_a_sentence_does_not_go_into_the_marks_of_a_few_words():
    line = "**[2024/0{n}] A Study of Part {n}, *{venue}*.** [[paper]](https://arxiv.org/abs/240{n}.00001)"
    code = " [[code]](https://github.com/x/part{n})"
    before = HEAD + "".join(
        f"{text}\n\n"
        for text in (
            line.format(n=8, venue="INFORMS Journal on Data Science"),
            (line + code).format(n=3, venue="ICML 2024"),
            (line + code).format(n=2, venue="KDD 2024"),
        )
    )
    said = written(before, venue=None, date_text=None, tags={"after_title": [f"{NOTE}, {NOTE}, {NOTE}."]})
    assert said == f"**[2024/05] GridNet: Sparse Grids for Depth Maps.** [[paper]]({PAPER})"
