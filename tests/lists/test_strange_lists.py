"""Lists of strangers: what stands in them besides papers, and papers that stand in unusual places."""

from service.lists import NewEntry, insert_entry, learn_habits, read_document
from service.lists.checking.lint import lint

LINK = "https://arxiv.org/abs/2404.0000"


def titles(text: str) -> list[str]:
    return [e.title for e in read_document(text.encode()).entries]


def test_links_to_places_of_the_list_itself_are_no_papers():
    papers = "".join(f"- [A Study of Things, Part {n}]({LINK}{n})\n" for n in range(1, 4))
    menu = (
        "- [Surveys](#surveys)\n- [More of Them](more/surveys.md#top)\n- [Licence](https://x.org/o/LICENSE)\n"
    )
    table = "| [Web](by/web.md) | [Mobile](by/mobile.md) |\n|---|---|\n| [One](#1) | [Two](#2) |\n\n"
    assert len(titles(f"# Things\n\n{menu}\n{table}## Surveys\n\n{papers}\n[(up)](#things)\n")) == 3


def test_contents_and_thanks_are_known_in_chinese():
    papers = "".join(f"- [A Study of Things, Part {n}]({LINK}{n})\n" for n in range(1, 4))
    text = f"# 论文\n\n## 综述\n\n{papers}\n## 更新日志\n\n- [A New Study of Things]({LINK}5)\n\n## 致谢\n\n"
    assert titles(f"{text}- [Somebody Who Helped Us]({LINK}7)\n") == titles(f"# 论文\n\n## 综述\n\n{papers}")


def test_references_and_notes_under_a_paper_belong_to_it():
    text = "".join(
        f"- **A Study of Things, Part {n} (ICML 2023)**\n  - Mei Tanaka, Tom Kim\n  - [[Paper]]({LINK}{n})\n"
        f"  - [[Python Reference]](https://github.com/mei/part{n})\n"
        f"  - Kyoto, seems to belong to a larger work. [page](https://mei.org/{n})\n"
        for n in range(1, 4)
    )
    found = read_document(f"## Papers\n\n{text}".encode()).entries
    assert [e.last_line - e.first_line for e in found] == [4, 4, 4]


def test_titles_that_await_their_link_are_entries_and_not_added_again():
    text = "## Papers\n\n" + "".join(f"* [A Study of Things, Part {n}]({LINK}{n})\n" for n in range(1, 4))
    assert titles(f"{text}* [A Study That Will Appear]()\n")[-1] == "A Study That Will Appear"


def test_headings_that_link_to_a_paper_are_its_title():
    text = "".join(
        f"#### [{title}]({LINK}{n})\n\narXiv 2404; ICML 2024\n\n1. better than [an older one]({LINK}9)\n\n"
        for n, title in enumerate(["Thing Patch", "Sparse Things", "A Study of Dense Things"], 1)
    )
    assert titles(f"## Attacks\n\n{text}") == ["Thing Patch", "Sparse Things", "A Study of Dense Things"]


def test_headings_over_a_few_items_with_papers_of_their_own_are_sections():
    text = "".join(
        f"#### {head}\n\n"
        + "".join(f"- A Study of Things, Part {n} (arXiv, 2024) [[paper]]({LINK}{n})\n" for n in numbers)
        for head, numbers in (
            ("Sparse Things on Small Shelves", (1, 2)),
            ("Dense Things on Large Shelves", (3,)),
            ("Many Things on All Shelves", (4, 5)),
        )
    )
    found = read_document(f"## Papers\n\n{text}".encode()).entries
    assert [(e.section_path[-1].split()[0], e.title[-1]) for e in found] == [
        *(("Sparse", n) for n in "12"),
        ("Dense", "3"),
        *(("Many", n) for n in "45"),
    ]


def test_lines_under_a_title_need_no_bullets_and_may_begin_with_the_venue():
    text = (
        f"**A Study of Sparse Things**\n\n论文：{LINK}1\n\n代码：https://github.com/mei/sparse\n\n"
        f"**A Study of Dense Things**\n\n- CVPR 2020 Oral\n\n- 论文：{LINK}2\n\n"
        f"**A Study of All Things**\n\n- Oral\n- 论文：{LINK}3\n- 代码：https://github.com/mei/all\n"
    )
    found = read_document(f"# 检测\n\n{text}".encode()).entries
    assert [str(e.arxiv_id)[-1] for e in found] == ["1", "2", "3"]
    assert found[1].venue == "CVPR 2020"


def test_the_id_before_a_title_and_a_doi_behind_it_are_no_title():
    assert titles(f"## Papers\n\n- [[2404.00001] A Study of Things]({LINK}1) IROS 2024\n") == [
        "A Study of Things"
    ]
    doi = "[10.1109/X.2018.1](https://doi.org/10.1109/X.2018.1)"
    cited = f"- M. Tanaka and T. Kim, “**A Study of Many Things**,” doi: {doi}\n"
    assert titles(f"## Papers\n\n{cited}") == ["A Study of Many Things"]


