"""A note that is quoted below a paper's paragraph, a blank line between, belongs to the paper."""

from service.lists import NewEntry, insert_entry
from service.lists.reading.document import read_document

TITLES = ("Sparse Grids for Maps", "Deep Rivers at Night", "Walking on Thin Glass")
AUTHORS = ("Ann Chen, Bo Li.", "Ann Chen, Bo Li, Cy Wu.", "Ann Chen, Bo Li, et al.")
NOTES = (
    "Shows how few cells a map needs.",
    "Measures the flow of rivers\n> without any light.",
    "Walks a robot over glass.",
)


def _list(end: str = "") -> bytes:
    papers = (
        f"**{title}.** [Mar 2024]<br>\n*{authors}*<br>\n`L{i}` `{title.split()[0]}`<br>\n"
        f"[[PDF](https://arxiv.org/abs/2403.0123{i})]\n\n> {note}\n"
        for i, (title, authors, note) in enumerate(zip(TITLES, AUTHORS, NOTES, strict=True))
    )
    return ("# List\n\n> What this is.\n\n## Maps\n\n" + "\n".join(papers) + end).encode()


def _added(**facts: object) -> str:
    new = {"title": "Late Frames", "arxiv_id": "2403.01999", "authors": ["Di Xu", "Eva Roth"], **facts}
    edit = insert_entry(_list("\n---\n\n## More\n"), NewEntry.from_mapping(new), section=["List", "Maps"])
    text = edit.data.decode()
    assert all(f"0123{i})]\n\n> {note}\n" in text for i, note in enumerate(NOTES))
    return edit.additions[0].text


def test_the_note_belongs_to_the_paper_above_it():
    data = _list()
    read = read_document(data)
    assert [e.title for e in read.entries] == list(TITLES)
    assert all(note in data[e.start : e.end].decode() for e, note in zip(read.entries, NOTES, strict=True))


def test_a_new_paper_has_its_own_note_and_splits_none():
    added = _added(
        date_text="Mar 2024", tags={"after_title": ["L2", "Roads"], "tail": ["Merges frames late."]}
    )
    assert added.strip() == (
        "**Late Frames.** [Mar 2024]<br>\n*Di Xu, Eva Roth.*<br>\n`L2` `Roads`<br>\n"
        "[[PDF](https://arxiv.org/abs/2403.01999)]\n\n> Merges frames late."
    )


def test_without_a_note_nothing_is_quoted():
    added = _added(date_text="Mar 2024", tags={"after_title": ["L2", "Roads"]})
    assert added.strip().endswith("`L2` `Roads`<br>\n[[PDF](https://arxiv.org/abs/2403.01999)]")


def test_what_leads_to_another_paper_is_no_note():
    data = _list("\n> See [Other Maps](https://arxiv.org/abs/2401.00001), too.\n")
    assert read_document(data).entries[len(TITLES) - 1].end <= data.index(b"> See")
