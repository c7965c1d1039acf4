"""Other code than the authors', files of the list itself, pages of demos, and marks that somebody gave."""

import pytest

from service.lists import NewEntry, insert_entry, read_document
from tests.lists.test_unusual_entries import HEAD

PAPER = "https://arxiv.org/abs/2405.01234"
CODE = "https://github.com/g/net"


def written(before: str, **facts: object) -> str:
    entry = NewEntry.from_mapping({"title": "Sparse Grids for Depth Maps", "url": PAPER, **facts})
    edit = insert_entry(before.encode(), entry, section=("Awesome Things", "Papers"))
    return edit.additions[0].text.strip()


def listed(*behind: str) -> str:
    return HEAD + "".join(
        f"- **A Study of Things, Part {n}** [[paper](https://arxiv.org/abs/2404.0000{n})]{words}\n"
        for n, words in enumerate(behind, 1)
    )


def test_code_by_others_is_no_place_for_the_authors_code():
    both = "[[code](https://github.com/m/one)][[unofficial code](https://github.com/k/two)]"
    wanted = f"- **Sparse Grids for Depth Maps** [[paper]({PAPER})][[code]({CODE})]"
    assert written(listed(both, both, both), code_url=CODE) == wanted
    others = [{"label": "unofficial code", "url": "https://github.com/z/three"}]
    assert written(listed(both, both), code_url=CODE, extra={"links": others}) == (
        f"{wanted}[[unofficial code](https://github.com/z/three)]"
    )


@pytest.mark.parametrize("file", ["./bib/sparse.txt", "bib/sparse.txt", "../bib/sparse.v2.txt"])
def test_a_file_of_the_list_is_linked_where_the_list_links_its_own(file: str):
    before = listed("[[bib](./bib/one.txt)]", "[[bib](./bib/two.txt)]")
    found = written(before, extra={"links": [{"label": "bib", "url": file}]})
    assert found == f"- **Sparse Grids for Depth Maps** [[paper]({PAPER})][[bib]({file})]"


@pytest.mark.parametrize("file", ["javascript:alert(1)", "//elsewhere.org/x", "./a b.txt", "./x)[y](z.txt"])
def test_what_is_no_file_is_not_linked(file: str):
    before = listed("[[bib](./bib/one.txt)]", "[[bib](./bib/two.txt)]")
    found = written(before, extra={"links": [{"label": "bib", "url": file}]})
    assert found == f"- **Sparse Grids for Depth Maps** [[paper]({PAPER})]"


def test_a_page_that_the_list_calls_demo_is_written_once_and_as_there():
    code, page = " [[code](https://github.com/m/{})]", "https://net.github.io/demo/"
    before = listed(*(code.format(n) + f"[[demo](https://one{n}.github.io/)]" * (n < 3) for n in range(5)))
    found = written(before, code_url=CODE, extra={"links": [{"label": "demo", "url": page}]})
    assert found == f"- **Sparse Grids for Depth Maps** [[paper]({PAPER})] [[code]({CODE})][[demo]({page})]"


def test_a_mark_is_written_where_it_was_given_and_only_there():
    before = listed(*(f" *{word}*{mark}" for word, mark in zip("ABCDEF", (" :ok:", "") * 3, strict=True)))
    plain = f"- **Sparse Grids for Depth Maps** [[paper]({PAPER})] *Nets*"
    assert written(before, tags={"after_title": ["Nets", ":ok:"]}) == f"{plain} :ok:"
    usual = listed(
        *(f" *{word}*{mark}" for word, mark in zip("ABCDEF", (*[" :ok:"] * 4, "", ""), strict=True))
    )
    assert written(usual, tags={"after_title": ["Nets"]}) == plain


def test_a_title_in_brackets_stands_among_authors_and_venue():
    before = HEAD + "".join(
        f"- [{name} _et. al._] [A Study of Things, Part {n}] [{venue}]"
        f" [[google scholar]](https://scholar.google.com/scholar?q={n}) [[pdf]](https://arxiv.org/abs/2404.0000{n})\n"
        for n, (name, venue) in enumerate([("Chen", "ICML'23"), ("Kim", "MICCAI'24"), ("Ng", "arXiv")], 1)
    )
    found = read_document(before.encode()).entries
    assert [e.title for e in found] == [f"A Study of Things, Part {n}" for n in range(1, 4)]
    assert [e.authors_text for e in found] == ["Chen _et. al._", "Kim _et. al._", "Ng _et. al._"]
    new = written(before, venue="ICLR'24", authors=["Mei Tanaka", "Tom Kim"])
    assert new == f"- [Tanaka _et. al._] [Sparse Grids for Depth Maps] [ICLR'24] [[pdf]]({PAPER})"


def test_a_published_paper_gets_no_month_where_published_papers_have_none():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}). Mei Tanaka, Tom Kim. {said}.\n"
        for n, said in enumerate(
            ["ICML 2023", "arXiv. 4/2024", "CVPR 2024", "ICLR 2024", "arXiv. 3/2024", "ICML 2024"]
        )
    )
    known = {"authors": ["Ann Chen", "Bo Li"], "published": "2024-05-02"}
    assert written(before, venue="CVPR 2025", **known).endswith("). Ann Chen, Bo Li. CVPR 2025.")
    assert written(before, venue="arXiv", **known).endswith("). Ann Chen, Bo Li. arXiv. 5/2024.")
    months = before.replace("ICML 2023", "ICML 2023. 1/2023")
    assert written(months, venue="CVPR 2025", **known).endswith("). Ann Chen, Bo Li. CVPR 2025.")
    assert written(months, venue="CVPR 2025", date_text="2025-03", **known).endswith("Li. CVPR 2025. 3/2025.")


@pytest.mark.parametrize("given", ["训练", "【训练】"])
def test_a_mark_in_lenticular_brackets_before_a_title_has_them_once(given: str):
    before = HEAD + "".join(
        f"- 【{mark}】[A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n"
        for n, mark in enumerate(("训练", "推理", "训练", "评测"), 1)
    )
    said = written(before, tags={"before_title": [given]})
    assert said == f"- 【训练】[Sparse Grids for Depth Maps]({PAPER})"
