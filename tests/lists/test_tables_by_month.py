"""Tables a month, with a column for who made it and one for the venue that most papers do not have yet."""

from service.lists import Habits, NewEntry, insert_entry, learn_habits, read_document

HEAD = "|Date|Paper|Author|Conference|\n|:---:|:---:|:---:|:---:|\n"
ACCEPTED = "".join(
    f"|{venue} accepted|[{title}](https://arxiv.org/abs/2401.0000{n})|{who}|{venue} accepted|\n"
    for n, (venue, title, who) in enumerate(
        [
            ("ECCV2024", "Maps without Grids", "Lake Group"),
            ("ECCV2024", "Grids without Maps", "Hill University"),
            ("CVPR2024", "Rivers of Ink", "Forest Institute of Technology"),
            ("AAAI2025", "Inks of Rivers", "Sea Research"),
            ("ACL2023", "A Sieve for Sounds", "Moor University"),
        ]
    )
).replace("Moor University|ACL2023 accepted|", "Moor University||")
JANUARY = """\
|2025.1|[Shorter Films](https://arxiv.org/abs/2501.00002)|Plain Data Co. Ltd.||
|2025.1|[Longer Films](https://arxiv.org/abs/2501.00003)|Hill University||
"""
DECEMBER = """\
|2024.12|[Fewer Views](https://arxiv.org/abs/2412.00004)|Lake Group|ICML2025|
|2024.12|[More Views](https://arxiv.org/abs/2412.00005)|Sea Research|ICLR2025 Submission|
|2024.12|[Few Good Views](https://arxiv.org/abs/2412.00007)|DEEPLAB|ICLR2025 Submission|
"""
LIST = (
    f"# Papers\n## Accepted\n{HEAD}{ACCEPTED}\n## 2025.1\n{HEAD}{JANUARY}\n## 2024.12\n{HEAD}{DECEMBER}"
).encode()


def row(section: str, habits: Habits | None = None, **facts: object) -> tuple[str, tuple[str, ...]]:
    paper = {"title": "Sparse Seas", "arxiv_id": "2501.00404", "published": "2025-01-09", **facts}
    entry = NewEntry.from_mapping({**paper, "section_path": ["Papers", section]})
    edit = insert_entry(LIST, entry, habits=habits or Habits())
    return edit.additions[0].text, edit.notes


def test_a_published_paper_keeps_its_month_in_the_column_of_dates() -> None:
    text, _ = row("2025.1", venue="ICLR 2025", authors=["Ice Lab"])
    assert text == "|2025.1|[Sparse Seas](https://arxiv.org/abs/2501.00404)|Ice Lab|ICLR2025|\n"


def test_what_is_accepted_is_no_submission() -> None:
    text, _ = row("2024.12", venue="ICLR 2025", authors=["Ice Lab"])
    assert text == "|2025.1|[Sparse Seas](https://arxiv.org/abs/2501.00404)|Ice Lab|ICLR2025|\n"


def test_a_submission_is_one() -> None:
    text, _ = row("2024.12", venue="ICLR 2025 Submission", authors=["Ice Lab"])
    assert text.endswith("|Ice Lab|ICLR2025 Submission|\n")


def test_people_are_not_written_where_a_list_names_institutions() -> None:
    text, notes = row("2025.1", authors=["Ann Chen", "Bo Li"])
    assert text == "|2025.1|[Sparse Seas](https://arxiv.org/abs/2501.00404)|||\n"
    assert "Author names institutions, and the paper's is not known: it was left out" in notes


def test_people_stay_where_another_section_names_them() -> None:
    bullet = "- Maps and Seas, Part {n}. Cy Wu, Dee Ito. [paper](https://arxiv.org/abs/2402.0000{n})\n"
    text = LIST + ("\n## Surveys\n\n" + "".join(bullet.format(n=n) for n in range(1, 6))).encode()
    paper = {"title": "Sparse Seas", "arxiv_id": "2403.00404", "authors": ["Ann Chen", "Bo Li"]}
    edit = insert_entry(text, NewEntry.from_mapping({**paper, "section_path": ["Papers", "Surveys"]}))
    assert "Ann Chen, Bo Li." in edit.additions[0].text


def test_a_catalog_entry_may_want_people_all_the_same() -> None:
    text, _ = row("2025.1", Habits.from_catalog({"authors": "all authors"}), authors=["Ann Chen", "Bo Li"])
    assert "|Ann Chen, Bo Li|" in text


def test_habits_say_that_the_column_names_institutions() -> None:
    said = learn_habits(read_document(LIST, path="README.md")).words["authors"]
    assert said == "in 100% of entries, mostly as their institution, like 'Lake Group' (100% of those)"


def test_a_venue_in_the_column_of_dates_keeps_its_word() -> None:
    text, notes = row("Accepted", venue="ICLR 2025", authors=["Ice Lab"])
    link = "https://arxiv.org/abs/2501.00404"
    assert text == f"|ICLR2025 accepted|[Sparse Seas]({link})|Ice Lab|ICLR2025 accepted|\n"
    assert not [note for note in notes if "not known" in note]


def test_venues_among_words_take_no_date_s_place() -> None:
    line = "- (2024-0{n}) **Maps and Seas, Part {n}** [paper](https://arxiv.org/abs/240{n}.00001)\n"
    words = "- [A List of Maps](https://github.com/ann/maps): from `Maps` (ACL 2022) and `Seas` (ICLR 2022)\n"
    text = (
        "# Papers\n\n## 2024\n\n" + "".join(line.format(n=n) for n in range(1, 8)) + "\n## More\n\n" + words
    )
    paper = {
        "title": "Sparse Seas",
        "arxiv_id": "2408.00404",
        "published": "2024-08-09",
        "venue": "ECCV 2024",
    }
    edit = insert_entry(text.encode(), NewEntry.from_mapping({**paper, "section_path": ["Papers", "2024"]}))
    assert edit.additions[0].text.startswith("- (2024-08) **Sparse Seas**")
