"""Dates, venues and names are written as somebody gave them, where the list has that form too."""

from datetime import date

import pytest

from service.lists import NewEntry, insert_entry, read_document
from service.lists.writing.noted_days import noted_day
from tests.lists.test_unusual_entries import HEAD

PAPER = "https://arxiv.org/abs/2405.01234"


def written(before: str, **facts: object) -> str:
    given = {"title": "Sparse Grids for Depth Maps", "url": PAPER, **facts}
    entry = NewEntry.from_mapping(given)
    edit = insert_entry(before.encode(), entry, section=("Awesome Things", "Papers"))
    return edit.additions[0].text.strip()


def dated(*dates: str) -> str:
    return HEAD + "".join(
        f"- **A Study of Things, Part {n}** ({date}) [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, date in enumerate(dates, 1)
    )


@pytest.mark.parametrize(
    ("given", "wanted"), [("16 July 2024", "(16 July 2024)"), ("8 May 2024", "(8 May 2024)")]
)
def test_a_date_keeps_a_form_that_the_list_has_too(given: str, wanted: str):
    before = dated("25 Feb 2025", "8 Mar 2025", "12 April 2024", "28 Feb 2025", "14 Mar 2024")
    assert wanted in written(before, date_text=given)


def test_a_date_in_a_form_of_nobody_takes_the_lists():
    assert "(9 Jul 2024)" in written(
        dated("25 Feb 2025", "8 Mar 2025", "2 Feb 2025"), date_text="09 July 2024"
    )


def test_days_are_padded_as_other_days_and_months_as_other_months():
    badges = "".join(
        f"- **A Study of Stuff, Part {n}** [[pdf](https://arxiv.org/abs/2403.0000{n})] ![](badge-2024.0{n})\n"
        for n in range(1, 6)
    )
    before = dated("25 Feb 2025", "18 Mar 2025", "3 Feb 2025", "28 Feb 2025") + f"\n## Badges\n\n{badges}"
    assert "(5 Jul 2024)" in written(before, date_text="5 July 2024")


@pytest.mark.parametrize("venue", ["ICML 24'", "ICML 2024"])
def test_a_year_may_have_its_quote_behind(venue: str):
    before = dated("CVPR 24'", "ICLR 24'", "Preprint 23'")
    assert [e.venue for e in read_document(before.encode()).entries] == [
        "CVPR 24'",
        "ICLR 24'",
        "Preprint 23'",
    ]
    assert "(ICML 24')" in written(before, venue=venue)


def test_a_year_behind_a_month_is_no_venues():
    before = dated("Mar. 2025, arXiv", "May. 2024, CVPR", "Dec. 2024, arXiv")
    entries = read_document(before.encode()).entries
    assert [(e.date_text, e.venue) for e in entries] == [
        ("Mar. 2025", "arXiv"),
        ("May. 2024", "CVPR"),
        ("Dec. 2024", "arXiv"),
    ]
    assert "(Jan. 2024, arXiv)" in written(before, date_text="Jan 2024", venue="arXiv")


def test_a_name_given_before_the_title_is_written_into_it():
    before = HEAD + "".join(
        f"- **Part{n}**: A Study of Things [[pdf](https://arxiv.org/abs/2404.0000{n})]\n" for n in range(1, 5)
    )
    wanted = f"- **GridNet**: Sparse Grids for Depth Maps [[pdf]({PAPER})]"
    assert written(before, tags={"before_title": ["GridNet"]}) == wanted
    assert written(before, title="GridNet: Sparse Grids for Depth Maps") == wanted


def test_a_link_labelled_with_a_year_is_no_name():
    before = HEAD + "".join(
        f"- [[{where}](https://arxiv.org/abs/2404.0000{n})] Name{n}: A Study of Things\n"
        for n, where in enumerate(["arXiv 2024", "Letters on Maps 2024", "CVPR 2024"], 1)
    )
    line = written(before, title="GridNet: Sparse Grids for Depth Maps")
    assert line == f"- [[arXiv 2024]({PAPER})] GridNet: Sparse Grids for Depth Maps"


def test_a_venue_among_the_words_is_the_venue():
    before = dated("CVPR 2024", "ICLR 2024", "arXiv 2024", "ICML 2024")
    assert "(CRV 2024)" in written(before, tags={"after_title": ["CRV, 2024"]})
    assert "(ECCV 2024)" in written(before, venue="ECCV 2024", tags={"after_title": ["CRV, 2024"]})


def test_raised_numbers_of_institutions_are_whole():
    before = HEAD + "".join(
        f"- [**A Study of Things, Part {n}**](https://arxiv.org/abs/2404.0000{n})<br>\n"
        "Mei Tanaka<sup>1</sup>, Tom Kim<sup>2</sup><br>\n"
        f"<sup>1</sup> University of {one}, <sup>2</sup> University of {two}\n\n"
        for n, (one, two) in enumerate([("Kyoto", "Oslo"), ("Cork", "Turin"), ("Bath", "Graz")], 1)
    )
    line = written(before, authors=["Ann Chen", "Bo Li"])
    assert line == f"- [**Sparse Grids for Depth Maps**]({PAPER})<br>\nAnn Chen, Bo Li"


