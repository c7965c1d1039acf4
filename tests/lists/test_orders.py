"""Where a section is in order: papers without an arXiv number, years of a column, months behind `arXiv`."""

from service.lists import learn_habits, past_additions, read_document
from service.lists.editing.edit import insert_entry
from service.lists.placing.features import features_of
from service.lists.placing.orders import order_of, steps_of
from tests.lists.test_unusual_entries import HEAD, entry


def line_of(before: str, **facts: object) -> int:
    """Return how many entries stand above the new one."""
    facts = {"authors": None, "arxiv_id": None, "url": "https://doi.org/10.1000/grid.7", **facts}
    after = insert_entry(before.encode(), entry(**facts), path="README.md").data
    titles = [e.title for e in read_document(after).entries]
    return titles.index(entry(**facts).title)


SORTED = HEAD + "".join(
    f"- [A Study of Things, Part {n}]({url}) ({venue})\n"
    for n, (url, venue) in enumerate(
        (
            ("https://arxiv.org/abs/1901.00001", "CVPR 2019"),
            ("https://doi.org/10.1000/2", "CHI 2020"),
            ("https://arxiv.org/abs/2003.00003", "ECCV 2020"),
            ("https://arxiv.org/abs/2106.00004", "ICCV 2021"),
            ("https://doi.org/10.1000/5", "CHI 2022"),
            ("https://arxiv.org/abs/2302.00006", "CVPR 2023"),
        ),
        1,
    )
)


def test_a_paper_without_a_number_goes_by_its_year_where_years_are_in_order_too():
    assert line_of(SORTED, venue="CHI 2021", published="2021") == 4
    assert line_of(SORTED, venue="CHI 2018", published="2018") == 0
    assert line_of(SORTED, venue="CHI 2024", published="2024") == 6


def test_the_year_that_a_column_says_is_the_year_whatever_the_number_is():
    before = HEAD + "| Title | Venue | Year |\n|---|---|---|\n"
    rows = (("1806.00001", "2018"), ("2012.00002", "2019"), ("1904.00003", "2019"), ("2003.00004", "2020"))
    before += "".join(
        f"| [A Study of Things, Part {n}](https://arxiv.org/abs/{number}) | CVPR | {year} |\n"
        for n, (number, year) in enumerate(rows, 1)
    )
    listed = [features_of(e) for e in read_document(before.encode()).entries]
    assert [f.year for f in listed] == [2018, 2019, 2019, 2020]


def test_year_and_month_behind_a_preprint_server_are_no_year():
    before = HEAD + "".join(
        f"#### [A Study of Things, Part {n}](https://arxiv.org/abs/{month}.0000{n})\n\narXiv {month}\n\n"
        for n, month in ((1, "2004"), (2, "2011"), (3, "2012"))
    )
    listed = [features_of(e) for e in read_document(before.encode()).entries]
    assert [f.year for f in listed] == [2020, 2020, 2020]


def test_a_finer_value_that_is_far_less_in_order_does_not_tell_the_order():
    rows = ((2018, "1806"), (2019, "2005"), (2019, "1901"), (2020, "2003"), (2021, "2104"), (2022, "2205"))
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/{month}.0000{n}) (CVPR {year})\n"
        for n, (year, month) in enumerate(rows, 1)
    )
    order = order_of(steps_of(map(features_of, read_document(before.encode()).entries)))
    assert order is not None
    assert (order.field, order.newest_first) == ("number", False)
    jumbled = before.replace("1806", "1912").replace("2205", "2102")
    order = order_of(steps_of(map(features_of, read_document(jumbled.encode()).entries)))
    assert order is not None
    assert (order.field, order.share) == ("year", 1.0)


def alphabetical(*names: str) -> str:
    return "".join(
        f"- [{name} and Other Things of the Sea](https://arxiv.org/abs/{2000 + 7 * n % 12}.{n:05d})\n"
        for n, name in enumerate(names, 1)
    )


