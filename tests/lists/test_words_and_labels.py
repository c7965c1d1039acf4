"""Words go where words of their kind stand; labels, names and raised letters are read for what they are."""

from service.lists import NewEntry, read_document
from tests.lists import test_unusual_entries as unusual
from tests.lists.test_unusual_entries import HEAD


def entry(**facts: object) -> NewEntry:
    return unusual.entry(**{"authors": None, **facts})


def written(before: str, **facts: object) -> str:
    return unusual.written(before, **{"authors": None, **facts})


SMALL = HEAD + "".join(
    f"- [**A Study of Things, Part {n}**](https://arxiv.org/abs/2404.0000{n}) · `2024-04` · {said}."
    f" <sub>{small}</sub>\n"
    for n, said, small in (
        (1, "Finds the things that matter first", "[Code](https://github.com/a/b) · Sec. 3.1"),
        (2, "Counts things by their colours and sizes", "Sec. 2.4"),
        (3, "Sorts all things in a single pass", "[Code](https://github.com/a/c)"),
        (4, "Draws things as seen from far above", "[Code](https://github.com/a/d) · Venue: CoRL 2024"),
    )
)


def test_small_letters_around_words_are_a_mark_and_keep_both_ends():
    said = written(
        SMALL,
        code_url="https://github.com/x/grid",
        tags={"after_title": ["Packs sparse grids into one map.", "Sec. 7.2"]},
    )
    assert said == (
        "- [**GridNet: Sparse Grids for Depth Maps**](https://arxiv.org/abs/2405.01234) · `2024-05` ·"
        " Packs sparse grids into one map. <sub>[Code](https://github.com/x/grid) · Sec. 7.2</sub>"
    )


def test_a_word_without_its_like_in_the_model_comes_with_the_mark_of_its_kind():
    said = written(SMALL, tags={"after_title": ["Packs sparse grids into one map.", "Sec. 7.2"]})
    assert said.endswith("· Packs sparse grids into one map. <sub>Sec. 7.2</sub>")


def test_the_label_of_a_venue_goes_with_it():
    with_venue = written(SMALL, code_url="https://github.com/x/grid", venue="CoRL 2025", tags={})
    assert "<sub>[Code](https://github.com/x/grid) · Venue: CoRL 2025</sub>" in with_venue
    assert "Venue" not in written(SMALL, code_url="https://github.com/x/grid")


def test_raised_letters_of_a_name_stay_in_the_title():
    before = HEAD + "".join(
        f"- M<sup>{n}</sup>Net: A Study of Things, Part {n} [[paper](https://arxiv.org/abs/2404.0000{n})]\n"
        for n in range(1, 4)
    )
    assert read_document(before.encode()).entries[0].title == "M1Net: A Study of Things, Part 1"


def test_a_venue_and_a_name_in_one_label_are_two_values():
    before = HEAD + "".join(
        f'- [[{venue} - **{name}**](https://arxiv.org/abs/2404.0000{n})]: "A Study of Things, Part {n}"\n'
        for n, venue, name in (
            (1, "ICML23", "ThingNet"),
            (2, "ICLR24", "ThingFormer"),
            (3, "CVPR22", "OneThing"),
        )
    )
    said = written(before, venue="ICML24", tags={"before_title": ["GridNet"]})
    assert said == (
        '- [[ICML24 - **GridNet**](https://arxiv.org/abs/2405.01234)]: "GridNet: Sparse Grids for Depth Maps"'
    )


def test_a_short_title_in_quotes_is_the_title():
    before = HEAD + (
        '- [[ICML23 - **ThingNet**](https://arxiv.org/abs/2404.00001)]: "A Study of All Things"\n'
        '- [[ICLR24 - **Former**](https://arxiv.org/abs/2404.00002)]: "Thing Formers"\n'
        '- [[CVPR22 - **One**](https://arxiv.org/abs/2404.00003)]: "One of All the Things"\n'
    )
    assert [e.title for e in read_document(before.encode()).entries][1] == "Thing Formers"


def test_items_below_an_item_without_a_link_are_entries_though_their_titles_have_colons():
    before = "# Awesome Things\n\n## Papers\n\n- **Pruning**: Ways to make things smaller.  \n" + "".join(
        f"  - {name}: A Study of Things in Part {n} [Paper](https://arxiv.org/abs/2404.0000{n})"
        f" [Code](https://github.com/a/{name})\n"
        for n, name in ((1, "ThingNet"), (2, "OneThing"), (3, "ManyThings"))
    )
    assert len(read_document(before.encode()).entries) == 3
    said = written(before, code_url="https://github.com/x/grid")
    assert said == (
        "- GridNet: Sparse Grids for Depth Maps [Paper](https://arxiv.org/abs/2405.01234)"
        " [Code](https://github.com/x/grid)"
    )


TABLE = "# Awesome Things\n\n## Papers\n\n| Title | Paper | Code |\n|---|---|---|\n" + "".join(
    f"| **A Study of Things, Part {n}** | [link]({paper}) | {code} |\n"
    for n, paper, code in (
        (1, "https://arxiv.org/abs/2404.00001", "[link](https://github.com/a/b)"),
        (2, "https://things.com/blog/part-two", "-"),
        (3, "https://arxiv.org/abs/2404.00003", "-"),
    )
)


