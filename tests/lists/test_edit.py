"""A paper is added as the maintainer would, or not at all."""

import pytest

from service.errors import BadInput, EditRefused
from service.lists import AdditionKind, Habits, NewEntry, PastAddition, insert_entry
from service.lists.placing.past import read_addition
from tests.lists.shapes import SHAPES


def paper(**facts) -> NewEntry:
    return NewEntry.from_mapping({"title": "Dropping Tokens Late", "arxiv_id": "2504.00404"} | facts)


def added(shape: str, entry: NewEntry, **options) -> str:
    return insert_entry(SHAPES[shape], entry, **options).additions[-1].text.strip("\r\n")


def test_a_row_gets_its_cells_and_the_lists_own_word_for_nothing():
    row = added("table", paper(authors=["Gil Ray", "Hana Sø"], published="2025-04-02"))
    title = "[Dropping Tokens Late](https://arxiv.org/abs/2504.00404) <br> Gil Ray, Hana Sø"
    assert row == f"| 2025/04 | {title} | arXiv 2025 | - |"


def test_a_venue_is_spelled_as_the_list_spells_venues():
    assert "| CVPR 2025 |" in added("table", paper(venue="CVPR'25", authors=["A B", "C D"]))


def test_no_venue_is_invented():
    assert "*arXiv 2025*" in added("bullets", paper())


def test_an_optional_link_travels_with_its_brackets():
    assert added("bullets", paper()).endswith("[[Paper](https://arxiv.org/abs/2504.00404)]")
    with_code = paper(code_url="https://github.com/ray/late")
    assert added("bullets", with_code).endswith(" [[Code](https://github.com/ray/late)]")


def test_a_tail_takes_the_words_that_are_given():
    entry = paper(tags={"tail": ["Late", "Image"]})
    assert added("tails", entry) == "- [Dropping Tokens Late](https://arxiv.org/pdf/2504.00404). [Late;Image]"


def test_a_figure_that_cannot_be_made_is_left_out():
    assert "<details>" not in added("blocks", paper(authors=["A B", "C D"]))


def test_numbers_go_on_and_what_is_below_stays():
    edit = insert_entry(SHAPES["numbered"], paper(), habits=Habits(order={"*": "bottom"}))
    assert edit.additions[0].text.startswith("4. [**Dropping Tokens Late.**]")


def test_line_ends_and_a_missing_final_newline_are_kept():
    crlf = insert_entry(SHAPES["crlf"], paper())
    assert crlf.data.count(b"\r\n") == crlf.data.count(b"\n")
    open_end = insert_entry(SHAPES["open end"], paper(), habits=Habits(order={"*": "bottom"}))
    assert not open_end.data.endswith(b"\n")
    assert open_end.data.startswith(SHAPES["open end"])


def test_a_paper_that_is_there_changes_nothing():
    for facts in (
        {"arxiv_id": "2502.00202", "title": "Merging Frames in Long Video Models"},
        {"title": "merging frames in Long video models"},
    ):
        edit = insert_entry(SHAPES["table"], NewEntry.from_mapping(facts))
        assert not edit.changed
        assert edit.data == SHAPES["table"]


def test_a_new_month_opens_its_section_with_the_tables_head():
    edit = insert_entry(SHAPES["months"], paper())
    assert [a.kind for a in edit.additions] == [AdditionKind.HEADING, AdditionKind.ENTRY]
    assert edit.additions[0].text == "## 2025/04\n|Date|Paper|Author|\n|:---:|:---:|:---:|\n"
    assert edit.data.index(b"## 2025/04") < edit.data.index(b"## 2025/03")
    assert any("2025/04" in note for note in edit.notes)


def test_a_month_that_is_there_is_not_opened_again():
    edit = insert_entry(SHAPES["months"], paper(arxiv_id="2502.00404"))
    assert [a.kind for a in edit.additions] == [AdditionKind.ENTRY]
    assert edit.section_path[-1] == "2025/02"


def test_the_past_beats_the_order_of_the_file():
    before = SHAPES["bullets"].decode()
    marker = "## License"
    history: list[PastAddition] = []
    for number in ("2506.00001", "2505.00002", "2504.00003"):
        entry = (
            f"- **Paper Number {number} Here**, *arXiv 2025* [[Paper](https://arxiv.org/abs/{number})]\n\n"
        )
        after = before.replace(marker, entry + marker)
        addition = read_addition(before.encode(), after.encode())
        assert addition is not None
        history.insert(0, addition)
        before = after
    edit = insert_entry(before.encode(), paper(arxiv_id="2503.99999"), history=history)
    assert marker in edit.context_after


def test_a_generated_list_is_refused_with_its_own_words():
    with pytest.raises(EditRefused, match="do not edit"):
        insert_entry(b"<!-- do not edit, made by build.py -->\n" + SHAPES["bullets"], paper())


def test_an_unknown_section_is_refused():
    with pytest.raises(EditRefused, match="Nowhere"):
        insert_entry(SHAPES["bullets"], paper(), section=("Nowhere",))


def test_a_list_without_entries_is_refused():
    with pytest.raises(EditRefused, match="no entries"):
        insert_entry(b"# Empty\n", paper())


def test_an_unknown_order_names_those_that_there_are():
    with pytest.raises(BadInput, match="bottom"):
        insert_entry(SHAPES["bullets"], paper(), habits=Habits(order={"*": "sideways"}))


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A | B of Tokens", "A \\| B of Tokens"),
        ("Tokens @someone #12", "Tokens &#64;someone &#35;12"),
        ("Tokens <script>x</script>", "Tokens &lt;script>x&lt;/script>"),
        ("Tokens](https://evil.example)", "Tokens&#93;&#40;https://evil.example)"),
        ("Tokens\r\n| a | b |", "Tokens \\| a \\| b \\|"),
        ("Tokens \u202egnp.exe", "Tokens gnp.exe"),
    ],
)
def test_hostile_titles_are_shown_and_not_obeyed(title, shown):
    assert f"[{shown}](https" in added(
        "table", NewEntry.from_mapping({"title": title, "arxiv_id": "2504.00404"})
    )


def test_a_title_of_ten_thousand_characters_is_refused():
    with pytest.raises(EditRefused, match="10000 characters"):
        insert_entry(SHAPES["table"], paper(title="x" * 10_000))


@pytest.mark.parametrize(
    "facts", [{}, {"title": ""}, {"title": 3}, {"title": "x", "authors": "A B"}, {"title": "x", "tags": [1]}]
)
def test_entry_facts_of_the_wrong_kind_are_refused(facts):
    with pytest.raises(BadInput):
        NewEntry.from_mapping(facts)


@pytest.mark.shared
def test_every_founding_list_takes_a_paper_and_gives_it_back(founding):
    for data in founding.values():
        edit = insert_entry(data, paper(authors=["Gil Ray", "Hana Berg"], published="2025-04-02"))
        assert edit.changed
        assert insert_entry(edit.data, paper()).data == edit.data
