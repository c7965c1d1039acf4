"""Links for which the copied entry has no place: written and set as other entries have them."""

import pytest

from service.lists import NewEntry, guard, insert_entry

TITLES = (
    "Sparse Grids for Small Maps",
    "What Small Hands Hold",
    "Ships of Other Seas",
    "Walking on Thin Glass",
)
ADDRESSES = {
    "paper": "https://arxiv.org/abs/{}",
    "hf": "https://huggingface.co/papers/{}",
    "doi": "https://doi.org/10.1000/{}",
    "blog": "https://blog.example.org/{}",
    "slides": "https://slides.example.org/{}.pdf",
    "demo": "https://huggingface.co/spaces/{}",
    "code": "https://github.com/maps/n{}",
}
NAMES = {
    "paper": "Paper",
    "hf": "HF",
    "doi": "DOI",
    "blog": "Blog",
    "slides": "Slides",
    "demo": "Demo",
    "code": "Code",
}


def links(form: str, between: str, kinds: tuple[str, ...], number: str) -> str:
    """Return links of these kinds; `@L` is the label, `@U` the address."""
    return between.join(
        form.replace("@L", NAMES[kind]).replace("@U", ADDRESSES[kind].format(number)) for kind in kinds
    )


def added(form: str, between: str, shown: tuple[tuple[str, ...], ...], given: tuple[str, ...]) -> str:
    """Return the line of a new paper with these links, where the others have those that are shown."""
    lines = [
        f"- {title}. *CVPR 2024*. {links(form, between, kinds, f'2403.0{n}123')}\n"
        for n, (title, kinds) in enumerate(zip(TITLES, shown, strict=True), 1)
    ]
    before = f"# Awesome Series\n\n## Papers\n\n{''.join(lines)}"
    others = [(kind, ADDRESSES[kind].format("2404.00001")) for kind in given if kind not in ("paper", "code")]
    facts = {
        "title": "Late Merging of Long Frames",
        "arxiv_id": "2404.00001",
        "venue": "ECCV 2024",
        "code_url": ADDRESSES["code"].format("2404.00001") if "code" in given else None,
        "extra": {"links": [{"label": NAMES[kind], "url": url} for kind, url in others]},
    }
    edit = insert_entry(before.encode(), NewEntry.from_mapping(facts))
    guard(before.encode(), edit.data, edit.additions)
    return edit.additions[0].text.strip()


@pytest.mark.parametrize(
    ("form", "between"),
    [
        ("[🔗 @L](@U)", " "),
        ("([@L](@U))", " "),
        ("[![@L](https://img.shields.io/badge/@L-blue)](@U)", " "),
        ("[`@L`](@U)", " | "),
        ('<a href="@U">@L</a>', " / "),
    ],
)
def test_a_link_that_the_model_lacks_is_written_as_other_entries_have_it(form: str, between: str):
    shown = (("paper", "blog"), ("paper", "demo", "code"), ("paper", "code"), ("paper", "blog"))
    line = added(form, between, shown, ("paper", "demo"))
    wanted = links(form, between, ("paper", "demo"), "2404.00001")
    assert line == f"- Late Merging of Long Frames. *ECCV 2024*. {wanted}"


def test_the_stop_before_the_links_stays_where_the_first_of_them_is_not_known():
    shown = (("demo", "code", "paper"),) * 4
    line = added("[@L](@U)", "; ", shown, ("code", "paper"))
    wanted = links("[@L](@U)", "; ", ("code", "paper"), "2404.00001")
    assert line == f"- Late Merging of Long Frames. *ECCV 2024*. {wanted}"


@pytest.mark.parametrize("given", [("paper",), ("paper", "hf")])
def test_a_page_that_bears_the_papers_number_is_the_new_papers(given: tuple[str, ...]):
    line = added("[@L](@U)", " ", (("paper", "hf"),) * 4, given)
    assert line.endswith(links("[@L](@U)", " ", ("paper", "hf"), "2404.00001"))


@pytest.mark.parametrize("other", ["hf", "slides"])
def test_what_is_called_doi_gets_the_doi(other: str):
    kinds = ("paper", other, "doi")
    line = added("[@L](@U)", " ", (kinds,) * 4, kinds)
    assert line.endswith(links("[@L](@U)", " ", kinds, "2404.00001"))


def test_an_only_link_does_not_begin_with_the_break_that_parts_two():
    rows = "".join(
        f"| [{title}](https://arxiv.org/abs/2301.0000{n}) |{cell}|\n"
        for n, (title, cell) in enumerate(
            zip(
                TITLES,
                (
                    " [Code](https://github.com/a/b)<br> [Page](https://a.github.io/b/) ",
                    " - ",
                    " [Code](https://github.com/c/d) ",
                    " - ",
                ),
                strict=True,
            )
        )
    )
    facts = {"title": "Foam on Sand", "arxiv_id": "2305.01234", "project_url": "https://foam.github.io/x/"}
    before = f"# Maps\n\n| Title | Links |\n| --- | --- |\n{rows}"
    text = insert_entry(before.encode(), NewEntry.from_mapping(facts)).additions[0].text
    assert text.split("|")[2] == " [Page](https://foam.github.io/x/) "


def test_a_link_in_a_cell_that_was_given_as_a_whole_is_not_written_twice():
    rows = "".join(
        f"| {title} | [paper](https://arxiv.org/abs/2301.0000{n}) |"
        f" [code](https://github.com/a/{n}) & [weights](https://w.org/{n}) |\n"
        for n, title in enumerate(TITLES)
    )
    code = "[code](https://github.com/x/foam) & [weights](https://huggingface.co/x/foam)"
    facts = {
        "title": "Foam on Sand",
        "arxiv_id": "2305.01234",
        "code_url": "https://github.com/x/foam",
        "tags": {"cell:Code": code},
        "extra": {"links": [{"label": "weights", "url": "https://huggingface.co/x/foam"}]},
    }
    before = f"# Maps\n\n| Title | Paper | Code |\n| --- | --- | --- |\n{rows}"
    text = insert_entry(before.encode(), NewEntry.from_mapping(facts)).additions[0].text
    assert text == f"| Foam on Sand | [paper](https://arxiv.org/abs/2305.01234) | {code} |\n"
