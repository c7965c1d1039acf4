"""More of what was first seen wrong in whole READMEs: what is said of them, and where a paper goes."""

import re

from service.lists import NewEntry, insert_entry, read_document
from service.lists.onboarding.onboard import describe
from service.lists.placing.learn import learn_habits
from service.lists.writing.blanks import Blanks

ABS = "https://arxiv.org/abs/"
TITLES = ("Sparse Grids for Maps", "Deep Rivers at Night", "Walking on Thin Glass", "Ports Without Pilots")


def item(n: int, title: str) -> str:
    return f"* {title} (***ICML'{2022 + n % 2}***) [[Paper]({ABS}2305.0123{n})]\n"


def added(text: str, section: str | None = None, **facts: object) -> tuple[str, tuple[str, ...]]:
    new = NewEntry.from_mapping({"title": "Late Frames", "arxiv_id": "2403.01999", **facts})
    edit = insert_entry(text.encode(), new, section=[section] if section else None)
    return "".join(a.text for a in edit.additions), edit.section_path


def by_year(first: int, second: int) -> str:
    survey = f"## Survey\n\n{item(9, 'A Survey of Maps')}\n"
    years = "".join(
        f"### {year}\n\n{item(n, TITLES[n])}{item(n + 2, TITLES[n + 2])}\n"
        for n, year in enumerate((first, second))
    )
    return f"# L\n\n{survey}## Papers\n\n{years}"


def test_a_later_year_is_opened_above_two_that_follow_each_other():
    text, path = added(by_year(2023, 2022), published="2024-03-04")
    assert path[-1] == "2024"
    assert text.startswith("### 2024\n\n* Late Frames ")
    assert "new sections" in learn_habits(read_document(by_year(2023, 2022).encode())).words


def test_two_years_apart_from_each_other_and_an_earlier_year_open_nothing():
    assert added(by_year(2023, 2019), published="2024-03-04")[1][-1] != "2024"
    assert "new sections" not in learn_habits(read_document(by_year(2023, 2019).encode())).words
    assert added(by_year(2023, 2022), published="2020-03-04", arxiv_id="2003.01999")[1][-1] != "2020"


def test_papers_that_are_linked_among_entries_and_were_not_read_are_told():
    items = "".join(f"{n}. {t}\n[[paper]]({ABS}2305.0123{n})\n\n" for n, t in enumerate(TITLES, 1))
    odd = f"It goes on in a Sea Without Shores\n[[paper]]({ABS}2305.04567)\n\n"
    again = f"As said in [[paper]]({ABS}2305.01231), too.\n\n"
    document = read_document(f"# L\n\n{items}{odd}{again}".encode())
    assert [e.title for e in document.entries] == list(TITLES)
    assert [p.reason for p in document.problems] == ["2305.04567 is linked here, but no entry was read"]


def test_bold_titles_with_an_and_between_two_pairs_of_words_are_titles():
    titles = ("Towards Stable and Faithful Inpainting", "Tide-Aware and Wind-Driven Sailing", *TITLES[:2])
    papers = "".join(f"**{t}** \\\n[[Website]({ABS}2305.0123{n})]\n\n" for n, t in enumerate(titles))
    assert [e.title for e in read_document(f"# L\n\n{papers}".encode()).entries] == list(titles)


def test_a_remark_below_the_links_is_no_title():
    items = "".join(
        f"{n}. 【Map{n}】: {t}\n[[paper]]({ABS}2305.0123{n}) 2023.5\n"
        "It tells of much that nobody has known of it\n\n"
        for n, t in enumerate(TITLES, 1)
    )
    assert [e.title for e in read_document(f"# L\n\n{items}".encode()).entries] == list(TITLES)


def test_authors_for_whom_the_copied_entry_has_too_few_are_joined_as_most_are():
    names = ("Ann Chen, Bo Li, and Cy Wu", *("Ann Chen, Bo Li, Cy Wu",) * 6, "Di Xu, Eva Roth")
    items = "".join(
        f"1. **Maps of Kind {n}.** ICML 2023. [[paper]]({ABS}2305.0123{n})"
        + " [[code]](https://github.com/m/n)" * (a == names[-1])
        + f"\n\n   *{a}.*\n\n"
        for n, a in enumerate(names)
    )
    given = ["Jo Lund", "Max Weber", "Ida Falk"]
    text, _ = added(f"# L\n\n{items}", venue="ICML 2024", authors=given, code_url="https://github.com/l/f")
    assert "*Jo Lund, Max Weber, Ida Falk.*" in text