def test_cited_papers_are_known_by_brackets_behind_the_title():
    text = (
        "* Learned Things for Small Shelves (VLDB 2021)\n* Things that Learn Themselves (SIGMOD 2020)\n"
        "* A Survey of Learned Things (ICDE 2022, **best paper**)\n"
        "* Towards Benchmarks of Things (SMDB 2021, online)\n"
        "* Things at Night: Ten Years (TKDE)\n* Things of the Past \uff082016\uff09\n"
    )
    assert titles(f"## Papers\n\n{text}") == [
        "Learned Things for Small Shelves",
        "Things that Learn Themselves",
        "A Survey of Learned Things",
        "Towards Benchmarks of Things",
        "Things at Night: Ten Years (TKDE)",
        "Things of the Past",
    ]


def test_arxivs_own_doi_names_the_arxiv_work():
    found = read_document(b"- [A Study of Things](https://doi.org/10.48550/arXiv.2404.00001)\n").entries
    assert found[0].key == "arxiv:2404.00001"


def test_an_id_with_a_digit_too_few_is_no_id_and_reported():
    document = read_document(b"- [A Study of Things](https://arxiv.org/abs/2004.0409)\n")
    assert document.entries[0].arxiv_id is None
    assert [f.kind for f in lint(document)] == ["id-typo"]


def test_papers_without_an_id_are_found_twice_too():
    text = "* Learned Things for Small Shelves (VLDB 2021)\n* Things that Learn (SIGMOD 2020)\n"
    found = lint(
        read_document(f"## Papers\n\n{text}* More Learned Things (VLDB 2023)\n{text[:47]}\n".encode())
    )
    assert [(f.kind, f.line, f.fix) for f in found] == [("duplicate", 6, "remove one of the two")]


def test_two_papers_under_one_id_are_not_to_be_removed():
    one = f"- [ThingQuant: Refining Quantization by Orthogonal Rotation]({LINK}1)\n"
    other = f"- [ShelfRazor: Reliable Quantization through Significant Data]({LINK}1)\n"
    found = lint(read_document(f"## Papers\n\n{one}{other}".encode()))
    assert [f.kind for f in found] == ["wrong-link"]
    assert "ThingQuant" in found[0].reason


def test_a_badge_with_pictures_for_words_shows_no_other_id():
    badge = "![](https://img.shields.io/badge/Arxiv-orange)"
    assert lint(read_document(f"- A Study of Many Things [[{badge}]]({LINK}1)\n".encode())) == ()


def test_habits_show_an_example_where_a_form_alone_would_be_a_riddle():
    text = "".join(
        f"- [A Study of Things, Part {n}]({LINK}{n}), Mei Tanaka, Tom Kim."
        f" *ICML {2020 + n}*. {month} {n}, 2024."
        f" [[Official Code]](https://github.com/mei/part{n})\n"
        for n, month in enumerate(["March", "April", "May"], 1)
    )
    words = learn_habits(read_document(f"## Papers\n\n{text}".encode())).words
    assert words["venue"] == "in 100% of entries, mostly like 'ICML 2021' (100% of those)"
    assert words["date"].startswith("in 100% of entries, mostly like 'March 1, 2024'")
    assert "Official Code" in words["code"]
    assert "[" not in words["code"]
    assert words["order"].startswith("by arXiv number, oldest first: below the last older one or one as old")
    assert "puts 3 of 3 papers where they stand" in words["order"]


def test_habits_say_when_a_file_shows_no_order():
    text = "".join(f"- [A Study of Things, Part {n}]({LINK}{n})\n" for n in (3, 7, 1, 8, 2, 6))
    assert "no plain order" in learn_habits(read_document(text.encode())).words["order"]


def test_a_column_that_is_never_empty_has_no_way_to_be_so():
    rows = "".join(f"| [A Study of Things, Part {n}]({LINK}{n}) | 2024-0{n} | -- |\n" for n in range(1, 4))
    words = learn_habits(read_document(f"| Title | Date | Model |\n|---|---|---|\n{rows}".encode())).words
    assert [name for name in words if name.startswith("unknown")] == ["unknown Model"]


def test_table_headers_in_chinese_say_what_their_columns_hold():
    rows = "".join(
        f"| A Study of Things, Part {n} | Mei Tanaka, Tom Kim | ICML 2023 | [论文]({LINK}{n}) |\n"
        for n in range(1, 4)
    )
    found = read_document(f"| 标题 | 作者 | 会议 | 链接 |\n|---|---|---|---|\n{rows}".encode()).entries
    assert (found[0].title, found[0].authors, found[0].venue) == (
        "A Study of Things, Part 1",
        ("Mei Tanaka", "Tom Kim"),
        "ICML 2023",
    )


