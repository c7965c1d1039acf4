"""Entries of several lines: what their labels say, what hangs below bold titles, and how they end."""

import pytest

from service.lists import NewEntry, guard, insert_entry, read_document

TITLES = (
    "Sparse Grids for Small Maps",
    "What Small Hands Hold",
    "Ships of Other Seas",
    "Walking on Thin Glass",
)
VENUES = ("CVPR 2024", "ICLR 2025", "arXiv 2024", "ACL 2023")
TAGS = ("#pruning", "#pruning #video", "#pruning", "#video")
TITLE = "Late Merging of Long Frames"
NEW = {
    "title": TITLE,
    "arxiv_id": "2404.00001",
    "authors": ["Eva Rossi", "Jo Park"],
    "published": "2024-04-09",
    "venue": "ECCV 2024",
}


def written(form: str, number: str, title: str, venue: str, day: str, tags: str, authors: str) -> str:
    """Return an entry with `@T`, `@V`, `@D` (day), `@G` (tags), `@A`, `@U` and `@C` (code) replaced."""
    text = form.replace("@U", f"https://arxiv.org/abs/{number}").replace(
        "@C", f"https://github.com/x/n{number}"
    )
    text = text.replace("@T", title).replace("@V", venue).replace("@D", day).replace("@G", tags)
    return text.replace("@A", authors)


def listed(form: str, titles: tuple[str, ...] = TITLES) -> str:
    papers = [
        written(form, f"2403.0{n}123", title, venue, f"2024-03-0{n}", tags, "Ann Chen, Bo Li")
        for n, (title, venue, tags) in enumerate(zip(titles, VENUES, TAGS, strict=True), 1)
    ]
    return f"# Awesome Series\n\n## Papers\n\n{''.join(papers)}"


def added(before: str, **new: object) -> str:
    edit = insert_entry(before.encode(), NewEntry.from_mapping({**NEW, **new}))
    guard(before.encode(), edit.data, edit.additions)
    return edit.additions[0].text.strip()


def wanted(form: str) -> str:
    return written(form, "2404.00001", TITLE, "ECCV 2024", "2024-04-09", "", "Eva Rossi, Jo Park").strip()


@pytest.mark.parametrize(
    "form",
    [
        "- **@T**\n  - **Published:** @V, @D\n  - **Links:** [Paper](@U)\n",
        "### @T\n- Published: @V, @D\n- Links: [Paper](@U)\n\n",
        "- **@T**\n  - Venue: @V | Date: @D | [Paper](@U)\n",
        "* [@T](@U)\n    * Venue: @V | Date: @D | [PDF](@U)\n",
        "- **@T** <br> Venue: @V | Date: @D | [Paper](@U)\n",
    ],
)
def test_a_line_with_several_values_is_filled(form: str):
    assert added(listed(form)) == wanted(form)


def test_tldr_is_a_label():
    form = "- **@T**\n  - [Paper](@U)\n  - **TL;DR:** @T, and what came of it.\n"
    said = "Frames are joined when they are alike."
    found = added(listed(form), tags={"after_title": [f"TL;DR: {said}"]})
    assert found.endswith(f"\n  - **TL;DR:** {said}")


@pytest.mark.parametrize(
    ("form", "left"),
    [
        ("### @T\n\n[Paper](@U)\n\nSummary: What @T say.\n\n", "### @T\n\n[Paper](@U)"),
        ("### @T\n[Paper](@U)  \nSummary: What @T say.\n\n", "### @T\n[Paper](@U)"),
        ("- **@T** <br> [Paper](@U) <br> Summary: What @T say.\n", "- **@T** <br> [Paper](@U)"),
        (
            "<details>\n<summary>@T</summary>\n\n- [Paper](@U)\n- Summary: What @T say.\n</details>\n\n",
            "<details>\n<summary>@T</summary>\n\n- [Paper](@U)\n</details>",
        ),
    ],
)
def test_an_entry_whose_last_line_nobody_knows_ends_with_the_line_before(form: str, left: str):
    assert added(listed(form)) == wanted(left)


def test_a_hash_tag_is_never_the_lists_own_word():
    assert added(listed("- **@T**\n  - @A\n  - @G\n  - [Paper](@U)\n")) == wanted(
        "- **@T**\n  - @A\n  - [Paper](@U)\n"
    )


@pytest.mark.parametrize(
    "form",
    [
        "**@T**\n- 📄 [Paper](@U) 💻 [Code](@C)\n\n",
        "**@T**\n- *@A*\n- @V\n- [[paper](@U)] [[code](@C)]\n\n",
        "**@T**\n- @A. @V.\n- [![arXiv](https://img.shields.io/badge/arXiv-paper-red)](@U)\n\n",
    ],
)
def test_items_below_a_bold_title_that_hold_its_links_belong_to_it(form: str):
    before = listed(form)
    assert [e.title for e in read_document(before.encode()).entries] == list(TITLES)
    assert added(before, code_url="https://github.com/x/n2404.00001") == wanted(form)


def test_bold_words_over_papers_are_no_title():
    entry = "- Ships of Other Seas [[paper](https://arxiv.org/abs/2403.01123)]\n"
    other = entry.replace("01", "02")
    before = f"# List\n\n**Maps and Their Makers**\n{entry}\n**Glass and Its Walkers**\n{other}"
    assert {e.title for e in read_document(before.encode()).entries} == {"Ships of Other Seas"}


@pytest.mark.parametrize(
    "form",
    [
        "- **@T** [Paper](@U). What they say of maps and seas\n",
        "- @T <br> @A <br> Summary: what they say of maps and of all seas <br> [Paper](@U)\n",
        "- @T\n  - Authors: @A\n  - Idea: what they say of maps and of all seas\n  - [Paper](@U)\n",
    ],
)
def test_a_title_that_could_be_two_people_is_one_where_the_others_are(form: str):
    titles = (*TITLES[:3], "Tall Trees and Short Grass")
    assert [e.title for e in read_document(listed(form, titles).encode()).entries] == list(titles)


def test_a_backslash_that_breaks_a_line_is_no_part_of_an_address():
    form = "- **@T**\\\n  Paper: @U\\\n  Code: @C\n"
    before = listed(form)
    assert read_document(before.encode()).entries[0].links[0].url == "https://arxiv.org/abs/2403.01123"
    assert added(before, code_url="https://github.com/x/n2404.00001") == wanted(form)


@pytest.mark.parametrize("mark", ["`{}`", "<kbd>{}</kbd>", "[`{}`]", "<code>{}</code>"])
def test_a_tag_of_most_papers_is_still_a_tag(mark: str):
    own = ("Pruning", "Merging", "Pruning, Video", "Merging", "Video", "Pruning", "Merging, Pruning")
    lines = [
        f"- [A Study of Part {n}](https://arxiv.org/abs/2403.0{n}123) "
        f"{' '.join(map(mark.format, said.split(', ')))}\n"
        for n, said in enumerate(own, 1)
    ]
    given = ["Pruning", "Merging", "Video"]
    before = f"# Awesome Series\n\n## Papers\n\n{''.join(lines)}"
    line = added(before, venue=None, tags={"after_title": given})
    assert line.endswith(f"2404.00001) {' '.join(map(mark.format, given))}")
