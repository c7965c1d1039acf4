"""Lists that are kept as bibliographies are: surnames first, Chinese quotes, DOIs, rows of HTML, dashes."""

import pytest

from service.lists import NewEntry, insert_entry, learn_habits, past_additions, read_document
from service.lists.reading.dates import find_date, respell
from service.lists.reading.names import parse_authors
from service.lists.reading.names import respell as respell_authors

AUTHORS = ("Eva Maria Sand", "Tom Stone", "Ida Berg")
PAPER = NewEntry.from_mapping(
    {
        "title": "Grids for Slow Rivers",
        "arxiv_id": "2607.01234",
        "url": "https://arxiv.org/abs/2607.01234",
        "authors": AUTHORS,
        "published": "2026-07-01",
    }
)


def numbered(text: str, count: int = 6) -> str:
    return "".join(text.format(n=f"{n:05d}") for n in range(1, count + 1))


def added(text: str) -> str:
    return insert_entry(text.encode(), PAPER).additions[0].text.strip()


@pytest.mark.parametrize(
    ("written", "names", "again"),
    [
        ("Rossi, A., et al.", ("A. Rossi",), "Sand, E. M., et al."),
        (
            "Rossi, A., Weber, T. B., & Kim, S.",
            ("A. Rossi", "T. B. Weber", "S. Kim"),
            "Sand, E. M., Stone, T., & Berg, I.",
        ),
        ("Rossi, A. and Weber, T.", ("A. Rossi", "T. Weber"), "Sand, E. M., Stone, T. and Berg, I."),
        ("Rossi, A.", ("A. Rossi",), "Sand, E. M., Stone, T., Berg, I."),
        ("van Dijk, J., Li, K.", ("J. van Dijk", "K. Li"), "Sand, E. M., Stone, T., Berg, I."),
    ],
)
def test_surnames_with_initials_behind_are_names(written, names, again):
    assert parse_authors(written) == names
    assert respell_authors(written, AUTHORS) == again


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("Rossi, A.; Weber, T. B.; Kim, S.", "Ban, J.-P.; Lee, Y. J.; van der Berg, I."),
        ("Rossi, A.; Weber, T.; et al.", "Ban, J.-P.; Lee, Y. J.; et al."),
        ("Rossi, A., Weber, T.B. and Kim, S.", "Ban, J.P., Lee, Y.J. and van der Berg, I."),
        ("Rossi, A., Weber, T.B., Kim, S.-K.", "Ban, J.-P., Lee, Y.J., van der Berg, I."),
        ("A. Rossi, T. B. Weber and S. Kim", "J.-P. Ban, Y. J. Lee and I. van der Berg"),
        ("A. Rossi, T.B. Weber, S. Kim", "J.P. Ban, Y.J. Lee, I. van der Berg"),
        ("Rossi A, Weber TB, Kim S", "Ban JP, Lee YJ, van der Berg I"),
        ("Rossi A, Weber TB, Kim S-K.", "Ban J-P, Lee YJ, van der Berg I."),
        ("Rossi A, et al.", "Ban JP, et al."),
        ("A Rossi, TB Weber, S Kim", "JP Ban, YJ Lee, I van der Berg"),
        ("TB Weber et al.", "JP Ban et al."),
        ("Tom Weber et al.", "Jean-Pierre Ban et al."),
    ],
)
def test_given_names_are_shortened_as_the_list_shortens_them(written, again):
    assert respell_authors(written, ("Jean-Pierre Ban", "Yong Jae Lee", "Ida van der Berg")) == again


@pytest.mark.parametrize("name", ["J. P. Stone", "J.P. Stone"])
def test_initials_that_a_name_has_already_are_all_kept(name):
    assert respell_authors("Rossi, A., Weber, T.B.", (name, "Ida Berg")) == "Stone, J.P., Berg, I."
    assert respell_authors("A Rossi, TB Weber", (name, "Ida Berg")) == "JP Stone, I Berg"


def test_names_that_are_shortened_already_stay():
    assert respell_authors("Rossi A, Weber TB", ("Stone JP", "Ida Berg")) == "Stone JP, Berg I"
    assert respell_authors("A Rossi, TB Weber", ("JP Stone", "Ida Berg")) == "JP Stone, I Berg"


@pytest.mark.parametrize("words", ["Paper, A Study of Grids", "Grids, A"])
def test_a_title_with_a_comma_is_no_name_with_an_initial(words):
    assert parse_authors(words) == ()


def test_an_entry_that_begins_with_surnames_and_the_year_is_read_and_written_so():
    text = numbered(
        "- Rossi, A., et al. (2025). Folding chains of kind {n}. [arXiv:2501.{n}](https://arxiv.org/abs/2501.{n})\n"
    )
    document = read_document(f"# Chains\n\n{text}".encode())
    assert [e.title for e in document.entries] == [f"Folding chains of kind {n:05d}" for n in range(1, 7)]
    assert added(f"# Chains\n\n{text}") == (
        "- Sand, E. M., et al. (2026). Grids for Slow Rivers. [arXiv:2607.01234](https://arxiv.org/abs/2607.01234)"
    )