def test_a_column_of_papers_or_frameworks_in_chinese_holds_the_names_not_what_they_do():
    names = ("SailNet", "HATS", "Kelp (K-2)", "TideNet")
    rows = "".join(
        f"| **{name}** | 面向海洋图像的大规模数据合成框架，第 {n} 版，含训练代码 | 2024-0{n} "
        f"| [arXiv:2401.0000{n}]({LINK}{n}) |\n"
        for n, name in enumerate(names, 1)
    )
    text = f"| 论文/框架 | 核心贡献 | 时间/出处 | 链接 |\n|---|---|---|---|\n{rows}"
    assert tuple(e.title for e in read_document(text.encode()).entries) == names


def test_emphasised_words_inside_a_title_belong_to_it():
    text = "".join(
        f"- (arXiv 2024.4) Thing-{n}: Pruning **Visual Things** of **Many Shelves** Fast,"
        f" [[Paper]]({LINK}{n})\n"
        for n in range(1, 4)
    )
    found = read_document(f"## Papers\n\n{text}".encode()).entries
    assert [(e.title, e.date_text) for e in found[:1]] == [
        ("Thing-1: Pruning Visual Things of Many Shelves Fast", "2024.4")
    ]
    authors = f"- Mei Tanaka, Tom Kim **A Study of Many Things** *ICML 2024* [[Paper]]({LINK}1)\n"
    assert titles(f"## Papers\n\n{authors}") == ["A Study of Many Things"]


def test_a_bold_title_over_two_lines_is_one():
    text = f"- [2024/04] **A Study of\n  Many Things.** *Tanaka et al. arXiv.* [[paper]]({LINK}1)\n"
    assert titles(f"## Papers\n\n{text}") == ["A Study of Many Things"]


def test_quoted_notes_and_names_behind_by_are_not_taken_for_titles():
    text = f"- **ThingNet (ICML 2024, 20+ citations) [[**Paper**]({LINK}1)]**\n"
    text += "  > **NOTE:** a good solution of many things.\n"
    assert titles(f"## Papers\n\n{text}") == ["ThingNet"]
    text = (
        f"**Sorting of Shelves by Sequence-Guided Thing Engineering and Design.**\\\n[[paper]]({LINK}2)\n\n"
    )
    assert titles(f"## Papers\n\n{text}") == [
        "Sorting of Shelves by Sequence-Guided Thing Engineering and Design"
    ]


def test_links_in_sentences_and_other_lists_hold_no_entries():
    papers = "".join(f"- [A Study of Things, Part {n}]({LINK}{n})\n" for n in range(1, 4))
    prose = f"- There is [an interesting paper]({LINK}8) that discusses the connection.\n"
    others = "## Other Awesome Lists\n\n- [Awesome Shelves](https://github.com/a/awesome-shelves)\n"
    assert len(titles(f"## Notes\n\n{prose}\n## Papers\n\n{papers}\n{others}")) == 3


def test_notes_name_what_was_left_out_in_words():
    text = "".join(
        f"- (arXiv 2023.{n}) A Study of Things, Part {n} ![](https://img.shields.io/badge/fast-{n}-red),"
        f" [[Paper]]({LINK}{n})\n"
        for n in range(1, 4)
    )
    facts = {"title": "GridNet: Sparse Grids for Depth Maps", "url": f"{LINK}9", "venue": "CVPR 2026"}
    edit = insert_entry(f"## Papers\n\n{text}".encode(), NewEntry.from_mapping(facts))
    assert any(note.startswith("the venue ") and "no place for it" in note for note in edit.notes)
    assert "the badge 'fast' is not known and was left out" in edit.notes


def test_a_link_that_several_entries_call_the_same_is_written_again():
    text = "".join(
        f"- **A Study of Things, Part {n} (ICML 2023)**\n  - Mei Tanaka, Tom Kim\n  - [[Paper]]({LINK}{n})\n"
        f"  - [[Python Reference]](https://github.com/mei/part{n})\n"
        for n in range(1, 4)
    )
    facts = {
        "title": "GridNet: Sparse Grids for Depth Maps",
        "url": f"{LINK}9",
        "authors": ["Ann Chen", "Bo Li"],
        "venue": "ICML 2024",
        "code_url": "https://github.com/chen/grids",
    }
    edit = insert_entry(f"## Papers\n\n{text}".encode(), NewEntry.from_mapping(facts))
    assert edit.additions[0].text.strip() == (
        "- **GridNet: Sparse Grids for Depth Maps (ICML 2024)**\n  - Ann Chen, Bo Li\n  - [[Paper]]("
        + LINK
        + "9)\n"
        "  - [[Python Reference]](https://github.com/chen/grids)"
    )
