"""Words behind a title or at an entry's end: who wrote it, what kind of paper it is, the venue's year."""

from service.lists import NewEntry, insert_entry, read_document

TITLES = ("Mapping the Sea Floor", "Tides Without Tears", "A Study of Kelp", "Crabs Walk Sideways")
AT_HOME = "# Sea\n\n## Papers\n\n|Date|Title|Paper|\n|:---:|:---|:---:|\n" + "".join(
    f"|2024.0{n}|[**Own{n}**] {title} (@{home}) | [[pdf]](https://arxiv.org/pdf/240{n}.0000{n}) |\n"
    for n, (title, home) in enumerate(
        zip(TITLES, ("Lake University", "NVIDIA", "SJTU", "Map AI Lab"), strict=True), 1
    )
)
KINDS = (*("Benchmark",) * 5, "Attack, Benchmark", "A finding", "Analysis")
HOMES = ("Lake University | Map Lab", "Map Lab | Hill College", "Lake University", "Hill College", "Map Lab")
BLOCKS = "# Sea\n\n## Papers\n" + "".join(
    f"* **{letter} Study of Kelp**\n  * Ann Reed, Bo Li, Cy Wu\n  * {HOMES[n % 5]}\n"
    f"  * [2024.01.{20 - n}] https://arxiv.org/abs/2401.0{20 - n}000\n  * {kind}\n"
    for n, (letter, kind) in enumerate(zip("ABCDEFGH", KINDS, strict=True))
)
YEARS_APART = "# Sea\n\n## Papers\n\n" + "".join(
    f"1. Ann Reed. **{title}.** Proceedings of the Society of Salt and Sand. {year}. "
    f"[[Paper]](https://arxiv.org/pdf/{number}.pdf)\n\n"
    for title, year, number in zip(
        TITLES, range(2015, 2019), ("1411.00001", "1511.00002", "1611.00003", "1711.00004"), strict=True
    )
)


def added(before: str, **facts: object) -> str:
    entry = {"title": "Foam on the Shore", "arxiv_id": "2405.01234", **facts}
    return insert_entry(before.encode(), NewEntry.from_mapping(entry)).additions[0].text


def test_where_a_paper_was_written_is_no_part_of_its_title():
    assert [e.title for e in read_document(AT_HOME.encode()).entries] == list(TITLES)
    for said in ("@Hill College", "(@Hill College)"):
        text = added(AT_HOME, tags={"before_title": ["Foam"], "after_title": [said]}, date_text="2024.05")
        assert "[**Foam**] Foam on the Shore (@Hill College)" in text
    assert "@" not in added(AT_HOME, date_text="2024.05")


def test_what_a_work_enables_are_no_authors():
    said = "Quick Nets by Enabling KV Cache and Parallel Decoding"
    text = AT_HOME.replace(TITLES[1], said)
    assert read_document(text.encode()).entries[1].title == said


def test_the_kind_of_paper_stands_in_its_own_line_though_most_are_of_one_kind():
    people = ["Dan Ode", "Eva Su"]
    facts = {
        "authors": people,
        "date_text": "2024.05.02",
        "tags": {"after_title": ["Hill College", "Attack, Benchmark"]},
    }
    text = added(BLOCKS, **facts)
    assert text == (
        "* **Foam on the Shore**\n  * Dan Ode, Eva Su\n  * Hill College\n"
        "  * [2024.05.02] https://arxiv.org/abs/2405.01234\n  * Attack, Benchmark\n"
    )


def test_the_year_behind_a_venue_is_the_venues_own():
    venue = "Proceedings of the Society of Foam and Wind. 2018"
    text = added(YEARS_APART, arxiv_id="1712.01234", authors=["Dan Ode"], venue=venue)
    assert "Society of Foam and Wind. 2018. [[Paper]]" in text
    assert "2017" not in text


def test_a_name_with_a_star_in_a_cell_is_no_broken_emphasis():
    rows = "".join(
        f"| **Own{n}** | [{t}](https://arxiv.org/abs/2401.0000{n}) |\n" for n, t in enumerate(TITLES)
    )
    table = f"# Sea\n\n## Papers\n\n| Method | Title |\n| --- | --- |\n{rows}"
    text = added(table, title="T*: Foam on the Shore", tags={"cell:Method": "T*"})
    assert "[T*: Foam on the Shore](https://arxiv.org/abs/2405.01234)" in text