def test_a_chinese_month_is_a_date_with_its_last_sign():
    found = find_date("2025年3月5日")
    assert found is not None
    assert (found.key, found.spelled) == ((2025, 3, 5), "2025年3月5日")
    assert respell("2025年3月", 2026, 7, None, padded=False) == "2026年7月"


def test_a_title_in_chinese_quotes_ends_with_them():
    text = "# 论文\n\n" + numbered(
        "- 2025年1月 《Folding {n}: Chains》 Ann Chen 等 [[论文](https://arxiv.org/abs/2501.{n})]\n"
    )
    assert read_document(text.encode()).entries[0].title == "Folding 00001: Chains"
    assert added(text) == (
        "- 2026年7月 《Grids for Slow Rivers》 Eva Maria Sand 等 [[论文](https://arxiv.org/abs/2607.01234)]"
    )


def test_a_list_that_links_arxivs_dois_gets_one():
    text = numbered("- Folding Chains of Kind {n}. [DOI](https://doi.org/10.48550/arXiv.2501.{n})\n")
    assert added(f"# Chains\n\n{text}").endswith("[DOI](https://doi.org/10.48550/arXiv.2607.01234)")


def test_a_single_doi_among_other_addresses_is_not_copied():
    item = "- Folding Chains of Kind {n}. [DOI](https://arxiv.org/abs/2501.{n})\n"
    text = numbered(item) + item.replace("arxiv.org/abs/", "doi.org/10.48550/arXiv.").format(n="00009")
    assert added(f"# Chains\n\n{text}").endswith("[DOI](https://arxiv.org/abs/2607.01234)")


def test_dashes_under_a_line_make_it_a_heading():
    item = "- [Folding Chains of Kind {n}](https://arxiv.org/abs/2501.{n})\n"
    text = f"Chains\n======\n\nLong ones\n---------\n\n{numbered(item, 2)}\nA sentence stands here.\n---\n\n"
    text += f"Short ones\n---\n\n{numbered(item, 3)}---\n"
    found = [e.section_path for e in read_document(text.encode()).entries]
    assert found == [("Chains", "Long ones")] * 2 + [("Chains", "Short ones")] * 3


def test_rows_of_html_are_told_as_rows_and_their_past_is_seen():
    row = '<tr>\n<td>2025</td>\n<td>Folding Chains of Kind {n}</td>\n<td><a href="https://arxiv.org/abs/2501.{n}">paper</a></td>\n</tr>\n'
    rows = [row.format(n=f"{n:05d}") for n in range(1, 9)]
    files = [
        f"# Chains\n\n<table>\n{''.join(reversed(rows[:count]))}</table>\n".encode() for count in range(4, 9)
    ]
    history = past_additions([(files[i - 1], files[i]) for i in range(len(files) - 1, 0, -1)])
    assert len(history) == 4
    assert {a.gap for a in history} == {0}
    words = learn_habits(read_document(files[-1]), history).words
    assert words["entries"] == "8 table rows; mostly 5 lines each"
    assert words["order"].startswith("new papers go on top")


def test_a_row_without_outer_pipes_keeps_its_empty_first_cell():
    head = "Code | Title | Topic | DOI\n--- | --- | --- | ---\n"
    row = "2025A{n} | Folding Chains of Kind {n} | folds | [DOI](https://doi.org/10.48550/arXiv.2501.{n})\n"
    text = f"# Chains\n\n{head}{numbered(row)}"
    edit = insert_entry(text.encode(), PAPER)
    new = next(e for e in read_document(edit.data).entries if e.title == PAPER.title)
    assert [c.header for c in new.reading.cells] == ["Code", "Title", "Topic", "DOI"]
    assert new.reading.text.startswith("| | Grids")


@pytest.mark.parametrize("said", ["Aa, A., ", "Aa, A. & ", "van ", ", " * 40])
def test_names_that_never_end_are_read_to_their_end(said: str):
    """Each blank between them is read in one way only, and once; else this would take for ever."""
    assert parse_authors(f"{said * 2000}1") == ()


@pytest.mark.parametrize(
    ("others", "wanted"),
    [
        (("Mei Tanaka, Tom Kim", "Al Ray, Bo Su"), "Eva Maria Sand, Tom Stone, Ida Berg"),
        (("Tanaka, Mei; Kim, Tom", "Ray, Al; Su, Bo"), "Sand, Eva Maria; Stone, Tom; Berg, Ida"),
        (("Tanaka, Mei and Kim, Tom",), "Sand, Eva Maria and Stone, Tom and Berg, Ida"),
        (("Tanaka et al.", "Ray, Su, and Lo"), "Sand, Stone, Berg"),
        ((), "Eva Maria Sand, Tom Stone, Ida Berg"),
    ],
)
def test_the_other_entries_tell_whether_two_words_are_one_author(others: tuple[str, ...], wanted: str):
    rows = (
        f"- **A Study of Chains {n}** *{names}* [pdf](https://arxiv.org/abs/2501.0000{n})\n"
        for n, names in enumerate((*others, "Ng, Zoe"), 1)
    )
    said = added("# Chains\n\n" + "".join(rows))
    assert f"** *{wanted}* [pdf]" in said
