"""Venues among words: `. In *ICML 2020*` behind a title, abbreviated journals and two venues in a cell."""

import pytest

from service.lists import NewEntry, insert_entry, read_document

PAPER = {"title": "Sparse Frames for Long Walks", "arxiv_id": "2510.54321", "venue": "CVPR 2025"}


def added(data: str, **facts: object) -> str:
    """Return the line that a paper becomes."""
    edit = insert_entry(data.encode(), NewEntry.from_mapping({**PAPER, **facts}), section=["L", "P"])
    return edit.data.decode().split("\n")[edit.line - 1]


def led_on(words: str, venue: str) -> str:
    """Return a list whose titles are followed by these words and a venue."""
    titles = ("Counting Trees in Rows", "Grids over Wide Valleys", "A Map of Small Hills")
    lines = (
        f"- {title}{words} {venue.format(2021 + n)}. [[pdf](https://arxiv.org/abs/2{n}04.0000{n})]\n"
        for n, title in enumerate(titles, 1)
    )
    return "# L\n\n## P\n\n" + "".join(lines)


@pytest.mark.parametrize(
    ("words", "venue"),
    [
        *((words, venue) for words in (". In", ", in", ". In Proc.") for venue in ("*ICML {}*", "ICML {}")),
        (". In", "**ICML {}**"),
        (". To appear in", "*ICML {}*"),
        (". In Proceedings of the", "*ICML {}*"),
        *((words, "ICML {}") for words in (". To appear in", ". In Proceedings of the", ". Accepted at")),
    ],
)
def test_words_that_lead_on_to_a_venue_are_no_part_of_the_title(words: str, venue: str):
    data = led_on(words, venue)
    assert read_document(data.encode()).entries[0].title == "Counting Trees in Rows"
    wanted = f"- Sparse Frames for Long Walks{words} {venue.replace('ICML', 'CVPR').format(2025)}."
    assert added(data) == f"{wanted} [[pdf](https://arxiv.org/abs/2510.54321)]"


@pytest.mark.parametrize(
    "said",
    [
        ". Accepted by {}",
        ", accepted at the {}",
        " (Accepted to {}, oral)",
        " Published in {}",
        " (To appear in {})",
        ", presented at the {}",
        " (in {})",
    ],
)
def test_words_of_acceptance_behind_the_links_belong_to_the_venue(said: str):
    venues = ("", "ICML 2024", "", "ICLR 2024", "")
    data = "# L\n\n## P\n\n" + "".join(
        f"**A Study of Hill {n}**<br>\n2025-10-{30 - n}, [Paper](https://arxiv.org/abs/2510.0000{n})"
        f"{said.format(venue) if venue else ''}\n\n"
        for n, venue in enumerate(venues, 1)
    )
    assert [e.venue or "" for e in read_document(data.encode()).entries] == list(venues)
    edit = insert_entry(
        data.encode(), NewEntry.from_mapping({**PAPER, "date_text": "2025-10-20"}), section=["L", "P"]
    )
    line = edit.data.decode().split("\n")[edit.line]
    said = said.replace(", oral", "").format("CVPR 2025")
    assert line == f"2025-10-20, [Paper](https://arxiv.org/abs/2510.54321){said}"


def in_table(*venues: str) -> str:
    """Return a table with a paper of each venue, named by its code alone."""
    rows = (
        f"| Net{n} | A Study of Hill {n} | {2018 + n} | {venue} | [[code]](https://github.com/a/n{n}) |\n"
        for n, venue in enumerate(venues, 1)
    )
    head = "# L\n\n## P\n\n| Name | Paper Title | Year | **Venue** | Resources |\n|---|---|---|---|---|\n"
    return head + "".join(rows)


@pytest.mark.parametrize("venue", ["PNAS", "ICLR", "Nat. Commun.", "Nat. Methods"])
def test_the_full_stop_of_an_abbreviation_belongs_to_it(venue: str):
    data = in_table("Nat. Mach. Intell.", "NeurIPS", "Nat. Comput. Sci.", "JCTC", "ACS Cent. Sci.")
    read = [e.venue for e in read_document(data.encode()).entries]
    assert read == ["Nat. Mach. Intell.", "NeurIPS", "Nat. Comput. Sci.", "JCTC", "ACS Cent. Sci."]
    row = added(
        data,
        arxiv_id=None,
        venue=venue,
        date_text="2025",
        code_url="https://github.com/z/z",
        tags={"cell:Name": ["Walk"]},
    )
    assert row.split(" | ")[2:4] == ["2025", venue]


def test_two_kinds_of_venue_in_a_cell_are_one_value():
    data = in_table("Nature", "ICML", "Preprint / Workshop", "Preprint / Workshop")
    assert read_document(data.encode()).entries[2].venue == "Preprint / Workshop"
    facts = {"date_text": "2025", "code_url": "https://github.com/z/z", "tags": {"cell:Name": ["Walk"]}}
    assert added(data, venue="ICML", **facts).split(" | ")[3] == "ICML"
    of_nature = in_table("Nature", "ICML", "Nature", "ICML")
    for listed in (data, of_nature, of_nature.replace("| [[code]](https://github.com/a/n4) |", "| — |")):
        assert added(listed, venue="Preprint / Workshop", **facts).split(" | ")[3] == "Preprint / Workshop"


JOURNALS = ("Letters on Maps", "Hill Studies", "Valleys and Hills", "Letters on Maps")


@pytest.mark.parametrize("code", ["https://github.com/x/grid", None])
@pytest.mark.parametrize("others", [(), ("bioRxiv",)])
def test_a_preprint_has_its_server_where_the_copied_journal_is_known_to_nobody(
    others: tuple[str, ...], code: str | None
):
    said = added(in_table(*JOURNALS, *others), arxiv_id=None, venue="arXiv", date_text="2025", code_url=code)
    links = f"[[code]]({code})" if code else ""
    assert said.replace("  ", " ") == f"|  | Sparse Frames for Long Walks | 2025 | arXiv | {links} |".replace(
        "  ", " "
    )


def test_a_dash_in_a_cell_of_titles_belongs_to_the_title():
    title = "FrameNet - walking long ways with sparse frames"
    data = in_table("ICML", "NeurIPS", "CVPR").replace("A Study of Hill 3", title.replace("Frame", "Hill"))
    titles = [e.title for e in read_document(data.encode()).entries]
    assert titles[-1] == title.replace("Frame", "Hill")
    row = added(
        data, title=title, arxiv_id=None, venue="ICLR", date_text="2025", code_url="https://github.com/x/y"
    )
    assert f"| {title} | 2025 | ICLR | [[code]](https://github.com/x/y) |" in row
    behind = data.replace("A Study of Hill 1", "A Study of Hills - CVPR 2020")
    assert read_document(behind.encode()).entries[0].title == "A Study of Hills"
