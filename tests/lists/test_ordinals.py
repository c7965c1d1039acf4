"""Numbers in a column or in brackets: continued in their own place, whatever stands before them."""

from service.lists import NewEntry, insert_entry

PAPER = {
    "arxiv_id": "2503.00404",
    "title": "Sparse Grids for Very Long Videos, a Title of Many Words",
    "section_path": ["Papers"],
}


def row(number: int, title: str) -> str:
    code = f"[Code](https://github.com/lab/g{number})"
    return f"| [{title}](https://arxiv.org/abs/2501.0000{number}) | {number} | {code} |"


def added(before: str) -> str:
    facts = NewEntry.from_mapping({**PAPER, "code_url": "https://github.com/lab/sparse"})
    after = insert_entry(before.encode(), facts).data.decode()
    return next(line for line in after.splitlines() if "2503.00404" in line)


def test_a_column_of_numbers_behind_titles_of_other_lengths_is_counted_on() -> None:
    rows = [row(n, title) for n, title in enumerate(("Grids", "Deep Nets of Trees", "Wide"), 1)]
    before = "\n".join(("## Papers", "", "| Title | No. | Code |", "|---|---|---|", *rows, ""))

    assert added(before) == (
        "| [Sparse Grids for Very Long Videos, a Title of Many Words](https://arxiv.org/abs/2503.00404) | 4 "
        "| [Code](https://github.com/lab/sparse) |"
    )
