"""Authors where the entry that is copied does not show how the list writes so many of them."""

import pytest

from tests.lists.test_unusual_entries import HEAD, written

NAMES = ["Ann Chen", "Bo Li", "Jin Ng", "Ida Weber", "Tom Kim"]


def a_list(*authors: str) -> str:
    return HEAD + "".join(
        f"- **A Study of Things, Part {n}**. *{names}* [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, names in enumerate(authors, 1)
    )


CUT = ("Mei Tanaka, Zoe Ng, Lea Roy et al.",) * 3


@pytest.mark.parametrize(
    ("count", "said"),
    [(5, "Ann Chen, Bo Li, Jin Ng et al."), (3, "Ann Chen, Bo Li, Jin Ng"), (2, "Ann Chen, Bo Li")],
)
def test_authors_are_cut_where_the_list_cuts_them_whatever_the_model_shows(count: int, said: str):
    before = a_list("Mei Tanaka, Zoe Ng, Lea Roy", *CUT, "Mei Tanaka, Zoe Ng", "Lea Roy, Mei Tanaka")
    assert f" *{said}* [[pdf]" in written(before, authors=NAMES[:count])


def test_authors_are_not_cut_where_the_list_names_more_of_them():
    before = a_list(
        "Mei Tanaka, Zoe Ng, Lea Roy, Tom Kim, Jin Ho", *CUT, "Lea Roy, Mei Tanaka, Zoe Ng, Ed Poe"
    )
    assert f" *{', '.join(NAMES)}* [[pdf]" in written(before, authors=NAMES)


def test_one_first_name_that_is_a_letter_is_no_custom():
    before = a_list(
        "Mei Tanaka, Zoe Ng", "Lea Roy, Mei Tanaka", "Zoe Ng, Ed Poe", "Lea Roy, Tom Kim", "D. Poe, Lea Roy"
    )
    assert " *Ann Chen, Bo Li* [[pdf]" in written(before, authors=NAMES[:2])


def test_one_author_with_a_single_name_is_no_custom():
    before = a_list(
        "Mei Tanaka, Zoe Ng",
        "Lea Roy, Mei Tanaka",
        "Zoe Ng, Ed Poe",
        "Lea Roy, Tom Kim",
        "Suharto, Lea Roy, Ed Poe",
    )
    assert " *Ann Chen, Bo Li, Jin Ng* [[pdf]" in written(before, authors=NAMES[:3])


@pytest.mark.parametrize("behind", ["", " [[pdf](https://arxiv.org/abs/2404.0000{})]"])
def test_the_full_stop_of_et_al_is_the_sentences_too(behind: str):
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}). {names}."
        + behind.format(n)
        + "\n"
        for n, names in enumerate(
            ("Mei Tanaka, Zoe Ng, Lea Roy et al",) * 5 + ("Lea Roy, Zoe Ng", "Ed Poe, Lea Roy"), 1
        )
    )
    line = written(before, authors=NAMES[:2])
    assert line.removesuffix(behind.replace("2404.0000{}", "2405.01234")).endswith(". Ann Chen, Bo Li.")


@pytest.mark.parametrize(
    ("count", "said"), [(5, "Ann Chen, Bo Li, ..."), (3, "Ann Chen, Bo Li, ..."), (2, "Ann Chen, Bo Li")]
)
def test_dots_behind_authors_stand_for_the_others(count: int, said: str):
    before = a_list(
        "Mei Tanaka, Zoe Ng, ...", "Lea Roy, Tom Kim, ...", "Ed Poe, Jin Ho", "Zoe Ng, Ed Poe, ..."
    )
    assert f" *{said}* [[pdf]" in written(before, authors=NAMES[:count])


def test_two_lists_that_are_cut_where_others_end_are_a_custom():
    cut = "Mei Tanaka, Zoe Ng, Lea Roy et al."
    before = a_list(cut, "Mei Tanaka, Zoe Ng", cut.replace("Zoe", "Lu"), "Ed Poe, Tom Kim, Jin Ho")
    assert " *Ann Chen, Bo Li, Jin Ng et al.* [[pdf]" in written(before, authors=NAMES)
