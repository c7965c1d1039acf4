"""Links of a table's column in the list's order, parted as there: `[Data](...) · [Paper](...)`."""

import pytest

from service.lists import NewEntry, insert_entry

ROWS = (
    "[Data](https://maps.org/1) · [Paper](https://arxiv.org/abs/2401.00001)",
    "[Site](https://maps.org/2) · [Data](https://data.org/2) · [Paper](https://arxiv.org/abs/2401.00002)",
    "[Paper](https://arxiv.org/abs/2401.00003)",
    "[Data](https://maps.org/4) · [Code](https://github.com/x/four) · [Paper](https://arxiv.org/abs/2401.00004)",
    "[Archive](https://maps.org/5) · [Paper](https://arxiv.org/abs/2401.00005)",
)


def _added(rows: tuple[str, ...], **facts: object) -> str:
    lines = "".join(f"| **Maps{n}** | 2024 | {row} |\n" for n, row in enumerate(rows, 1))
    data = f"# List\n\n## Maps\n\n| Dataset | Year | Resources |\n|---|---:|---|\n{lines}".encode()
    new = NewEntry.from_mapping({"title": "Frames", "arxiv_id": "2402.00009", "date_text": "2024", **facts})
    return insert_entry(data, new).additions[0].text.strip()


@pytest.mark.parametrize("label", ["Data", "Data/code", "Archive", "Weights"])
def test_a_further_link_stands_before_the_paper_where_the_others_do(label):
    added = _added(ROWS, extra={"links": [{"label": label, "url": "https://frames.org"}]})
    link = f"[{label}](https://frames.org) · [Paper](https://arxiv.org/abs/2402.00009)"
    assert added == f"| **Frames** | 2024 | {link} |"


@pytest.mark.parametrize("label", ["Data", "Weights"])
def test_a_further_link_stands_behind_the_paper_where_the_others_do(label):
    rows = tuple(" · ".join(reversed(row.split(" · "))) for row in ROWS)
    added = _added(rows, extra={"links": [{"label": label, "url": "https://frames.org"}]})
    link = f"[Paper](https://arxiv.org/abs/2402.00009) · [{label}](https://frames.org)"
    assert added == f"| **Frames** | 2024 | {link} |"


def test_two_links_that_never_stood_beside_each_other_are_parted_as_others_are():
    added = _added(ROWS, code_url="https://github.com/x/frames", project_url="https://frames.org")
    assert added.count(" · ") == 2
    assert added.endswith(" · [Paper](https://arxiv.org/abs/2402.00009) |")
