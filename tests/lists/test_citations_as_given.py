"""Lists of references: `Chen, Ann, et al. **A Title.** arXiv preprint arXiv:2401.01234 (2024).`"""

import pytest

from service.lists import NewEntry, insert_entry, read_document

PAPER = {"title": "Sparse Frames for Long Walks", "arxiv_id": "2404.01234"}
WHERE = (
    "arXiv preprint arXiv:2401.00001 (2024).",
    "CVPR 2024.",
    "arXiv preprint arXiv:2403.00003 (2024).",
    "ICML 2024.",
)


def added(authors: str, venue: str, *, count: int = 4) -> str:
    """Return the line of a paper in a list of such references."""
    data = "# L\n\n## P\n\n" + "".join(
        f"1. Chen, Ann, et al. **A Study of Hill {n}.** {where} [[Paper]](https://arxiv.org/pdf/240{n}.0000{n})\n"
        for n, where in enumerate(WHERE[:count], 1)
    )
    assert read_document(data.encode()).entries[0].title == "A Study of Hill 1"
    facts = {**PAPER, "venue": venue, "extra": {"authors_text": authors}}
    edit = insert_entry(data.encode(), NewEntry.from_mapping(facts), section=["L", "P"])
    return edit.data.decode().split("\n")[edit.line - 1]


LINK = "[[Paper]](https://arxiv.org/pdf/2404.01234)"
CITED = "arXiv preprint arXiv:2404.01234 (2024)"


@pytest.mark.parametrize("venue", [CITED, "arXiv"])
def test_a_preprint_cited_with_its_number_has_its_server_once(venue: str):
    assert added("Rossi, Luca, et al.", venue) == (
        f"1. Rossi, Luca, et al. **Sparse Frames for Long Walks.** {CITED}. {LINK}"
    )


@pytest.mark.parametrize("authors", ["Rossi, Luca, and Dana Levi", "Rossi, Luca, and Dana Levi."])
def test_authors_in_full_have_the_full_stop_of_et_al(authors: str):
    said = added(authors, "CVPR 2024")
    assert said == f"1. Rossi, Luca, and Dana Levi. **Sparse Frames for Long Walks.** CVPR 2024. {LINK}"
