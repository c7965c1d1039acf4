"""Links for which no entry of a section has a place: written as the list's others are, or said."""

from service.lists import Edit, NewEntry, insert_entry

MIXED = (
    "# Awesome Things\n\n## Methods\n\n| Paper | Links |\n|---|---|\n"
    + "".join(
        f"| [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}) "
        f"| [Github](https://github.com/a/things{n}) |\n"
        for n in range(1, 4)
    )
    + "\n## Surveys\n\n"
    "- [All about Things](https://arxiv.org/abs/2403.00011). Ada Lovelace, Alan Turing."
    " [[Paper]](https://arxiv.org/abs/2403.00011)\n"
)
VENUES = "# Awesome Things\n\n## Papers\n\n" + "".join(
    f"**A Study of Things, Part {n}** \\\n[[{venue}](https://arxiv.org/abs/2404.0000{n})]\n"
    f"[[Code](https://github.com/a/things{n})]\n\n"
    for n, venue in ((1, "CVPR 2024"), (2, "ICLR 2024"), (3, "ECCV 2024"))
)
CODE = "https://github.com/c/crabs"
PROCEEDINGS = "https://proceedings.example/crabs.html"


def added(before: str, section: str, **facts: object) -> Edit:
    entry = {"title": "A Survey of Crabs", "arxiv_id": "2405.00404", "section_path": [section]}
    return insert_entry(before.encode(), NewEntry.from_mapping(entry | facts))


def test_code_is_linked_where_only_other_sections_link_it():
    edit = added(MIXED, "Surveys", authors=["Grace Hopper"], code_url=CODE)
    assert edit.additions[0].text == (
        "- [A Survey of Crabs](https://arxiv.org/abs/2405.00404). Grace Hopper."
        f" [[Paper]](https://arxiv.org/abs/2405.00404) [[Github]]({CODE})\n"
    )
    assert not any("code" in note for note in edit.notes)


def test_code_bears_the_label_that_was_given():
    links = {"links": [{"label": "[Code]", "url": CODE}]}
    text = added(MIXED, "Surveys", code_url=CODE, extra=links).additions[0].text
    assert text.endswith(f" [[Code]]({CODE})\n")


def test_a_list_that_links_no_code_links_none():
    before = MIXED.replace("Github", "Paper").replace("github.com/a/things", "arxiv.org/pdf/2404.0000")
    edit = added(before, "Surveys", code_url=CODE)
    assert CODE not in edit.additions[0].text
    assert "the code's address is left out: the list has no place for it" in edit.notes


def test_a_venue_is_linked_once():
    proceedings = {"links": [{"label": "CVPR 2024", "url": PROCEEDINGS}]}
    edit = added(VENUES, "Papers", venue="CVPR 2024", code_url=CODE, extra=proceedings)
    assert edit.additions[0].text.strip() == (
        f"**A Survey of Crabs** \\\n[[CVPR 2024](https://arxiv.org/abs/2405.00404)]\n[[Code]({CODE})]"
    )
    assert "no place for the link 'CVPR 2024'" in edit.notes
