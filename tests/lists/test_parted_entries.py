"""Entries whose title, authors and links are paragraphs or items of their own."""

import pytest

from service.lists import insert_entry, read_document
from tests.lists.test_unusual_entries import entry

PAPERS = (
    ("Sparse Grids for Maps", "Ann Chen, Bo Li", "CVPR 2024", "2403.00001"),
    ("Deep Rivers at Night", "Mei Sato, Tom Kim, Zoe Ng", "arXiv 2024", "2403.00002"),
    ("What Small Hands Hold", "Nora Weber, Jo Hall", "ICLR 2025", "2403.00003"),
    ("Walking on Thin Glass", "Max Roth, Eva Lund, Kai Moe", "ACL 2024", "2403.00004"),
)
NEW = ("Late Merging of Long Frames", "Eva Rossi, Jo Park", "ECCV 2024", "2404.00001")
FORMS = (
    "**@T**\n\n@A\n\n*@V* @L\n\n",
    "**[@T](@U)**\n\n*@A*\n\n",
    "**@T** @L\n\n*@A*\n\n",
    "**@T** (@V)\n\n- @A\n- @L\n\n",
    "**@T**\n- @A\n- @L\n\n",
    "**@T**\n\n> @A\n\n@L\n\n",
    "***@T***\n\n@A\n\n*@V*\n\n@L\n\n",
    "`@V` **@T**\n\n@A\n\n@L\n\n",
    "@T\n\n@A\n\n@L\n\n",
)


def written(form: str, title: str, authors: str, venue: str, number: str) -> str:
    said = form.replace("@T", title).replace("@A", authors).replace("@V", venue)
    return said.replace("@L", "[[Paper](@U)]").replace("@U", f"https://arxiv.org/abs/{number}")


def listed(form: str, *sections: tuple[tuple[str, str, str, str], ...]) -> str:
    return "# Awesome Maps\n\n" + "".join(
        f"## Part {n}\n\nWhat we read of it.\n\n" + "".join(written(form, *paper) for paper in papers)
        for n, papers in enumerate(sections, 1)
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_in_pieces_is_one_entry(form: str) -> None:
    entries = read_document(listed(form, PAPERS[:3], PAPERS[3:]).encode()).entries
    assert [(e.title, e.authors_text, str(e.arxiv_id)) for e in entries] == [
        (title, authors, number) for title, authors, _, number in PAPERS
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_new_paper_is_written_in_the_same_pieces(form: str) -> None:
    title, authors, venue, number = NEW
    new = entry(
        title=title,
        arxiv_id=number,
        url=f"https://arxiv.org/abs/{number}",
        authors=authors.split(", "),
        venue=venue,
        published="2024-04-09",
    )
    before = listed(form, PAPERS)
    after = insert_entry(before.encode(), new).data.decode()
    assert written(form, *NEW).strip() in after
    assert after.replace(written(form, *NEW).strip(), "", 1).split() == before.split()


def test_a_piece_that_some_lack_is_no_boundary() -> None:
    form = FORMS[0]
    papers = listed(form, PAPERS).replace("Mei Sato, Tom Kim, Zoe Ng\n\n", "")
    text = papers.replace("*ACL 2024* ", "TL;DR: Glass bears more than one thinks.\n\n*ACL 2024* ")
    entries = read_document(text.encode()).entries
    assert [e.title for e in entries] == [title for title, *_ in PAPERS]
    assert "Glass bears" in entries[3].reading.text


def test_words_below_the_last_entry_stay_outside() -> None:
    text = listed(FORMS[0], PAPERS) + "Your paper is missing here? Open an issue, please.\n"
    assert "Open an issue" not in read_document(text.encode()).entries[-1].reading.text


@pytest.mark.parametrize("item", ["- [{}]({})", "- {}. [[Paper]]({})"])
def test_labels_above_papers_are_no_titles(item: str) -> None:
    papers = "".join(
        f"**Maps of the kind {n}**\n\n"
        + item.format(f"{title}, Again and Again", f"https://arxiv.org/abs/{number}")
        + "\n\n"
        for n, (title, _, _, number) in enumerate(PAPERS)
    )
    entries = read_document(f"# Awesome Maps\n\n## Papers\n\n{papers}".encode()).entries
    assert [e.title for e in entries] == [f"{title}, Again and Again" for title, *_ in PAPERS]
