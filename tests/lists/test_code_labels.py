"""What a link to code is called where a list has several words for it, and where one venue stands for two."""

import pytest

from service.lists import NewEntry, insert_entry

ROWS = (
    ("Sparse Grids", "RA-L & ICRA 2021", "Tensorflow"),
    ("Deep Rivers", "ICCV 2021", "PyTorch"),
    ("Thin Glass", "RA-L & IROS 2020", "Tensorflow"),
    ("Loud Bees", "CVPR 2019", "PyTorch"),
)


def _added(first: int, **facts: object) -> str:
    rows = "".join(
        f"| {title} | [{venue}](https://arxiv.org/abs/210{i}.0000{i}) "
        f"| [{code}](https://github.com/x/r{i}) |\n"
        for i, (title, venue, code) in enumerate((*ROWS[first:], *ROWS[:first]), 1)
    )
    data = f"# List\n\n## Maps\n\n| Paper | Publication | Code |\n| :-- | :-: | :-: |\n{rows}".encode()
    new = {"title": "Late Frames", "arxiv_id": "2201.00009", "code_url": "https://github.com/x/late", **facts}
    return insert_entry(data, NewEntry.from_mapping(new)).additions[0].text


@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("label", ["PyTorch", "Tensorflow"])
def test_the_code_is_called_as_it_was_given_if_the_list_calls_some_so(first, label):
    links = [{"label": label, "url": "https://github.com/x/late"}]
    assert f"| [{label}](https://github.com/x/late) |" in _added(first, extra={"links": links})


def test_another_word_is_none_of_the_lists():
    links = [{"label": "Repo", "url": "https://github.com/x/late"}]
    assert "[Repo]" not in _added(0, extra={"links": links})


@pytest.mark.parametrize("first", range(4))
def test_a_venue_keeps_its_year_where_two_venues_share_one(first):
    assert "| [ECCV 2022](https://arxiv.org/abs/2201.00009) |" in _added(first, venue="ECCV 2022")


@pytest.mark.parametrize("first", range(4))
def test_a_paper_of_no_venue_has_its_server_where_the_venue_is_the_link(first):
    assert "| [arXiv 2022](https://arxiv.org/abs/2201.00009) |" in _added(first)


LINE = "- A Study of Nets, {n} <br> CVPR 2021 [[Paper](https://arxiv.org/abs/210{n}.0000{n})] [[Code]](https://github.com/x/r{n})\n"


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("Code (DeepSpeed)", "Code (DeepSpeed)"),
        ("Code (official)", "Code (official)"),
        ("Code Llama", "Code"),
        ("Code (<b>x`)", "Code"),
        ("Code (a](http://evil.org)", "Code"),
    ],
)
def test_a_remark_in_brackets_behind_the_kind_of_link_stays_with_it(given, label):
    data = "# List\n\n## Maps\n\n" + "".join(LINE.format(n=n) for n in range(1, 6))
    known = {"title": "Late Frames", "arxiv_id": "2201.00009", "code_url": "https://github.com/x/late"}
    new = {**known, "venue": "ECCV 2022", "tags": {"tail": [given]}}
    added = insert_entry(data.encode(), NewEntry.from_mapping(new)).additions[0].text
    assert added.endswith(f"[[{label}]](https://github.com/x/late)\n")


@pytest.mark.parametrize(("common", "rare"), [("code", "code & dataset"), ("Code", "Code + data")])
@pytest.mark.parametrize("links", [[], [{"label": "code and maps", "url": "https://github.com/x/late"}]])
def test_what_else_is_beside_the_code_of_one_paper_is_not_said_of_another(common, rare, links):
    titles = ("Sparse Grids", "Deep Rivers", "Thin Glass", "Loud Bees", "Wide Walls")
    called = (common, common, common, rare, rare)
    before = "# L\n\n## P\n\n" + "".join(
        f"- **{title} over Hills** ICCV '2{n} [[paper](https://arxiv.org/abs/210{n}.0000{n})]"
        f"[[{label}](https://github.com/x/r{n})]\n"
        for n, (title, label) in enumerate(zip(titles, called, strict=True), 1)
    )
    facts = {"title": "Late Frames over Hills", "arxiv_id": "2105.00009", "venue": "ICCV '25"}
    new = {**facts, "code_url": "https://github.com/x/late", "extra": {"links": links}}
    said = insert_entry(before.encode(), NewEntry.from_mapping(new)).additions[0].text
    assert f"[[{common}](https://github.com/x/late)]" in said
