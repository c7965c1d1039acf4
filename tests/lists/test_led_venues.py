"""Venues behind `in` and in marks, known or not, and notes and stars around bold titles."""

from service.lists import read_document
from tests.lists import test_unusual_entries as unusual
from tests.lists.test_unusual_entries import HEAD

PAPER = "https://arxiv.org/abs/2405.01234"
VENUES = ("ICML", "JQM", "KDD", "Quarterly Journal of Maps", "AAAI")
LED = HEAD + "".join(
    f"* A Study of Things of Part {n}, in *{venue}* 2024. [\\[paper\\]](https://arxiv.org/abs/2404.0000{n})\n"
    for n, venue in enumerate(VENUES, 1)
)
NOTES = HEAD + "".join(
    f"* **A Study of Part {n}{star}**\n"
    + (f"  * ***Take home: What the study of part {n} shows about all other parts***\n" if note else "")
    + f"  * Ada Weber, Bo Rossi.\n  * https://arxiv.org/abs/2404.0000{n}\n\n"
    for n, star, note in ((1, "⭐", True), (2, "", False), (3, "", True), (4, "⭐", True), (5, "", False))
)


def written(before: str, **facts: object) -> str:
    return unusual.written(before, **{"authors": None, **facts})


def test_a_venue_that_nobody_knows_is_one_behind_in():
    entries = read_document(LED.encode()).entries
    assert [e.title for e in entries] == [f"A Study of Things of Part {n}" for n in range(1, 6)]
    assert [e.venue for e in entries] == list(VENUES)


def test_a_venue_keeps_its_in_and_has_its_year_once():
    facts = {"date_text": "2025", "published": "2025"}
    start, end = "* GridNet: Sparse Grids for Depth Maps, in ", f" 2025. [\\[paper\\]]({PAPER})"
    for venue in ("KDD", "JQM", "Annals of Maps", "TGRID"):
        assert written(LED, venue=f"{venue} 2025", **facts) == f"{start}*{venue}*{end}"
    assert written(LED, venue="KDD", **facts) == f"{start}*KDD*{end}"


def test_an_emphasised_note_below_a_bold_title_is_no_title():
    entries = read_document(NOTES.encode()).entries
    assert [e.title for e in entries] == [f"A Study of Part {n}" for n in range(1, 6)]


def test_a_star_in_bold_with_the_title_stands_where_it_was_given():
    facts = {"authors": ["Cy Lind"], "url": PAPER}
    lines = f"  * Cy Lind.\n  * {PAPER}"
    title = "* **GridNet: Sparse Grids for Depth Maps"
    assert written(NOTES, **facts) == f"{title}**\n{lines}"
    note = "Take home: It shows 1) grids and 2) maps"
    said = f"  * ***{note}***\n{lines}"
    assert written(NOTES, tags={"after_title": [note]}, **facts) == f"{title}**\n{said}"
    assert written(NOTES, tags={"after_title": ["⭐", note]}, **facts) == f"{title}⭐**\n{said}"


def test_two_names_in_front_of_a_venue_are_the_title_of_what_stands_elsewhere():
    facts = {"title": "Sparse Grids and Depth Maps", "arxiv_id": None, "url": "https://x.github.io/maps"}
    wanted = "* Sparse Grids and Depth Maps, in *KDD* 2024. [\\[paper\\]](https://x.github.io/maps)"
    assert written(LED, venue="KDD 2024", date_text="2024", **facts) == wanted


def test_a_journal_given_bare_stays_so_where_dates_have_a_column():
    before = HEAD + "| Time | Title | Venue | Paper |\n|---|---|---|---|\n"
    before += "".join(
        f"| 2024.0{n} | A Study of Part {n} | {venue}'24 | [link](https://arxiv.org/abs/240{n}.00001) |\n"
        for n, venue in enumerate(("ICML", "KDD", "AAAI", "CVPR"), 1)
    )
    wanted = f"| 2024.05 | GridNet: Sparse Grids for Depth Maps | Annals of Maps | [link]({PAPER}) |"
    assert written(before, venue="Annals of Maps", date_text="2024.05") == wanted