def test_titles_from_a_to_z_are_an_order_where_nothing_else_is():
    names = ("Algae", "Bays", "Coasts", "Deltas", "Estuaries", "Fjords")
    before = (
        HEAD + alphabetical(*names) + "\n## More\n\n" + alphabetical("Kelp", "Lagoons", "Moraines", "Ports")
    )
    assert learn_habits(read_document(before.encode()), ()).words["order"].startswith("by title, A to Z (")
    facts = {"title": "Cliffs and Other Things of the Sea", "section_path": ("Awesome Things", "Papers")}
    assert line_of(before, **facts) == 2
    mixed = HEAD + alphabetical("Bays", "Algae", *names[2:]) + "\n## More\n\n" + alphabetical("Ports", "Kelp")
    assert "A to Z" not in learn_habits(read_document(mixed.encode()), ()).words["order"]


def test_entries_that_bear_numbers_of_their_own_count_on_at_their_end():
    months = ("2507", "2503", "2508", "2509")
    items = [
        f"- **[{n}] A Study of Things, Part {n}** [Paper](https://arxiv.org/abs/{month}.00001)\n"
        for n, month in enumerate(months, 56)
    ]
    facts = {"arxiv_id": "2508.00002", "url": "https://arxiv.org/abs/2508.00002"}
    rising, falling = HEAD + "".join(items), HEAD + "".join(reversed(items))
    assert (line_of(rising, **facts), line_of(falling, **facts)) == (4, 0)
    assert "**[60] GridNet" in insert_entry(rising.encode(), entry(**facts), path="README.md").data.decode()
    words = learn_habits(read_document(rising.encode()), ()).words["order"]
    assert words.endswith("bottom of the section (from the order of the file alone, whose entries count on)")


def test_a_small_section_goes_by_title_where_all_others_do_whatever_else_explains_its_past():
    names = ("Algae", "Bays", "Coasts", "Deltas", "Estuaries", "Fjords", "Gulfs", "Havens", "Inlets", "Kelp")
    before = HEAD + alphabetical("Ponds") + "\n## More\n\n" + alphabetical(*names)
    here = ("Awesome Things", "Papers")
    new = entry(title="Moors and Other Things", url="https://arxiv.org/abs/2404.00007", arxiv_id="2404.00007")
    edit = insert_entry(before.encode(), new, section=here)
    past = past_additions([(before.encode(), edit.data)])
    late = entry(
        title="Oases and Other Things", url="https://arxiv.org/abs/2403.00008", arxiv_id="2403.00008"
    )
    again = insert_entry(edit.data, late, history=past, section=here)
    assert again.notes[0] == "placed: by title, A to Z"
    assert [e.title.split()[0] for e in read_document(again.data).entries][:3] == ["Moors", "Oases", "Ponds"]


def test_days_tell_the_order_where_some_papers_have_no_number():
    before = HEAD + "".join(
        f"- {day} [A Study of Things, Part {n}]({url})\n"
        for n, (day, url) in enumerate(
            (
                ("2024-09-20", "https://openreview.net/forum?id=aaaa1"),
                ("2024-08-11", "https://arxiv.org/abs/2408.00002"),
                ("2024-07-30", "https://openreview.net/forum?id=aaaa3"),
                ("2024-07-02", "https://arxiv.org/abs/2406.00004"),
                ("2024-05-05", "https://arxiv.org/abs/2405.00005"),
            ),
            1,
        )
    )
    new = {"arxiv_id": "2409.00009", "url": "https://arxiv.org/abs/2409.00009"}
    assert line_of(before, **new, date_text="2024-09-10", published="2024-09-10") == 1
    new = {"arxiv_id": "2407.00009", "url": "https://arxiv.org/abs/2407.00009"}
    assert line_of(before, **new, date_text="2024-08-02", published="2024-08-02") == 2


def test_where_few_papers_have_a_number_the_years_of_all_decide():
    venues = ("CVPR 2021", "ICCV 2021", "ECCV 2020", "CVPR 2020", "TMM 2020", "ICCV 2019", "BMVC 2018")
    urls = ["https://doi.org/10.1000/9"] * 7
    urls[2], urls[4] = "https://arxiv.org/abs/2003.0000", "https://arxiv.org/abs/1911.0000"
    lines = enumerate(zip(urls, venues, strict=True), 1)
    before = HEAD + "".join(f"- [A Study of Things, Part {n}]({url}{n}) ({v})\n" for n, (url, v) in lines)
    assert line_of(before, arxiv_id="2308.14575", url=None, venue="ICCV 2023") == 0
    assert line_of(before, arxiv_id="2001.00001", url=None, venue="CVPR 2020") == 2
