"""Papers that a list links twice, where they were published and on arXiv: each address in its place."""

from service.lists import NewEntry, insert_entry
from tests.lists.test_unusual_entries import HEAD

DOI = "https://dl.acm.org/doi/10.1145/77"
CODE = "https://github.com/x/grid"


def row(n: int, words: str, *links: str) -> str:
    said = [f"[A Study of Things, Part {n}](https://dl.acm.org/doi/10.1145/{n}).", f"**[{words}]**", *links]
    return f"- MM(2023) {' '.join(said)}\n"


def pdf(n: int) -> str:
    return f"**[[PDF](https://arxiv.org/pdf/2304.0000{n}.pdf)]**"


def code(n: int) -> str:
    return f"**[[CODE](https://github.com/a/{n})]**"


BEFORE = HEAD + "".join(
    (
        row(1, "GNN", pdf(1), code(1)),
        row(2, "SSL", code(2)),
        row(3, "Transformer", pdf(3), code(3)),
        row(4, "GNN", pdf(4)),
        row(5, "MLP", pdf(5), code(5)),
        row(6, "CL"),
    )
)


def written(before: str = BEFORE, **facts: object) -> str:
    given = {"title": "Sparse Grids for Depth Maps", "url": DOI, "venue": "MM(2024)", **facts}
    edit = insert_entry(before.encode(), NewEntry.from_mapping(given), section=("Awesome Things", "Papers"))
    return edit.additions[0].text.strip()


def test_the_published_version_keeps_the_title_and_the_preprint_its_label():
    links = {"links": [{"label": "PDF", "url": "https://arxiv.org/pdf/2405.01234"}]}
    said = written(arxiv_id="2405.01234", extra=links, code_url=CODE, tags={"after_title": ["GNN"]})
    wanted = f"**[GNN]** **[[PDF](https://arxiv.org/pdf/2405.01234.pdf)]** **[[CODE]({CODE})]**"
    assert said == f"- MM(2024) [Sparse Grids for Depth Maps]({DOI}). {wanted}"


def test_a_preprint_that_is_only_known_by_its_number_is_linked_under_its_label():
    said = written(arxiv_id="2405.01234", code_url=CODE, tags={"after_title": ["GNN"]})
    assert f"[Sparse Grids for Depth Maps]({DOI})" in said
    assert "[[PDF](https://arxiv.org/pdf/2405.01234.pdf)]" in said


def test_an_only_address_is_written_once():
    said = written(code_url=CODE, tags={"after_title": ["GNN"]})
    assert said == f"- MM(2024) [Sparse Grids for Depth Maps]({DOI}). **[GNN]** **[[CODE]({CODE})]**"


def test_a_given_pdf_that_stands_there_without_its_ending_is_not_written_again():
    before = BEFORE.replace(".pdf)", ")")
    links = {"links": [{"label": "PDF", "url": "https://arxiv.org/pdf/2405.01234v2.pdf"}]}
    said = written(before, arxiv_id="2405.01234", extra=links, code_url=CODE, tags={"after_title": ["GNN"]})
    assert said.count("PDF") == 1


def test_words_in_brackets_of_their_own_come_with_these_from_another_entry():
    rows = [row(n, "", pdf(n)).replace("**[]** ", "") for n in (7, 8, 9)]
    before = HEAD + "".join([*rows, row(1, "GNN", code(1))])
    links = {"links": [{"label": "PDF", "url": "https://arxiv.org/pdf/2405.01234.pdf"}]}
    said = written(before, arxiv_id="2405.01234", extra=links, tags={"tail": ["MLP"]})
    assert said.endswith(f"]({DOI}). **[MLP]** **[[PDF](https://arxiv.org/pdf/2405.01234.pdf)]**")


def test_words_in_brackets_keep_these_where_the_link_behind_them_goes():
    before = HEAD + "".join(row(n, words, code(n)) for n, words in ((1, "GNN"), (2, "SSL"), (3, "MLP")))
    assert written(before, tags={"tail": ["CL"]}).endswith(f"]({DOI}). **[CL]**")


def test_a_preprint_that_was_given_its_year_has_it_where_published_papers_have_theirs():
    venues = ("CVPR 2024", "arXiv", "ICLR 2025", "arXiv", "NeurIPS 2024")
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}** ({venue}) [pdf](https://arxiv.org/abs/2404.0000{n})\n"
        for n, venue in enumerate(venues, 1)
    )
    facts = {"url": "https://arxiv.org/abs/2405.01234", "published": "2024-05"}
    assert "Maps** (arXiv 2024) [pdf]" in written(before, venue="arXiv 2024", **facts)
    assert "Maps** (arXiv) [pdf]" in written(before, venue="arXiv", **facts)
    assert "Maps** (arXiv) [pdf]" in written(
        before.replace(" 2024)", ")").replace(" 2025)", ")"), venue="arXiv 2024", **facts
    )


def test_a_paper_that_is_elsewhere_is_not_said_to_be_on_arxiv():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}) (arXiv 2024)\n"
        for n in (1, 2, 3)
    )
    assert written(before, venue=None) == f"- [Sparse Grids for Depth Maps]({DOI})"
    assert written(before, venue=None, arxiv_id="2405.01234").endswith("(arXiv 2024)")
