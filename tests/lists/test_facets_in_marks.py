"""Facets of tags in marks of their own, in front of titles, behind links, in a labelled line, in a column."""

from collections.abc import Callable

import pytest

from service.domain.taxonomy import Taxonomy
from service.lists import NewEntry, insert_entry, read_document
from service.lists.onboarding.found_facets import find_facets

OTHERS = [
    ("A Study of Maps", ["pruning", "survey"]),
    ("Grids in the Wild", ["memory"]),
    ("Views of the Sea", ["pruning"]),
    ("Fog over the Lines", ["audio", "memory"]),
    ("Lines of Trees", []),
    ("Ways to Learn Trees", ["pruning", "memory"]),
    ("Rare Forms", ["survey"]),
    ("Big Forms", ["memory", "survey"]),
    ("No Forms at All", ["pruning", "audio"]),
]
LINK = "[[paper](https://arxiv.org/abs/2501.{:05})]"


def each(form: str, joint: str = " ") -> Callable[[list[str]], str]:
    return lambda tags: joint.join(form.format(tag) for tag in tags)


MARKS = {
    "code": each("`{}`"),
    "code and commas": each("`{}`", ", "),
    "brackets": each("[{}]"),
    "brackets side by side": each("[{}]", ""),
    "bold brackets": each("**[{}]**"),
    "hash": each("#{}"),
    "keys": each("<kbd>{}</kbd>"),
}
PLACES = {
    "before": "- {tags} **{title}** {link}\n",
    "behind the title": "- **{title}** {tags} {link}\n",
    "behind the links": "- **{title}** {link} {tags}\n",
    "below": "- **{title}** {link}\n  {tags}\n",
    "labelled": "- **{title}** {link}\n  - Keywords: {tags}\n",
    "column": "| {title} | {tags} | {link} |\n",
}
HEADS = {"column": "| Title | Topics | Link |\n|---|---|---|\n"}


def line(number: int, title: str, tags: str, place: str) -> str:
    written = PLACES[place].format(tags=tags, title=title, link=LINK.format(number))
    if tags or place == "column":
        return written
    return (
        written.replace("\n  - Keywords: \n", "\n")
        .replace("\n  \n", "\n")
        .replace("  ", " ")
        .replace(" \n", "\n")
    )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("marks", MARKS)
def test_tags_in_marks_are_a_facet_that_is_written_in_its_marks(marks: str, place: str) -> None:
    rows = (
        line(n, title, MARKS[marks](tags) if tags else "", place) for n, (title, tags) in enumerate(OTHERS, 1)
    )
    data = f"# Awesome Things\n\n## Papers\n\n{HEADS.get(place, '')}{''.join(rows)}".encode()
    (found,), _ = find_facets(read_document(data, path="README.md").entries)
    assert {tag.name for tag in found.tags} == {"pruning", "survey", "memory", "audio"}
    taxonomy = Taxonomy(facets=(found.facet,))
    document = read_document(data, path="README.md", taxonomy=taxonomy)
    assert [sorted(e.tags.get(found.name, ())) for e in document.entries] == [sorted(t) for _, t in OTHERS]
    facts = {"title": "Sparse Grids", "arxiv_id": "2501.00404", "tags": {found.name: ["memory", "survey"]}}
    edit = insert_entry(data, NewEntry.from_mapping(facts), taxonomy=taxonomy)
    new = edit.additions[0].text
    orders = (["memory", "survey"], ["survey", "memory"])
    assert new in [line(404, "Sparse Grids", MARKS[marks](tags), place) for tags in orders]


def test_sentences_below_a_label_are_no_tags() -> None:
    rows = (
        f"- **{title}** {LINK.format(n)}\n  - Summary: It says, of part {n}, what maps are, and why.\n"
        for n, (title, _) in enumerate(OTHERS, 1)
    )
    data = f"# Awesome Things\n\n## Papers\n\n{''.join(rows)}".encode()
    found, _ = find_facets(read_document(data, path="README.md").entries)
    assert found == ()


def test_blanks_that_hold_a_tag_together_do_not_cut_it() -> None:
    cells = ["Video-3D&nbsp;LLM; Chat", "Chat", "Video-3D&nbsp;LLM", "Chat; Video-3D&nbsp;LLM"]
    rows = "".join(
        f"| [A Study of Maps, {n}](https://arxiv.org/abs/2501.0000{n}) | {said} |\n"
        for n, said in enumerate(cells, 1)
    )
    text = f"# A\n\n## Papers\n\n| Title | Backbone |\n|---|---|\n{rows}"
    found, _ = find_facets(read_document(text.encode()).entries)
    assert [tag.label for facet in found for tag in facet.facet.tags] == ["Chat", "Video-3D LLM"]