def test_a_mark_of_exclamation_is_its_titles():
    before = HEAD + "".join(
        f"- **{title}** [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, title in enumerate(["A Study of Things", "Look, a Study of Stuff!", "Try a Study!"], 1)
    )
    titles = [e.title for e in read_document(before.encode()).entries]
    assert titles == ["A Study of Things", "Look, a Study of Stuff!", "Try a Study!"]
    assert "**Sparse Grids for Depth Maps** [[" in written(before)
    assert "**Mind the Grids!** [[" in written(before, title="Mind the Grids!")


NOTED = "# Awesome Things\n\n## Papers\n\n| Title | Links |\n|---|---|\n" + "".join(
    f"| [{title}](https://arxiv.org/abs/{number}) | [Paper](https://arxiv.org/abs/{number}) |[//]: #{day}\n"
    for title, number, day in (
        ("Wide Nets for Fish", "2404.00001", "04/12"),
        ("Deep Nets for Crabs", "2404.00002", "04/15"),
    )
)


def test_a_hidden_note_says_the_day_of_the_addition():
    facts = NewEntry(title="Sparse Grids for Depth Maps", url=PAPER, today=date(2024, 5, 29))
    assert insert_entry(NOTED.encode(), facts).additions[0].text.endswith("|[//]: #05/29\n")


def test_without_a_day_the_hidden_note_is_left_out():
    facts = NewEntry(title="Sparse Grids for Depth Maps", url=PAPER)
    assert "[//]" not in insert_entry(NOTED.encode(), facts).additions[0].text


@pytest.mark.parametrize(("note", "day"), [("#02/29", date(2000, 2, 29)), ("#13/40", None), ("later", None)])
def test_a_replay_reads_the_day_from_the_note(note: str, day: date | None):
    entry = read_document(NOTED.replace("#04/15", note).encode()).entries[1]
    assert noted_day(entry.reading) == day


def test_a_month_behind_a_preprint_server_is_no_year_of_it():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/{number})\n    - Mei Tanaka, Tom Kim. {s}.\n"
        for n, (number, s) in enumerate(
            (
                ("2310.00001", "arXiv. 10/2023"),
                ("2009.00002", "arXiv. 09/2020"),
                ("2212.00003", "arXiv. 12/2022"),
            )
        )
    )
    entries = read_document(before.encode()).entries
    assert [(e.venue, e.date_text) for e in entries] == [
        ("arXiv", "10/2023"),
        ("arXiv", "09/2020"),
        ("arXiv", "12/2022"),
    ]
    said = written(before, authors=["Ann Chen", "Bo Li"], published="2024-05")
    assert said.endswith("- Ann Chen, Bo Li. arXiv. 05/2024.")


IN_BRACKETS = HEAD + "".join(
    f"- `{said}`[A Study of Things, Part {n}](https://dl.acm.org/doi/10.1145/{n})\n"
    for n, said in enumerate(("KBS(2023) ", "MM (2023) ", "TKDE(2022) ", "CIKM(2022) ", "ICMR (2022) "), 1)
)


def test_a_year_in_brackets_behind_capitals_is_a_venues():
    entries = read_document(IN_BRACKETS.encode()).entries
    assert [e.venue for e in entries] == ["KBS(2023)", "MM (2023)", "TKDE(2022)", "CIKM(2022)", "ICMR (2022)"]


@pytest.mark.parametrize("given", ["SIGIR (2024)", "SIGIR(2024)", "Fusion of Information (2024)"])
def test_a_venue_whose_bracket_closes_behind_its_place_gets_one_bracket(given: str):
    said = written(IN_BRACKETS, venue=given, url="https://dl.acm.org/doi/10.1145/77")
    assert said.startswith(f"- `{given} `[Sparse Grids for Depth Maps](")


def table_of(*dates: str) -> str:
    rows = "".join(
        f"| **Way{n}**: A Study of Thing {n} | {date} | [paper](https://arxiv.org/abs/2404.0000{n}) |\n"
        for n, date in enumerate(dates, 1)
    )
    return HEAD + "| Title | Date | Link |\n| --- | --- | --- |\n" + rows


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        (("25/4/2024", "12/4/2024", "3/4/2024"), "| 9/7/2024 |"),
        (("4/25/2024", "4/12/2024", "4/3/2024"), "| 7/9/2024 |"),
        (("25.04.2024", "12.04.2024", "03.04.2024"), "| 09.07.2024 |"),
    ],
)
def test_dates_may_begin_with_the_day_or_with_the_month(dates: tuple[str, ...], wanted: str):
    before = table_of(*dates)
    assert [e.date_text for e in read_document(before.encode()).entries] == list(dates)
    assert wanted in written(before, date_text="2024-07-09", method="Spads")


def test_a_month_and_two_digits_of_the_year_are_a_date():
    before = dated("arXiv - Feb'23", "arXiv - March'23", "CVPR'23", "arXiv - June'23", "arXiv - May'23")
    dates = ["Feb'23", "March'23", None, "June'23", "May'23"]
    assert [e.date_text for e in read_document(before.encode()).entries] == dates
    assert "(arXiv - April'24)" in written(before, date_text="April'24")
    assert "(ICCV'24)" in written(before, venue="ICCV'24", published="2024-04")


