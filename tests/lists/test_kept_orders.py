"""Where a whole list stands in the order of its days, a new paper does not break that for few past ones."""

from service.lists import NewEntry, insert_entry, past_additions, read_document
from service.lists.placing.features import Features
from service.lists.placing.past import PastAddition
from service.lists.placing.place import choose_gap

FIRST = (
    ("Sparse Grids for Maps", "2502.01002", "2025.02"),
    ("Deep Rivers at Night", "2411.01003", "2024.11"),
    ("What Small Hands Hold", "2408.01004", "2024.08"),
)
OTHERS = (
    ("Walking on Thin Glass", "2501.02001", "2025.01"),
    ("Slow Trains in the Snow", "2410.02002", "2024.10"),
    ("Bread and Other Stones", "2407.02003", "2024.07"),
    ("Counting Birds by Ear", "2403.02004", "2024.03"),
    ("Lamps That Learn to Dim", "2312.02005", "2023.12"),
    ("Salt Roads of the North", "2309.02006", "2023.09"),
    ("A Field Guide to Dust", "2306.02007", "2023.06"),
)
WITHOUT_CODE = ("Deep Rivers at Night", "Old Wells of the Plain", "Cold Ink")
Rows = tuple[tuple[str, str, str], ...]


def row(title: str, number: str, month: str) -> str:
    url = f"https://arxiv.org/abs/{number}"
    code = "" if title in WITHOUT_CODE else f" | [Code](https://github.com/own/{title[:4].strip()})"
    return f"* {title} \\\n{month} | [Paper]({url}){code}\n\n"


def listed(first: Rows, others: Rows = OTHERS) -> bytes:
    sections = (("Maps", first), ("Others", others))
    return (
        "# L\n\n" + "".join(f"## {n}\n\n" + "".join(row(*r) for r in rows) for n, rows in sections)
    ).encode()


def line_of(first: Rows, past: list[tuple[bytes, bytes]], others: Rows = OTHERS, **facts: object) -> int:
    """Return how many papers of the first section stand above the new one."""
    new = NewEntry.from_mapping({"title": "Late Merging of Frames", **facts})
    before = listed(first, others)
    edit = insert_entry(before, new, section=["L", "Maps"], history=past_additions(past))
    titles = [e.title for e in read_document(edit.data).entries]
    return titles.index("Late Merging of Frames")


OLDEST = (*FIRST, ("Old Wells of the Plain", "2312.01005", "2023.12"))


def test_one_old_paper_at_the_bottom_is_no_habit_in_a_list_from_new_to_old():
    past = [(listed(FIRST), listed(OLDEST))]
    assert line_of(OLDEST, past, arxiv_id="2412.01999", date_text="2024.12") == 1
    assert line_of(OLDEST, past, arxiv_id="2301.01999", date_text="2023.01") == 4


def test_a_paper_without_a_number_keeps_the_order_of_months():
    old = (("Old Wells of the Plain", "2312.00005", "2023.12"), ("Cold Ink", "2310.00006", "2023.10"))
    grown = [(*FIRST, *old[:n]) for n in range(3)]
    past = [(listed(grown[n]), listed(grown[n + 1])) for n in (1, 0)]
    assert line_of(grown[2], past, url="https://example.org/late", date_text="2025.03", venue="OpenAI") == 0


def test_lists_that_grow_on_top_whatever_the_day_still_do():
    strays = (("Old Wells of the Plain", "2312.01005", "2023.12"), ("Cold Ink", "2310.01006", "2023.10"))
    grown = [(*reversed(strays[:n]), *FIRST) for n in range(3)]
    past = [(listed(grown[n]), listed(grown[n + 1])) for n in (1, 0)]
    assert line_of(grown[2], past, arxiv_id="2406.01999", date_text="2024.06") == 0


def test_lists_in_no_order_of_days_are_not_put_in_one():
    past = [(listed(FIRST, OTHERS[::-2]), listed(OLDEST, OTHERS[::-2]))]
    assert line_of(OLDEST, past, OTHERS[::-2], arxiv_id="2412.01999", date_text="2024.12") == 4


def paper(key: str, venue: str, title: str) -> Features:
    return Features(key, venue=venue, year=2024, is_published=venue != "arxiv", title=title)


def added(new: Features, gap: int, *before: Features) -> PastAddition:
    return PastAddition(("L",), before, gap, new, "")


def test_of_rules_that_tell_as_much_of_the_first_of_a_venue_the_commoner_one_decides():
    preprints = (paper("p1", "arxiv", "zeal"), paper("p2", "arxiv", "yarn"))
    past = [
        added(paper("n3", "cvpr", "dust"), 1, paper("k3", "iclr", "zinc"), paper("k4", "cvpr", "kelp")),
        added(paper("n2", "icml", "moss"), 2, *preprints, paper("k2", "eccv", "loam")),
        added(paper("n1", "eccv", "owls"), 0, paper("k1", "cvpr", "news"), *preprints),
        *(
            added(paper(f"q{n}", "cvpr", t), 0, paper("k5", "cvpr", "mire"), *preprints)
            for n, t in enumerate("bcd")
        ),
        *(
            added(
                paper(f"r{n}", "cvpr", t),
                1,
                paper("k7", "eccv", "ivy"),
                paper("k8", "cvpr", "oak"),
                *preprints,
            )
            for n, t in enumerate("efg")
        ),
    ]
    section = (*preprints, paper("k6", "cvpr", "gulls"))
    gap, rule = choose_gap(section, paper("new", "uai", "birds"), past, ("L",))
    assert (gap, rule.name) == (2, "status-start")
