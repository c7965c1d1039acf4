"""The link to the paper is called by its venue, known or not; lines below have emphasised labels."""

from service.lists import NewEntry, insert_entry, read_document
from tests.lists import test_unusual_entries as unusual
from tests.lists.test_unusual_entries import HEAD


def entry(**facts: object) -> NewEntry:
    return unusual.entry(**{"arxiv_id": None, "url": "https://doi.org/10.1000/grid.7", **facts})


def written(before: str, **facts: object) -> str:
    given = {"arxiv_id": None, "url": "https://doi.org/10.1000/grid.7", **facts}
    return unusual.written(before, **given)


JOURNALS = HEAD + "".join(
    f"* **A Study of Things, Part {n}** [202{n}]  \n{authors}.  \n[{said} (202{n})]({url}){code}  \n\n"
    for n, authors, said, url, code in (
        (
            4,
            "Ann Chen, Bo Li",
            "Grid Lett. 12, 34",
            "https://doi.org/10.1000/a",
            " | [code](https://github.com/a/b)",
        ),
        (3, "Cy Day, Di Eng", "J. Sparse Maps", "https://pubs.maps.org/doi/abs/10.1000/b", ""),
        (2, "Ed Fox, Flo Gray", "bioRxiv", "https://doi.org/10.1101/c", " | [code](https://github.com/a/c)"),
        (1, "Gil Hall, Ivy Joy", "The Journal of Maps B", "https://doi.org/10.1000/d", ""),
    )
)


def test_a_journal_nobody_knows_is_the_venue_where_it_is_the_label_of_the_link():
    venues = [e.venue for e in read_document(JOURNALS.encode()).entries]
    assert venues == [
        "Grid Lett. 12, 34 (2024)",
        "J. Sparse Maps (2023)",
        "bioRxiv (2022)",
        "The Journal of Maps B (2021)",
    ]


def test_a_bold_title_is_no_journal_although_that_alone_is_linked():
    titles = [e.title for e in read_document(JOURNALS.encode()).entries]
    assert titles == [f"A Study of Things, Part {n}" for n in (4, 3, 2, 1)]


def test_another_journal_stands_in_the_place_of_the_neighbours():
    said = written(JOURNALS, venue="Annals of Grids (2025)", published="2025", authors=["Ann Chen", "Bo Li"])
    assert said == (
        "* **GridNet: Sparse Grids for Depth Maps** [2025]  \nAnn Chen, Bo Li.  \n"
        "[Annals of Grids (2025)](https://doi.org/10.1000/grid.7)"
    )


def test_words_behind_a_venue_were_said_of_the_neighbour():
    before = HEAD + "".join(
        f"**A Study of Things, Part {n}**  \n[{said}](https://arxiv.org/abs/2404.0000{n})\n\n"
        for n, said in ((4, "VIS 2024 Short Paper"), (3, "ICLR 2024 Workshop track"), (2, "ACL 2023 Demo"))
    )
    said = written(before, venue="CVPR 2025", published="2025")
    assert said.endswith("[CVPR 2025](https://doi.org/10.1000/grid.7)")


def test_the_kind_of_link_behind_a_venue_stays():
    before = HEAD + "".join(
        f"- A Study of Things, Part {n} [CVPR 202{n} Paper](https://arxiv.org/abs/2404.0000{n})\n"
        for n in (4, 3, 2)
    )
    said = written(before, venue="ICCV 2025", published="2025")
    assert said.endswith("[ICCV 2025 Paper](https://doi.org/10.1000/grid.7)")


def test_authors_and_a_year_are_no_venue():
    before = HEAD + "".join(
        f"- A Study of Things, Part {n} [Chen et al., 202{n}](https://doi.org/10.1000/{n})\n"
        for n in (4, 3, 2)
    )
    assert [e.venue for e in read_document(before.encode()).entries] == [None] * 3


def test_the_year_beside_an_arxiv_number_is_the_papers_own():
    before = HEAD + "".join(
        f"* **A Study of Things, Part {n}**  \n[arXiv:2{n}04.0000{n} (202{n})](https://arxiv.org/abs/2{n}04.0000{n})\n\n"
        for n in (4, 3, 2)
    )
    said = written(before, arxiv_id="2505.01234", url=None, published="2025-05-07")
    assert said.endswith("[arXiv:2505.01234 (2025)](https://arxiv.org/abs/2505.01234)")


def test_a_preprint_with_its_day_is_no_form_for_a_venue():
    before = HEAD + "".join(
        f"**A Study of Things, Part {n}**  \n[{said}](https://arxiv.org/abs/2404.0000{n})\n\n"
        for n, said in (
            (5, "arXiv, 3 May 2024"),
            (4, "arXiv, 12 Apr 2024"),
            (3, "ICLR 2024"),
            (2, "arXiv, 1 Feb 2024"),
        )
    )
    assert written(before, venue="ACL 2025", published="2025-05-01").endswith(
        "[ACL 2025](https://doi.org/10.1000/grid.7)"
    )
    preprint = written(before, arxiv_id="2505.01234", url=None, published="2025-05-07")
    assert preprint.endswith("[arXiv, 7 May 2025](https://arxiv.org/abs/2505.01234)")


