"""Links called by where they lead: `[Paper]`, `[arXiv]`, `[DOI]` and `[OpenReview]` beside each other."""

from service.lists import NewEntry, insert_entry

PAPERS = (
    (
        "Sparse Grids",
        "[Paper](https://openaccess.thecvf.com/a1.html) [arXiv](https://arxiv.org/abs/2501.00001)",
    ),
    ("Deep Rivers", "[Paper](https://openaccess.thecvf.com/a2.html) [Code](https://github.com/x/rivers)"),
    ("Thin Glass", "[arXiv](https://arxiv.org/abs/2501.00003) [DOI](https://doi.org/10.1145/1003)"),
    (
        "Loud Bees",
        "[arXiv](https://arxiv.org/abs/2501.00004) [OpenReview](https://openreview.net/forum?id=abcd4)",
    ),
    ("Slow Trams", "[DOI](https://doi.org/10.1145/1005)"),
    (
        "Cold Lakes",
        "[Paper](https://openaccess.thecvf.com/a6.html) [arXiv](https://arxiv.org/abs/2501.00006)",
    ),
    ("Old Walls", "[DOI](https://doi.org/10.1145/1007)"),
    ("Red Barns", "[arXiv](https://arxiv.org/abs/2501.00008) [Code](https://github.com/x/barns)"),
    ("Wet Stones", "[arXiv](https://arxiv.org/abs/2501.00009)"),
)


def _added(**facts: object) -> str:
    lines = "".join(f"- **{title}**: A Study of Maps {links}\n" for title, links in PAPERS)
    new = NewEntry.from_mapping({"title": "Late Frames: A Study of Merging", **facts})
    return insert_entry(f"# List\n\n## Maps\n\n{lines}".encode(), new).additions[0].text.strip()


def test_a_link_has_the_label_of_its_host():
    added = _added(url="https://doi.org/10.1145/2001")
    assert added == "- **Late Frames**: A Study of Merging [DOI](https://doi.org/10.1145/2001)"
    added = _added(url="https://doi.org/10.1145/2001", code_url="https://github.com/x/frames")
    assert "[DOI](https://doi.org/10.1145/2001) [Code](https://github.com/x/frames)" in added
    added = _added(arxiv_id="2502.00001")
    assert added == "- **Late Frames**: A Study of Merging [arXiv](https://arxiv.org/abs/2502.00001)"


def test_another_link_keeps_its_own_label_whoever_is_copied():
    added = _added(
        arxiv_id="2502.00001", extra={"links": [{"label": "DOI", "url": "https://doi.org/10.1145/2001"}]}
    )
    assert added == (
        "- **Late Frames**: A Study of Merging [arXiv](https://arxiv.org/abs/2502.00001) "
        "[DOI](https://doi.org/10.1145/2001)"
    )
