"""Labels and pictures with a word of their paper: the copied entry's must not stay."""

import pytest

from service.lists import insert_entry
from tests.lists.test_unusual_entries import entry

NAMES = ("FishNet", "PruneNet", "SlowNet", "GridNet", "LakeNet", "RiverNet")
TITLES = (
    "Nets for Fish",
    "Less of a Net",
    "Nets in Time",
    "Nets of Squares",
    "Nets at Rest",
    "Nets on the Run",
)


def new_line(form: str, **facts: object) -> str:
    listed = "".join(
        form.format(name=name, title=f"{name}: {title}", n=n, page=f"W400{n}12{n}")
        for n, (name, title) in enumerate(zip(NAMES, TITLES, strict=True))
    )
    new = entry(authors=None, venue=None, published=None, **facts)
    return insert_entry(f"# Awesome Nets\n\n## Papers\n\n{listed}".encode(), new).additions[0].text.strip()


PAPER = {"arxiv_id": "2502.00009", "url": "https://arxiv.org/abs/2502.00009"}


def test_a_label_that_comes_twice_is_a_name_where_the_others_are() -> None:
    row = "| [{name}](https://arxiv.org/abs/2401.0000{n}) | {title} |\n"
    rows = "".join(
        row.format(name=name, title=f"{title} and What Is Caught in Them by Those Who Wait", n=n)
        for n, (name, title) in enumerate(zip(NAMES, TITLES, strict=True))
    )
    rows += row.format(
        name="LakeNet", title="On the Lake Again, Where the Nets Are Old and the Fish Are Not", n=8
    )
    data = f"# Awesome Nets\n\n## Papers\n\n| Method | Title |\n|---|---|\n{rows}".encode()
    new = entry(authors=None, venue=None, published=None, title="Making Nets of Rope in the Old Way", **PAPER)
    line = insert_entry(data, new).additions[0].text.strip()
    assert line == "| [Paper](https://arxiv.org/abs/2502.00009) | Making Nets of Rope in the Old Way |"


@pytest.mark.parametrize("label", ["", "badge"])
def test_a_badge_with_the_name_of_the_work_bears_the_new_one(label: str) -> None:
    badge = "[![" + label + "](https://img.shields.io/badge/{name}-black?logo=github)]"
    form = (
        "- {title} [[Paper](https://arxiv.org/abs/2401.0000{n})] "
        + badge
        + "(https://github.com/nets/{name})\n"
    )
    line = new_line(
        form, title="Rope-Net: Making Nets", code_url="https://github.com/ropes/Rope-Net", **PAPER
    )
    assert line.endswith(
        f"[![{label}](https://img.shields.io/badge/Rope--Net-black?logo=github)](https://github.com/ropes/Rope-Net)"
    )


def test_a_picture_that_asks_for_the_page_it_leads_to_asks_for_the_new_one() -> None:
    picture = (
        "https://img.shields.io/badge/dynamic/json?label=cites&url=https%3A%2F%2Fapi.example.org%2F{page}"
    )
    form = (
        "- [{title}](https://arxiv.org/abs/2401.0000{n}) [![cites]("
        + picture
        + ")](https://example.org/{page})\n"
    )
    cites = {"links": [{"label": "cites", "url": "https://example.org/W7777777"}]}
    line = new_line(form, title="Making Nets of Rope", extra=cites, **PAPER)
    assert line.count("W7777777") == 2
    assert "W400" not in line


def test_a_doi_as_a_label_is_that_of_the_paper() -> None:
    form = "- {title}. [doi:10.1000/nets.{n}](https://doi.org/10.1000/nets.{n})\n"
    line = new_line(form, title="Making Nets of Rope", url="https://doi.org/10.2000/rope.77")
    assert line == "- Making Nets of Rope. [doi:10.2000/rope.77](https://doi.org/10.2000/rope.77)"


def test_brackets_in_a_given_label_are_not_doubled() -> None:
    form = "- {title}, in *KDD* 2024. [\\[paper\\]](https://arxiv.org/abs/2401.0000{n})\n"
    slides = {"links": [{"label": "\\[slides\\]", "url": "https://example.org/slides.pptx"}]}
    line = new_line(form, title="Making Nets of Rope", extra=slides, **PAPER)
    assert line.endswith(
        "[\\[paper\\]](https://arxiv.org/abs/2502.00009) [\\[slides\\]](https://example.org/slides.pptx)"
    )