LABELLED = HEAD + "".join(
    f"- **A Study of Things, Part {n}** [[paper](https://arxiv.org/abs/2404.0000{n})]\n"
    f"\t- Ann Chen, Bo Li\n\t- **Institution:** {where}\n\t- **Task:** {task}\n\n"
    for n, where, task in (
        (1, "University of Maps", "Depth -> Grid"),
        (2, "Institute of Grids, Sparse Labs", "Text | Depth -> Grid"),
        (3, "Sparse Labs", "Depth -> Map"),
    )
)


def test_words_behind_an_emphasised_label_are_one_value_to_the_end_of_the_line():
    parts = read_document(LABELLED.encode()).entries[1].reading.parts()
    assert [p.role for p in parts] == ["title", "paper", "authors", "line:institution", "line:task"]


def test_a_label_that_was_given_with_its_words_is_written_once():
    for given in (
        ["Institution: Map Works", "Task: Grid | Map"],
        ["**Institution:** Map Works", "**Task**: Grid | Map"],
    ):
        said = written(LABELLED, authors=["Cy Day", "Di Eng"], tags={"after_title": given})
        assert said.endswith("\t- Cy Day, Di Eng\n\t- **Institution:** Map Works\n\t- **Task:** Grid | Map")


def test_a_line_with_an_emphasised_label_goes_whole_where_nothing_is_known():
    said = written(LABELLED, authors=["Cy Day", "Di Eng"], tags={"after_title": ["Task: Map"]})
    assert said.endswith("\t- Cy Day, Di Eng\n\t- **Task:** Map")


def test_a_link_back_to_the_contents_stays_the_last_line_of_a_section():
    for back in (
        "[(back to the contents)](#contents)",
        '<p align="right">(<a href="#top">back to top</a>)</p>',
    ):
        before = "# Papers\n\n## Maps\n\n" + "".join(
            f"### [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n\nCVPR 2024\n\n"
            for n in (1, 2, 3)
        )
        edited = insert_entry(f"{before}{back}\n".encode(), entry(venue="CVPR 2025"), path="README.md")
        assert edited.data.decode().endswith(f"\n\nCVPR 2025\n\n{back}\n")


RATED = HEAD + "".join(
    f"* **[A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})**\n"
    f"  * **📝 Summary**: {said}.\n  * **💡 Idea**: {'⭐' * n} ({n}/5) - {why}.\n\n"
    for n, said, why in (
        (2, "Counts things by their colours", "Counting is slow"),
        (4, "Sorts all things in a single pass", "Sorting is slower"),
        (3, "Draws things as seen from far above", "Maps are flat"),
    )
)


def test_a_label_may_have_a_sign_before_it_and_a_rating_behind_it_is_the_papers_own():
    for given in ("📝 Summary: Packs grids.", "**📝 Summary**: Packs grids.", "Summary: Packs grids."):
        said = written(RATED, tags={"after_title": [given, "💡 Idea: ⭐ (1/5) - Grids are large."]})
        assert said.endswith("**📝 Summary**: Packs grids.\n  * **💡 Idea**: ⭐ (1/5) - Grids are large.")
    assert "⭐" not in written(RATED, tags={})


def test_a_heading_over_links_to_code_alone_parts_no_papers():
    before = "# Papers\n\n## Maps\n\n" + "".join(
        f"### (2024.0{n}) A Study of Things, Part {n}\n\n> [{label}]({url}{n})\n\n"
        for n, label, url in (
            *((n, "Paper", "https://arxiv.org/abs/2404.0000") for n in (1, 2, 3, 4, 6)),
            (7, "Code", "https://github.com/a/b"),
            (8, "Paper", "https://arxiv.org/abs/2408.0000"),
        )
    )
    document = read_document(before.encode())
    assert {e.section_path for e in document.entries} == {("Papers", "Maps")}
    assert len(document.entries) == 7
    edited = insert_entry(before.encode(), entry(arxiv_id="2409.01234", url=None, published="2024-09-03"))
    assert edited.data.startswith(before.encode().rstrip())


def test_a_link_without_a_place_is_written_as_another_entry_writes_one():
    said = written(JOURNALS, venue="J. Grids (2025)", published="2025", extra={"links": [DATA]})
    assert said.endswith(
        "[J. Grids (2025)](https://doi.org/10.1000/grid.7) | [data](https://zenodo.org/records/7)"
    )


DATA = {"label": "data", "url": "https://zenodo.org/records/7"}
