"""Labels that stand in front of their links: `Video: [link](...)`, `**Video:** <...>`."""

from collections.abc import Sequence

import pytest

from service.lists import NewEntry, insert_entry
from service.lists.reading.document import read_document

PAGES = {
    "Paper": "https://arxiv.org/abs/2501.{:05}",
    "Code": "https://github.com/ann/tool{}",
    "Project page": "https://ann{}.github.io/page",
    "Video": "https://www.youtube.com/watch?v=abcdefghi{}",
    "Dataset": "https://huggingface.co/datasets/ann/data{}",
}
OTHERS = [
    ("A Study of Maps", ["Paper", "Code", "Video"]),
    ("Grids in the Wild", ["Paper"]),
    ("Views of the Sea", ["Paper", "Project page", "Video"]),
    ("Clouds over Fields", ["Paper", "Code", "Project page"]),
    ("Lines of Trees", ["Paper", "Video", "Dataset"]),
]
WAYS = [
    ("{}: [link]({})", ", "),
    ("🔹 {}: [here]({})", " "),
    ("**{}:** <{}>", " "),
    ("<b>{}</b>: [link]({})", " · "),
    ("{}: {}", ", "),
]
PLACES = {"bold": ("- **", "** "), "numbered": ("1. ", ". "), "row": ("| ", " | ")}
FIELDS = {"paper": "url", "code": "code", "project": "project", "link:video": "link", "link:dataset": "link"}


def line(number: int, title: str, labels: Sequence[str], way: tuple[str, str], place: str) -> str:
    before, behind = PLACES[place]
    links = way[1].join(way[0].format(name, PAGES[name].format(number)) for name in labels)
    return f"{before}{title}{behind}{links}{' |' if place == 'row' else ''}\n"


def table(way: tuple[str, str], place: str) -> bytes:
    rows = "".join(line(n, *other, way, place) for n, other in enumerate(OTHERS, 1))
    header = "| Title | Links |\n|---|---|\n" if place == "row" else ""
    return f"# Awesome Things\n\n## Papers\n\n{header}{rows}".encode()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "labels", [["Paper", "Code"], ["Paper", "Project page", "Video"], ["Paper", "Dataset"]]
)
def test_each_link_bears_its_own_label(labels: list[str], way: tuple[str, str], place: str) -> None:
    facts = {
        "title": "Sparse Grids",
        "arxiv_id": "2501.00404",
        "url": PAGES["Paper"].format(404),
        "code_url": PAGES["Code"].format(404) if "Code" in labels else None,
        "project_url": PAGES["Project page"].format(404) if "Project page" in labels else None,
        "extra": {
            "links": [{"label": k, "url": PAGES[k].format(404)} for k in ("Video", "Dataset") if k in labels]
        },
    }
    added = insert_entry(table(way, place), NewEntry.from_mapping(facts)).additions[0].text
    assert added.lstrip("123456. ") == line(404, "Sparse Grids", labels, way, place).lstrip("1. ")


@pytest.mark.parametrize("way", WAYS)
def test_a_label_and_its_link_are_one_part(way: tuple[str, str]) -> None:
    entries = read_document(table(way, "numbered")).entries
    assert [e.title for e in entries] == [title for title, _ in OTHERS]
    for entry, (_, labels) in zip(entries, OTHERS, strict=True):
        parts = entry.reading.parts()[1:]
        assert [p.label for p in parts] == labels
        assert [p.slots[0].field.value for p in parts] == [FIELDS[p.role] for p in parts]