def test_the_lone_link_in_a_column_of_papers_is_the_paper():
    found = read_document(TABLE.encode()).entries
    assert [[link.role for link in e.links] for e in found[1:]] == [["paper"], ["paper"]]


def test_a_project_page_that_has_no_column_goes_where_the_code_is_missing():
    assert written(TABLE, project_url="https://grid.github.io").endswith("| [link](https://grid.github.io) |")


def test_a_project_page_is_labelled_like_the_other_links_where_none_has_one():
    before = HEAD + "".join(
        f"- A Study of Things, Part {n} [[paper](https://arxiv.org/abs/2404.0000{n})]"
        f" [[code](https://github.com/a/{n})]\n"
        for n in range(1, 4)
    )
    said = written(before, code_url="https://github.com/x/grid", project_url="https://grid.github.io")
    assert said.endswith("[[code](https://github.com/x/grid)] [[project](https://grid.github.io)]")


def test_the_name_of_a_server_is_a_label_where_venues_stand_elsewhere():
    rows = (("2024.04", 1), ("ICML 2023", 2), ("ICLR 2024", 3), ("CVPR 2024", 4), ("ECCV 2022", 5))
    before = HEAD + "".join(
        f"- {said}, A Study of Things in Part {n}, [arXiv](https://arxiv.org/abs/2404.0000{n})\n"
        for said, n in rows
    )
    said = written(before, venue="ICML 2024")
    assert said == (
        "- ICML 2024, GridNet: Sparse Grids for Depth Maps, [arXiv](https://arxiv.org/abs/2405.01234)"
    )


def test_a_section_of_one_entry_is_read_as_the_whole_list_is():
    first = "".join(
        f'- [[ICML23 - **ThingNet**](https://arxiv.org/abs/2404.0000{n})]: "A Study of Things, Part {n}";\n'
        for n in range(1, 6)
    )
    last = '- [[CVPR22 - **OneThing**](https://arxiv.org/abs/2404.00009)]: "Thing Nets"\n'
    before = HEAD + first + "\n## Maps\n\n" + last
    facts = {"title": "Sparse Grids", "tags": {"before_title": ["GridNet"]}, "venue": "ICML24"}
    assert '"Sparse Grids"' in written(before, section_path=["Maps"], **facts)


def test_lines_below_a_title_are_no_title_and_may_have_a_wide_colon():
    before = HEAD + "".join(
        f"- Things, Part {n}\n  - Link: https://arxiv.org/abs/2404.0000{n}\n"
        f"  - Summary: {said}.\n  - 摘要：{ours}。\n"
        for n, said, ours in (
            (1, "This finds the things that matter first of all", "第一部分"),
            (2, "This counts the things by their colours and sizes", "第二部分"),
            (3, "This sorts all of the things in a single pass", "第三部分"),
        )
    )
    assert [e.title for e in read_document(before.encode()).entries] == [
        f"Things, Part {n}" for n in (1, 2, 3)
    ]
    said = written(
        before, tags={"after_title": ["- Summary: This packs grids into one map.", "- 摘要：一张图。"]}
    )
    assert said.endswith("\n  - Summary: This packs grids into one map.\n  - 摘要：一张图。")


def test_words_in_brackets_stay_together_though_the_list_does_not_know_one_of_them():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n"
        f"    - Publisher: {venue}\n    - Key: [{words}]\n    - TLDR: {said}.\n"
        for n, venue, words, said in (
            (1, "arXiv", "maps], [grids", "Finds the things that matter first"),
            (2, "ICML 2023", "maps", "Counts things by their colours and sizes"),
            (3, "CVPR 2024", "grids], [depth", "Sorts all things in a single pass"),
        )
    )
    words = [
        "- Publisher: Things and Maps 2024",
        "- Key:",
        "maps",
        "packing",
        "- TLDR: Packs grids into one map.",
    ]
    assert written(before, tags={"after_title": words}) == (
        "- [GridNet: Sparse Grids for Depth Maps](https://arxiv.org/abs/2405.01234)\n"
        "    - Publisher: Things and Maps 2024\n    - Key: [maps], [packing]\n"
        "    - TLDR: Packs grids into one map."
    )


def test_links_that_are_given_under_a_label_stay_under_it():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n"
        f"  - Key: {key}\n  - Data: {data}\n\n"
        for n, key, data in (
            (1, "Counting, sorting", "Shelves, Boxes"),
            (2, "Sorting by size", "Boxes"),
            (3, "Sorting", "Boxes, Bags"),
            (4, "Finding", "[Drawers](https://github.com/a/drawers), [Boxes](https://github.com/b/boxes)"),
        )
    )
    given = [
        "Key: Packing",
        "Data: [Rooms](https://github.com/x/rooms), [Halls](https://github.com/x/halls)",
    ]
    assert written(before, tags={"after_title": given}).splitlines()[1:3] == [
        "  - Key: Packing",
        "  - Data: [Rooms](https://github.com/x/rooms), [Halls](https://github.com/x/halls)",
    ]