def labelled(*labels: str) -> str:
    return HEAD + "".join(
        f"- (**Way{n}**) A Study of Things, Part {n} "
        + " ".join(f"[[{label}](https://arxiv.org/abs/2404.0000{n})]" for label in said.split(" + "))
        + "\n\n"
        for n, said in enumerate(labels, 1)
    )


@pytest.mark.parametrize("venue", [None, "arXiv", "arXiv 2024"])
def test_the_month_behind_a_server_is_the_papers_own(venue: str | None):
    before = labelled("arXiv 2025.02", "arXiv 2025.01", "arXiv 2024.12", "arXiv 2024.10")
    found = read_document(before.encode()).entries
    assert [e.date_text for e in found] == ["2025.02", "2025.01", "2024.12", "2024.10"]
    assert f"[[arXiv 2024.05]({PAPER})]" in written(before, venue=venue, date_text="2024.05")
    assert f"[[arXiv 2024.05]({PAPER})]" in written(before, venue=venue, published="2024-05-03")


def test_a_published_paper_keeps_the_month_of_its_preprint_beside_the_venue():
    before = (
        labelled("arXiv 2025.02", "arXiv 2025.01", "arXiv 2024.12").rstrip()
        + "\n\n"
        + "".join(
            f"- (**Map{n}**) A Study of Maps, Part {n} [[ICLR 2025](https://openreview.net/forum?id=map{n})]"
            f" [[arXiv 2024.1{n}](https://arxiv.org/abs/241{n}.00001)]\n\n"
            for n in (1, 2)
        )
    )
    page = "https://openreview.net/forum?id=grids"
    links = {"links": [{"label": "CVPR 2024", "url": page}]}
    said = written(before, arxiv_id="2405.01234", venue="CVPR 2024", date_text="2024.05", extra=links)
    assert said.endswith(f"Sparse Grids for Depth Maps [[CVPR 2024]({page})] [[arXiv 2024.05]({PAPER})]")


@pytest.mark.parametrize(
    ("venues", "wanted"),
    [
        (("CVPR 2023", "ICML'23", "ICLR 2022", "ECCV'22", "ICCV 2023", "ICML'22"), "(AAAI 2024)"),
        (("CVPR'23", "ICML'23", "ICLR'22", "ECCV'22", "ICCV 2023", "ICML'22"), "(AAAI'24)"),
    ],
)
def test_a_plain_venue_stays_plain_where_a_good_part_of_the_list_is(venues: tuple[str, ...], wanted: str):
    assert wanted in written(dated(*venues), venue="AAAI 2024")


def test_a_given_year_is_the_venues_where_the_list_writes_both_as_one():
    before = HEAD + "".join(
        f'- **Way{n}**: "A Study of Things, Part {n}", *ICLR, 202{n}*. [[Paper](https://arxiv.org/abs/2{n}04.00001)]\n'
        for n in (4, 3, 2, 1)
    )
    assert read_document(before.encode()).entries[0].venue == "ICLR, 2024"
    facts = {"arxiv_id": "2210.01234", "published": "2022-10-03", "venue": "ICLR", "date_text": "2023"}
    assert '"Sparse Grids for Depth Maps", *ICLR, 2023*.' in written(before, **facts)
    assert "*ICLR, 2023*." in written(before, **{**facts, "venue": "ICLR 2023", "date_text": "Oct 2022"})


@pytest.mark.parametrize(
    ("published", "wanted"),
    [("2024-03", "March'24"), ("2024-02", "Feb'24"), ("2024-09", "Sept'24"), ("2024-05", "May'24")],
)
def test_months_that_are_each_written_in_one_way_keep_it(published: str, wanted: str):
    months = ("March'23", "Feb'23", "Sept'22", "May'22", "Feb'22", "March'22", "May'21", "Sept'21")
    before = dated(*(f"arXiv - {month}" for month in months))
    assert f"(arXiv - {wanted})" in written(before, published=published)
    mixed = dated(
        *(f"arXiv - {m}" for m in ("Mar'23", "February'23", "March'22", "Feb'22", "February'21", "Mar'21"))
    )
    assert "(arXiv - Mar'24)" in written(mixed, published="2024-03")


@pytest.mark.parametrize(
    ("server", "given", "wanted"),
    [
        ("arxiv", "arXiv 23.08", "arXiv 23.08"),
        ("arXiv", "arXiv 2023.08", "arXiv 2023.08"),
        ("arXiv 2022", "arXiv 23.08", "arXiv 2023"),
        ("arXiv 22.06", "arXiv", "arXiv 23.08"),
    ],
)
def test_a_preprint_keeps_the_month_it_was_given_where_the_lists_own_is_bare(server, given, wanted):
    before = dated("CVPR 2022", "ECCV 2020", server, "ICCV 2021")
    assert f"({wanted})" in written(before, venue=given, arxiv_id="2308.00692", published="2023-08-02")
