"""Words that were given for a table's cell: they stand in the link that the list has there."""

import re

import pytest

from service.errors import EditRefused
from service.lists import NewEntry, guard, insert_entry

HEAD = "# Awesome Series\n\nThings to read.\n\n## Papers\n\nDate|Method|Venue|Paper\n---|---|---|---\n"
NEW = {
    "title": "A Study of Fast Forecasts",
    "url": "https://arxiv.org/abs/2405.00001",
    "venue": "ICML 2024",
    "date_text": "24-05-01",
}


def row(n: int, name: str, title: str) -> str:
    return f"24-0{n}-01|[{name}](https://arxiv.org/abs/240{n}.00001)|Arxiv 2024|{title}\n"


ROWS = row(1, "Fjord", "Forecasts of Long Waves in Deep and Shallow Water") + row(
    2, "Hill", "Hills and Their Series: A Study of Many Steep Roads"
)
ROWS += row(3, "Boat", "Series of Boats at Sea in Days of Strong Wind")


def added(before: str, **new: object) -> str:
    edit = insert_entry(before.encode(), NewEntry.from_mapping({**NEW, **new}))
    guard(before.encode(), edit.data, edit.additions)
    return edit.additions[0].text


def test_a_given_name_is_the_label_of_the_paper_s_link_where_no_other_cell_has_it():
    line = added(HEAD + ROWS, tags={"cell:Method": ["SwiftNet"]})
    assert (
        line == "24-05-01|[SwiftNet](https://arxiv.org/abs/2405.00001)|ICML 2024|A Study of Fast Forecasts\n"
    )


def test_a_given_link_stands_as_it_is():
    own = "[SwiftNet](https://arxiv.org/pdf/2405.00001)"
    line = added(HEAD + ROWS, tags={"cell:Method": [own]})
    assert line == f"24-05-01|{own}|ICML 2024|A Study of Fast Forecasts\n"


def test_a_cell_beside_the_link_has_the_words_alone():
    head = HEAD.replace("Venue|Paper", "Venue|Paper|Link").replace("---\n", "---|---\n")
    rows = re.sub(r"\]\((https://arxiv[^)]*)\)(.*)", r"](https://github.com/a/b)\2|[Link](\1)", ROWS)
    assert "|SwiftNet|" in added(head + rows, tags={"cell:Method": ["SwiftNet"]})


def test_a_dash_is_no_label():
    with pytest.raises(EditRefused):
        added(HEAD + ROWS, tags={"cell:Method": ["-"]})


def test_code_that_was_given_under_a_name_has_it_where_labels_are_names_of_repositories():
    head = HEAD.replace("Venue|Paper", "Venue|Paper|Code").replace("---\n", "---|---\n")
    rows = re.sub(r"\n", "|[boats](https://github.com/sea/boats)\n", ROWS)
    code = {"code_url": "https://github.com/ada/Awesome-Swift", "tags": {"cell:Method": ["SwiftNet"]}}
    named = {"extra": {"links": [{"label": "PaperList", "url": code["code_url"]}]}}
    plain = {"extra": {"links": [{"label": "code", "url": code["code_url"]}]}}
    assert added(head + rows, **code, **named).endswith(
        "|[PaperList](https://github.com/ada/Awesome-Swift)\n"
    )
    assert added(head + rows, **code, **plain).endswith(
        "|[Awesome-Swift](https://github.com/ada/Awesome-Swift)\n"
    )


def test_a_column_of_names_stays_empty_in_a_table_that_leaves_it_empty():
    head = "\n| Name | Paper | Venue |\n|---|---|---|\n"
    line = "| {} | [{}](https://arxiv.org/abs/24{}.0000{}) | ICML 2023 |\n"
    names = ("Fjord", "Hill", "Boat", "Cape")
    named = [line.format(n, f"{n}: Forecasts", "01", i) for i, n in enumerate((*names, "Dune", "Reef"))]
    bare = [line.format("", f"{n}Net: Series of Things", "02", i) for i, n in enumerate(names)]
    before = "# Awesome Series\n\nThings to read.\n\n## Named\n" + head + "".join(named)
    before += "\n## Bare\n" + head + "".join(bare)
    new = {"title": "SwiftNet: Fast Forecasts", "date_text": None}
    assert added(before, **new, section_path=["Awesome Series", "Named"]).startswith(
        "| SwiftNet | [SwiftNet: "
    )
    assert added(before, **new, section_path=["Awesome Series", "Bare"]).startswith("|  | [SwiftNet: ")


