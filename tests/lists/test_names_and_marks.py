"""Names and marks of titles and links: bold that has ended, a colon inside bold, tags in labels, emoji."""

import pytest

from service.lists import read_document
from tests.lists import test_unusual_entries as unusual
from tests.lists.test_unusual_entries import HEAD

PAPER = "https://arxiv.org/abs/2405.01234"
CODE, PAGE, DATA = "https://github.com/x/grid", "https://x.github.io/grid", "https://data.example/grid"


def written(before: str, **facts: object) -> str:
    return unusual.written(before, **{"authors": None, **facts})


def titles(*lines: str) -> list[str]:
    return [e.title for e in read_document((HEAD + "".join(f"{line}\n" for line in lines)).encode()).entries]


def test_a_label_in_html_tags_names_a_link_and_no_paper():
    before = HEAD + "".join(
        f"{n}. On Things of Part {n} | *arXiv* | 2024.04.0{n} | [<u>Paper Link</u>](https://arxiv.org/abs/2404.0000{n})\n\n"
        for n in range(1, 5)
    )
    facts = {"venue": "arXiv", "date_text": "2024.05.02"}
    assert written(before, **facts).endswith(
        f" GridNet: Sparse Grids for Depth Maps | *arXiv* | 2024.05.02 | [<u>Paper Link</u>]({PAPER})"
    )


def test_words_behind_bold_that_has_ended_are_not_bold():
    assert titles(
        *(
            f"- **[2024.0{n}]** A Study of Part {n} [Paper](https://arxiv.org/abs/2404.0000{n})"
            for n in (1, 2, 3)
        ),
        "- **[2024.04]** **GridNet**: Sparse Grids for Depth Maps [Paper](https://arxiv.org/abs/2404.00004)",
    ) == [
        "A Study of Part 1",
        "A Study of Part 2",
        "A Study of Part 3",
        "GridNet: Sparse Grids for Depth Maps",
    ]


@pytest.mark.parametrize(
    "form", ["**{}**: ", "**{}:** ", "***{}***: ", "***{}:*** ", "*{}*: ", "*{}:* ", "_{}:_ "]
)
def test_a_name_is_emphasised_with_its_colon_as_the_list_does(form: str):
    before = HEAD + "".join(
        f"- **[CoRL, 2024]** {form.format(f'Thing{n}')}A Study of Things [Paper](https://arxiv.org/abs/2404.0000{n})\n"
        for n in range(1, 5)
    )
    assert read_document(before.encode()).entries[0].title == "Thing1: A Study of Things"
    wanted = f"- **[CoRL, 2025]** {form.format('GridNet')}Sparse Grids for Depth Maps [Paper]({PAPER})"
    assert written(before, venue="CoRL, 2025") == wanted
    apart = {"title": ": Sparse Grids for Depth Maps", "tags": {"before_title": ["GridNet"]}}
    assert written(before, venue="CoRL, 2025", **apart) == wanted


def test_a_label_of_a_line_is_no_name():
    assert titles(
        "- **A Study of Things** [pdf](https://arxiv.org/abs/2404.00001)\n  - **Summary:** Seen from above",
        "- **Title:** A Study of Maps [Paper](https://arxiv.org/abs/2404.00002)",
    ) == ["A Study of Things", "A Study of Maps"]


def test_the_whole_name_of_a_conference_is_no_title():
    venue = "ACM International Conference on the Foundations of Things"
    assert titles(f"- On Things | *{venue}* | [Paper](https://arxiv.org/abs/2404.00001)") == ["On Things"]


MARKED = HEAD + "".join(
    f"* [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}){links}\n"
    for n, links in (
        (1, ""),
        (2, "<br>:star:[code](https://github.com/a/b)"),
        (3, "<br>:house:[project](https://a.github.io/c)"),
        (4, "<br>:star:[code](https://github.com/a/d)<br>:house:[project](https://a.dev/d)seen from above"),
        (5, "<br>:star:[code](https://github.com/a/e)"),
    )
)


def test_an_emoji_before_a_link_is_a_mark_of_it_and_no_word():
    facts = {"code_url": CODE, "tags": {"after_title": [":star:"]}}
    assert written(MARKED, **facts).endswith(f"({PAPER})<br>:star:[code]({CODE})")


def test_the_entry_that_shows_both_tells_the_order_of_links_and_words():
    facts = {"code_url": CODE, "project_url": PAGE, "tags": {"after_title": ["packed in maps"]}}
    assert written(MARKED, **facts).endswith(
        f"<br>:star:[code]({CODE})<br>:house:[project]({PAGE})packed in maps"
    )
    both = MARKED.replace("seen from above", "")
    assert written(both, code_url=CODE, project_url=PAGE).endswith(
        f"<br>:star:[code]({CODE})<br>:house:[project]({PAGE})"
    )