def table(*rows: tuple[str, str, str]) -> str:
    body = "".join(
        f"|{kind} | [{t}]({ABS}2305.{n:05d}) | {code} |\n" for n, (kind, t, code) in enumerate(rows)
    )
    return f"|Kind | Paper | Code |\n|-|-|-|\n{body}"


def test_an_empty_cell_that_hardly_any_row_has_is_a_slip():
    seas = [("Sea", f"Maps of Sea {n}", "-") for n in range(10)]
    document = read_document(f"# L\n\n{table(('Land', 'Maps of Land', ' '), *seas)}".encode())
    blanks = Blanks([(0, e.reading) for e in document.entries])
    assert blanks.is_slip("Code", " ")
    assert not blanks.is_slip("Code", " - ")


def test_an_older_copy_of_a_section_gets_no_paper():
    rows = [("Sea", f"Maps of Kind {n} in Depth", "-") for n in range(6)]
    more = [
        ("Sea", f"{word} and Their {word} Harbours", "-") for word in ("Ports", "Tides", "Winds", "Ships") * 5
    ]
    text = f"# Now\n\n## Papers\n\n{table(*rows, *more)}\n# Before\n\n## Papers\n\n{table(*rows)}"
    assert added(text, title="Maps of Kind 3 and 4 in Depth Again")[1] == ("Now", "Papers")


def test_numbers_in_brackets_and_the_name_of_the_list_are_no_part_of_a_tag():
    def papers(first: int) -> str:
        return "".join(f"- [Maps of Kind {n}]({ABS}2305.{n:05d})\n" for n in range(first, first + 3))

    own = f"# sea-map-papers\n\n## (1) Depth\n\n{papers(1)}\n## (2) Shores\n\n{papers(4)}"
    text = f"{own}\n# Others\n\n{papers(7)}"
    found = describe([read_document(text.encode())]).facets
    said = {s for facet in found for tag in facet.tags for s in tag.spellings}
    assert {"Depth", "Shores"} <= said
    assert not [s for s in said if re.search(r"papers|\d", s)]


def test_names_of_papers_that_are_listed_twice_are_no_tags():
    head = "| Paper | Method |\n|-|-|\n"
    rows = "".join(f"| [Maps of Kind {n}]({ABS}2305.{n:05d}) | Map{n} |\n" for n in range(8))
    text = f"# L\n\n## Now\n\n{head}{rows}\n## Before\n\n{head}{rows}"
    assert not [f for f in describe([read_document(text.encode())]).facets if f.title == "Method"]


GENERATORS = "| Paper | Venue | Condition | Url |\n|-|-|-|-|\n" + "".join(
    f"| [Maps of Kind {n}]({ABS}2305.{n:05d}) | ICML 2023 | {said} | [Code](https://github.com/m/{n}) |\n"
    for n, said in enumerate(
        ("None", "None<br>Text", "None<br>Text<br>Depth", "Depth", "None", "Text<br>Depth")
    )
)


def test_a_none_that_stands_beside_other_words_is_no_sign_for_what_nobody_knows():
    text, _ = added(f"# L\n\n{GENERATORS}")
    assert "None" not in text


def test_several_words_for_a_column_are_parted_as_they_are_there():
    text, _ = added(f"# L\n\n{GENERATORS}", tags={"cell:Condition": ["None", "Depth"]})
    assert "| None<br>Depth |" in text


def test_days_that_are_ordinals_are_written_so():
    papers = "".join(
        f"**{t}.** [{day}].<br>\n*Ann Chen, Bo Li.*<br>\n[[PDF]({ABS}2305.0123{n})]\n\n"
        for n, (t, day) in enumerate(
            zip(
                TITLES, ("1st May, 2023", "22nd May, 2023", "30th Nov., 2023", "25th Dec., 2023"), strict=True
            )
        )
    )
    assert read_document(f"# L\n\n{papers}".encode()).entries[1].date_text == "22nd May, 2023"
    for day, said in (("2024-03-03", "3rd Mar., 2024"), ("2024-03-11", "11th Mar., 2024")):
        text, _ = added(
            f"# L\n\n{papers}", title="Late Frames of Maps", published=day, authors=["Di Xu", "Eva Roth"]
        )
        assert f"[{said}]" in text