def test_a_given_name_is_the_label_of_the_code_s_link_where_names_are():
    head = HEAD.replace("Venue|Paper", "Venue|Paper|Link").replace("---\n", "---|---\n")
    rows = re.sub(r"\]\((https://arxiv[^)]*)\)(.*)", r"](https://github.com/a/b)\2|[Link](\1)", ROWS)
    for name in ("fjord", "hill", "boat"):
        rows = rows.replace("a/b)", f"lab/{name})", 1)
    code = "https://github.com/swift/net"
    line = added(head + rows, tags={"cell:Method": ["SwiftNet"]}, code_url=code)
    assert f"|[SwiftNet]({code})|" in line


KEYS = "\n| Paper | Keys | Code |\n|---|---|---|\n"
MARKED = ("`cap.`", "`vlm.`, `cap.`", "`vlm.`", "`pl.`, `vlm.`")


def keyed(cells: tuple[str, ...], *given: str) -> str:
    rows = "".join(
        f"| [{name}: Forecasts of Things](https://arxiv.org/abs/2401.0000{n}) | {keys} | N/A |\n"
        for n, (name, keys) in enumerate(zip(("Fjord", "Hill", "Boat", "Cape"), cells, strict=True))
    )
    return added(f"# Awesome Series\n\n## Papers\n{KEYS}{rows}", tags={"cell:Keys": list(given)}).split(
        " | "
    )[1]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (("vlm.", "w/o ps."), "`vlm.`, `w/o ps.`"),
        (("bench",), "`bench`"),
        (("`vlm.`, `pl.`",), "`vlm.`, `pl.`"),
        (("`vlm.`,", "`pl.`"), "`vlm.`, `pl.`"),
        (("vlm., pl.",), "vlm., pl."),
        (("-",), "-"),
    ],
)
def test_words_given_for_a_column_are_marked_and_parted_as_its_own(given: tuple[str, ...], wanted: str):
    assert keyed(MARKED, *given) == wanted


def test_one_word_is_not_marked_where_some_of_the_column_s_are_not():
    assert keyed(("`cap.`", "vlm", "`vlm.`", "`pl.`"), "bench") == "bench"
    assert keyed(("cap / vlm", "vlm", "pl / cap", "pl"), "bench", "pl") == "bench / pl"


LABELLED = "- [{}: Forecasts of Things](https://arxiv.org/abs/2401.0000{})\n  - Key: {}\n  - ExpEnv: {}\n"


def test_words_go_to_the_line_or_column_that_bears_their_name():
    names, keys = ("Fjord", "Hill", "Boat"), ("Offline RL, Planning", "Planning", "Survey, Offline RL")
    rows = "".join(LABELLED.format(n, i, k, "D4RL") for i, (n, k) in enumerate(zip(names, keys, strict=True)))
    entry = NewEntry.from_mapping({**NEW, "tags": {"key": ["Q-learning", "Planning"], "Lab": ["Acme"]}})
    edit = insert_entry(f"# Awesome Series\n\n## Papers\n\n{rows}".encode(), entry)
    assert edit.additions[0].text.splitlines()[1:] == ["  - Key: Q-learning, Planning"]
    assert [note for note in edit.notes if "tag" in note] == [
        "the tag 'Acme' is left out: the list's taxonomy has no such Lab"
    ]
    table = "".join(
        f"| [{n}: Forecasts](https://arxiv.org/abs/2401.0000{i}) | {k} |\n"
        for i, (n, k) in enumerate(zip(names, ("`rl`", "`rl`, `plan`", "`plan`"), strict=True))
    )
    before = f"# Awesome Series\n\n## Papers\n\n| Paper | Method |\n|---|---|\n{table}"
    assert added(before, tags={"Method": ["plan", "grpo"]}).endswith("| `plan`, `grpo` |\n")
