"""What is told of a paper is kept as told: labels, pictures as labels, the order of remarks, figures."""

import pytest

from tests.lists.test_unusual_entries import HEAD
from tests.lists.test_words_and_labels import written

LABELLED = HEAD + "".join(
    f"- **A Study of Things, Part {n}** [paper](https://arxiv.org/abs/2404.0000{n})"
    f" | [project](https://github.com/a/{n})\n"
    for n in (1, 2, 3)
)


def labelled(word: str) -> str:
    return written(LABELLED, code_url="https://github.com/x/grid", tags={"after_title": [word]})


def test_a_link_bears_the_label_that_was_given_for_it():
    assert labelled("code").endswith("| [code](https://github.com/x/grid)")


@pytest.mark.parametrize("word", ["paper | code", "see the code", "[code](http://evil.org)"])
def test_a_link_keeps_its_label_where_other_words_were_given(word):
    assert "[project](https://github.com/x/grid)" in labelled(word)


@pytest.mark.parametrize("word", ["code", "homepage", "link"])
def test_the_label_of_one_link_is_not_that_of_another(word):
    assert "[paper](https://arxiv.org/abs/2405.01234)" in labelled(word)


def test_no_label_is_taken_where_two_could_be_meant():
    said = written(LABELLED, code_url="https://github.com/x/grid", tags={"after_title": ["code", "github"]})
    assert said.endswith("| [project](https://github.com/x/grid)")


SPACE = "![Open in Spaces](https://img.shields.io/badge/Open%20in%20Spaces-blue?style=for-the-badge&logo=x)"
DEMOS = "# Awesome Things\n\n## Papers\n\n| Title | Code | Demo |\n|---|---|---|\n" + "".join(
    f"| [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})"
    f" | [Github](https://github.com/a/{n}) | {demo} |\n"
    for n, demo in ((1, "[Demo](https://d.org/1)"), (2, "-"), (3, f"[{SPACE}](https://d.org/3)"), (4, "-"))
)


def linked(label: str, badges: list[str]) -> str:
    links = {"links": [{"label": label, "url": "https://d.org/grid"}]}
    return written(DEMOS, code_url="https://github.com/x/grid", tags={"badges": badges}, extra=links)


def test_a_picture_that_labels_a_link_is_whole_where_it_was_cut_off():
    assert linked(SPACE[:80], [SPACE]).endswith(f"| [{SPACE}](https://d.org/grid) |")


def test_a_link_goes_into_the_empty_column_that_is_named_like_it():
    before = DEMOS.replace("[Demo](https://d.org/1)", "[Link](https://d.org/1)").replace(SPACE, "Link")
    links = {"links": [{"label": "Demo", "url": "https://d.org/grid"}]}
    said = written(before, code_url="https://github.com/x/grid", extra=links)
    assert said.endswith("| [Link](https://d.org/grid) |")


MODELS = HEAD + "".join(
    f"- A Study of Things, Part {n} [[Paper]](https://arxiv.org/abs/2404.0000{n})"
    f" [[Code]](https://github.com/a/{n}) [[Model]](https://m.org/{n})\n"
    for n in (1, 2, 3)
)


def test_a_link_that_no_entry_has_comes_behind_those_that_were_given_before_it():
    links = [
        {"label": "[Model]", "url": "https://m.org/grid"},
        {"label": "[Playground]", "url": "https://p.org/grid"},
    ]
    said = written(MODELS, code_url="https://github.com/x/grid", extra={"links": links})
    assert said.endswith(
        "[[Code]](https://github.com/x/grid) [[Model]](https://m.org/grid) [[Playground]](https://p.org/grid)"
    )


FIGURES = HEAD + "".join(
    f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}) [Code](https://github.com/a/{n})"
    f" ![](https://github.com/a/{n}/blob/main/fig.png)\n"
    for n in (1, 2, 3)
)


def test_a_figure_of_the_repository_is_there_though_the_code_is_in_a_folder():
    said = written(
        FIGURES,
        code_url="https://github.com/x/grid/tree/main/depth",
        tags={"after_title": ["/blob/main/depth/fig.png"]},
    )
    assert said.endswith(
        "[Code](https://github.com/x/grid/tree/main/depth) ![](https://github.com/x/grid/blob/main/depth/fig.png)"
    )


REMARKS = HEAD + "".join(
    f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}) - {remark}\n"
    for n, remark in (
        (1, "Conducted by three laboratories on grids in 2021."),
        (2, "Conducted by two laboratories on depth in 2022."),
        (3, "Conducted by four laboratories on maps in 2023."),
    )
)


def test_remarks_follow_each_other_as_they_were_given():
    words = ["- A comprehensive survey", "Conducted by two universities on grids in 2024."]
    said = written(REMARKS, tags={"after_title": words})
    assert said.endswith(" - A comprehensive survey Conducted by two universities on grids in 2024.")