def test_a_badge_that_no_entry_has_stands_beside_the_others():
    before = HEAD + "".join(
        f"+ [A Study of Things {n}](https://arxiv.org/abs/2404.0000{n})\n"
        f"  [![arXiv](https://img.shields.io/badge/arXiv-red)](https://arxiv.org/abs/2404.0000{n})\n"
        f"  [![Website](https://img.shields.io/badge/Website-blue)](https://a.github.io/{n})\n\n"
        for n in range(1, 5)
    )
    badge = "![Data](https://img.shields.io/badge/Data-green)"
    links = {"links": [{"label": badge, "url": DATA}]}
    assert written(before, project_url=PAGE, extra=links).endswith(f"({PAGE})\n  [{badge}]({DATA})")


def counted(*numbers: int) -> str:
    return HEAD + "".join(
        f"- **[{n}] ThingNet {n}: A Study of Things, Part {n}**, arXiv 2024."
        f" [[Paper](https://arxiv.org/abs/2404.000{n})]\n"
        for n in numbers
    )


def test_entries_that_count_themselves_in_brackets_count_on():
    end = "GridNet: Sparse Grids for Depth Maps**, arXiv 2024. [[Paper](https://arxiv.org/abs/2405.01234)]"
    assert written(counted(31, 32, 33), venue="arXiv 2024") == f"- **[34] {end}"
    assert written(counted(33, 32, 31), venue="arXiv 2024") == f"- **[34] {end}"


def test_numbers_that_do_not_count_are_words():
    said = written(counted(31, 77, 12), venue="arXiv 2024")
    assert not any(f"[{n}]" in said for n in (31, 77, 12, 78, 13, 32))


def test_a_venue_is_emphasised_as_venues_are_where_only_a_preprint_shows_the_rest():
    before = HEAD + "".join(
        f"* A Study of Things, Part {n}, {venue}. [[Paper](https://arxiv.org/abs/2404.0000{n})]{more}\n"
        for n, venue, more in (
            (1, "**ECCV, 2024**", " [[Code](https://github.com/a/b)]"),
            (2, "*arXiv*", " [[Website](https://a.github.io/b/)]"),
            (3, "**CVPR, 2024**", " [[Code](https://github.com/a/c)]"),
            (4, "*arXiv*", " [[Website](https://a.github.io/c/)]"),
        )
    )
    assert written(before, venue="ECCV, 2024", project_url=PAGE) == (
        f"* GridNet: Sparse Grids for Depth Maps, **ECCV, 2024**. [[Paper]({PAPER})] [[Website]({PAGE})]"
    )
    assert "Maps, *arXiv*. [" in written(before, venue="arXiv", code_url=CODE)


def test_a_page_that_one_entry_links_is_no_name_of_its_work():
    links = (f"[[code]](https://github.com/a/{n})" for n in "bcd")
    rows = "".join(
        f"| Net{n} | A Study of Part {n} | 202{n} | CVPR | {link} |\n"
        for n, link in enumerate((*links, "[[code]](https://github.com/a/e) [[webpage]](https://a.dev/e)"), 1)
    )
    before = HEAD + "| Name | Title | Year | Venue | Links |\n|---|---|---|---|---|\n" + rows
    facts = {"title": "Sparse Grids for Depth Maps", "tags": {"cell:Name": ["GridNet"]}, "date_text": "2024"}
    said = written(before, venue="ICLR", arxiv_id=None, url=None, project_url=PAGE, **facts)
    assert said == f"| GridNet | Sparse Grids for Depth Maps | 2024 | ICLR | [[webpage]]({PAGE}) |"


STARRED = (
    "- **A Study of Things of Part {n}{s}** [[paper]](https://arxiv.org/abs/2404.0000{n})",
    "- [A Study of Things of Part {n}{s}](https://arxiv.org/abs/2404.0000{n})",
    "- [A Study of Things of Part {n}](https://arxiv.org/abs/2404.0000{n}){s}",
    "- {s}[A Study of Things of Part {n}](https://arxiv.org/abs/2404.0000{n})",
    "- A Study of Things of Part {n}{s}, ICML 2024. [[paper]](https://arxiv.org/abs/2404.0000{n})",
    "| {s} A Study of Things of Part {n} | ICML 2024 | [paper](https://arxiv.org/abs/2404.0000{n}) |",
)


@pytest.mark.parametrize("form", STARRED)
def test_a_star_beside_a_title_is_written_where_it_was_given_and_nowhere_else(form: str):
    head = "| Title | Venue | Link |\n|---|---|---|\n" * form.startswith("|")
    lines = [form.format(n=n, s="⭐" * (n in (1, 2, 4))).replace("|  A", "| A") for n in range(1, 7)]
    before = HEAD + head + "".join(f"{line}\n" for line in lines)
    assert [e.title for e in read_document(before.encode()).entries] == [
        f"A Study of Things of Part {n}" for n in range(1, 7)
    ]
    wanted = form.replace("A Study of Things of Part {n}", "GridNet: Sparse Grids for Depth Maps")
    wanted = wanted.replace("https://arxiv.org/abs/2404.0000{n}", PAPER)
    assert written(before, venue="ICML 2024") == wanted.format(s="").replace("|  G", "| G")
    given = {"after_title": ["⭐"]}
    assert written(before, venue="ICML 2024", tags=given) == wanted.format(s="⭐")
