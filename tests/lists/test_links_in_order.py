"""A link for which the copied entry has no place stands where the list's entries have such links."""

from collections.abc import Sequence

import pytest

from service.lists import NewEntry, insert_entry

PAGES = {
    "Paper": "https://arxiv.org/abs/2501.{:05}",
    "Code": "https://github.com/ann/tool{}",
    "Project": "https://ann{}.github.io/page",
    "Video": "https://www.youtube.com/watch?v=abcdefghi{}",
    "Data": "https://huggingface.co/datasets/ann/data{}",
}
OTHERS = [
    ("A Study of Maps", ["Paper", "Code", "Video"]),
    ("Grids in the Wild", ["Paper"]),
    ("Views of the Sea", ["Paper", "Project", "Video"]),
    ("Clouds over Fields", ["Paper", "Code", "Project"]),
    ("Lines of Trees", ["Paper", "Video", "Data"]),
]


def line(number: int, title: str, labels: Sequence[str], form: str, joint: str) -> str:
    links = joint.join(form.format(name, PAGES[name].format(number)) for name in labels)
    return f"- **{title}** {links}\n"


def added(labels: Sequence[str], form: str, joint: str) -> str:
    facts = {
        "title": "Sparse Grids",
        "arxiv_id": "2501.00404",
        "url": PAGES["Paper"].format(404),
        "code_url": PAGES["Code"].format(404) if "Code" in labels else None,
        "project_url": PAGES["Project"].format(404) if "Project" in labels else None,
        "extra": {
            "links": [{"label": k, "url": PAGES[k].format(404)} for k in ("Data", "Video") if k in labels]
        },
    }
    rows = "".join(line(n, *other, form, joint) for n, other in enumerate(OTHERS, 1))
    text = f"# Awesome Things\n\n## Papers\n\n{rows}"
    return insert_entry(text.encode(), NewEntry.from_mapping(facts)).additions[0].text


@pytest.mark.parametrize(
    ("form", "joint"), [("[[{}]({})]", " "), ("[{}]({})", " | "), ("[{}]({})", " · "), ("[`{}`]({})", " ")]
)
@pytest.mark.parametrize(
    "labels",
    [
        ["Paper", "Code", "Project", "Video"],
        ["Paper", "Project", "Video", "Data"],
        ["Paper", "Code", "Data"],  # no entry has both: the video stands between them
        ["Paper", "Code", "Project", "Video", "Data"],
    ],
)
def test_links_stand_in_the_order_of_the_list(labels: list[str], form: str, joint: str) -> None:
    assert added(labels, form, joint) == line(404, "Sparse Grids", labels, form, joint)
