"""Lines that somebody made to be read for ever: thousands of names, venues or marks in one entry.

What is tried for each of them in all that follows would take hours for these, and calls within calls run
out of room; no test here looks at a clock, but none would end.
"""

import pytest

from service.lists import NewEntry, insert_entry, read_document
from service.lists.checking.lint import lint
from service.lists.onboarding.onboard import describe

HEAD = (
    "# L\n\n## P\n\n- [A Study of Things](https://arxiv.org/abs/2404.00001)\n"
    "- [Grids for Depth](https://arxiv.org/abs/2404.00002)\n"
)
ENDLESS = (
    "CVPR'",
    "- CVPR'",
    "ICML 2024: ",
    "Aa, A. ",
    "Aa, A.; ",
    "1. et al. ",
    "> Aa, A. ",
    "Env: ",
    "by ",
    "ACL, ",
)


@pytest.mark.parametrize("said", ENDLESS)
@pytest.mark.parametrize(
    "line",
    [
        "- [Sorting Things](https://arxiv.org/abs/2404.00003) {}\n",
        "- {} [Sorting Things](https://arxiv.org/abs/2404.00003)\n",
        "\n| Title | Tags |\n|---|---|\n| [Sorting Things](https://arxiv.org/abs/2404.00003) | {} |\n",
    ],
)
def test_an_endless_line_is_read_and_added_beside(line: str, said: str):
    data = (HEAD + line.format(said * 1000)).encode()
    document = read_document(data)
    assert b"".join(document.spans) == data
    assert {"2404.00001", "2404.00002"} <= {str(e.arxiv_id) for e in document.entries}
    lint(document)
    entry = NewEntry.from_mapping({"title": "Sparse Grids", "arxiv_id": "2503.00404"})
    assert insert_entry(data, entry, section=["L", "P"]).changed


@pytest.mark.parametrize("said", ["1. ;", "& ", "1.1.", "< "])
def test_a_heading_without_words_is_described(said: str):
    data = HEAD.replace("## P", f"## {said * 400}").encode()
    assert describe([read_document(data, path="README.md")]).entries == 2
