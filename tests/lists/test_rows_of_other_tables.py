"""A row is copied from a table with the same columns: another table's row would fill the wrong ones."""

from service.lists import NewEntry, insert_entry

PAPERS = "| Title | Venue | Date | Code | Demo |\n|---|---|---|---|---|\n" + "".join(
    f"| ![Star](https://img.shields.io/github/stars/ann/tool{n}.svg) <br> [**Maps, Part {n}**]"
    f"(https://arxiv.org/abs/2401.0000{n}) <br> | ICML | 2024-01-0{n} "
    f"| [Github](https://github.com/ann/tool{n}) | - |\n"
    for n in range(1, 9)
)
SETS = "| Name | Paper | Link | Notes |\n|---|---|---|---|\n" + "".join(
    f"| **Set{n}** | [Set{n}: A Set of Seas](https://arxiv.org/abs/2402.0000{n}) "
    f"| [Link](https://github.com/bo/set{n}) | A set of {n} seas |\n"
    for n in range(1, 4)
)
LIST = f"# Papers\n\n## Models\n\n{PAPERS}\n## Sets\n\n{SETS}".encode()


def row(section: str, **facts: object) -> str:
    paper = {"title": "Waves: Forms of Seas", "arxiv_id": "2403.00404", "published": "2024-03-09", **facts}
    edit = insert_entry(LIST, NewEntry.from_mapping({**paper, "section_path": ["Papers", section]}))
    return edit.additions[0].text


def test_facts_go_into_the_columns_of_their_own_table() -> None:
    text = row("Sets", code_url="https://github.com/cy/waves", venue="CVPR 2024")
    waves = "[Waves: Forms of Seas](https://arxiv.org/abs/2403.00404)"
    assert text == f"| **Waves** | {waves} | [Link](https://github.com/cy/waves) | - |\n"
