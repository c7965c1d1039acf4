"""Authors told by what the whole list does: one alone, how many are named, what stands behind them."""

import pytest

from service.lists import NewEntry, insert_entry
from service.lists.reading.document import read_document

TITLES = ("Sparse Grids for Maps", "Deep Rivers at Night", "What Small Hands Hold", "Walking on Thin Glass",
          "Counting Far Trees", "Old Towns from Above", "The Colour of Rain")  # fmt: skip
SINGLE = ("Fei Su", "Ann Chen", "Thomas R. Harvey", "Mei Sato", "Yuquan Lu", "Bo-Yan Li", "Nora Weber")
FULL = (*(f"{name}, Tom Kim, Zoe Ng" for name in SINGLE[:-1]), SINGLE[-1])
CUT = (*(f"{name} et al." for name in SINGLE[:-1]), SINGLE[-1])
PAIRS = (*(f"{name}, Tom Kim" for name in SINGLE[:-1]), "N. Weber, T. Kim")
JOINED = (*(f"{name}, Tom Kim & Zoe Ng" for name in SINGLE[:-1]), SINGLE[-1])
NEW = ("Chun Wang", "Eva Rossi", "Ida Berg", "Max Horn")
LINK = "[[Paper](https://arxiv.org/abs/ID)]"


def _added(form: str, authors: tuple[str, ...], given: tuple[str, ...], **more: object) -> tuple[str, str]:
    """Return the entry that is added to a list of this form, and the form with NEW and the id filled in."""
    rows = zip(TITLES, authors, strict=True)
    lines = (
        form.replace("TITLE", t).replace("AUTHORS", a).replace("ID", f"2403.0123{i}")
        for i, (t, a) in enumerate(rows)
    )
    data = ("# List\n\n## Maps\n\n" + "\n".join(lines) + "\n").encode()
    entry = {"title": "Late Merging of Frames", "arxiv_id": "2404.00001", "authors": given, **more}
    added = insert_entry(data, NewEntry.from_mapping(entry)).additions[0].text.strip()
    return added, form.replace("TITLE", "Late Merging of Frames").replace("ID", "2404.00001")


@pytest.mark.parametrize(
    "form",
    [
        f"- [TITLE](https://arxiv.org/abs/ID). _AUTHORS_. {LINK}",
        f"- **TITLE** (AUTHORS) {LINK}",
        f"- [TITLE](https://arxiv.org/abs/ID) - AUTHORS - {LINK}",
        f"- **TITLE**<br><i>AUTHORS</i><br>{LINK}",
        f"- **TITLE**, by AUTHORS, {LINK}",
    ],
)
@pytest.mark.parametrize("authors", [SINGLE, FULL])
def test_one_author_alone_is_told_by_where_authors_stand(form: str, authors: tuple[str, ...]):
    added, wanted = _added(form, authors, NEW[:1])
    assert added == wanted.replace("AUTHORS", NEW[0])


def test_laboratories_are_no_authors():
    labs = ("Meta AI", "Alibaba Group", "Microsoft Research", "Meta AI", "Alibaba Group", "Tsinghua", "MIT")
    added, wanted = _added(f"- **TITLE** (AUTHORS) {LINK}", labs, NEW, tags={"after_title": ["Acme Lab"]})
    assert added == wanted.replace("AUTHORS", "Acme Lab")


@pytest.mark.parametrize(
    ("authors", "said"),
    [
        (SINGLE, "Chun Wang"),
        (CUT, "Chun Wang et al."),
        (FULL, "Chun Wang, Eva Rossi, Ida Berg, Max Horn"),
        (JOINED, "Chun Wang, Eva Rossi, Ida Berg & Max Horn"),
        (PAIRS, "Chun Wang, Eva Rossi, Ida Berg, Max Horn"),
    ],
)  # fmt: skip
def test_authors_are_as_many_and_as_joined_as_in_the_other_entries(authors: tuple[str, ...], said: str):
    added, wanted = _added(f"- [TITLE](https://arxiv.org/abs/ID). *AUTHORS*. {LINK}", authors, NEW)
    assert added == wanted.replace("AUTHORS", said)


def test_the_full_stop_of_et_al_stays_behind_names_that_are_complete():
    authors = tuple(f"{a}, Tom Kim, Zoe Ng" + ", et al" * (i > 2) for i, a in enumerate(SINGLE))
    given = ", ".join(NEW[:3])
    added, wanted = _added(f"- **TITLE** AUTHORS. {LINK}", authors, NEW[:3], extra={"authors_text": given})
    assert added == wanted.replace("AUTHORS", given)


def test_the_full_stop_of_et_al_is_not_lent_to_names_at_the_end_of_their_line():
    form = f"- [TITLE](https://arxiv.org/abs/ID)\n  * Authors: AUTHORS\n  * **Paper:** {LINK}"
    authors = tuple(f"{a}, Tom Kim, Zoe Ng, et al." for a in SINGLE)
    given = ", ".join(NEW[:2])
    added, wanted = _added(form, authors, NEW[:2], extra={"authors_text": given})
    assert added == wanted.replace("AUTHORS", given)


@pytest.mark.parametrize(
    ("line", "authors", "venue", "date"),
    [
        ("by Han Luo, Bo Ng & Lucy Wang. Acme. In ACL 2027", "Han Luo, Bo Ng & Lucy Wang", "ACL 2027", None),
        ("Han Luo, Bo Ng and Lucy Wang, ACL", "Han Luo, Bo Ng and Lucy Wang", "ACL", None),
        ("by Han Luo, Bo Ng, Lucy Wang, 26.03", "Han Luo, Bo Ng, Lucy Wang", None, "26.03"),
        ("(Han Luo et al.) -- [Mar 24, 2026]", "Han Luo et al.", None, "Mar 24, 2026"),
    ],
)  # fmt: skip
def test_what_stands_behind_authors(line: str, authors: str, venue: str | None, date: str | None):
    text = f"# L\n\n- [Sparse Grids for Maps](https://arxiv.org/abs/2403.01230). {line}\n"
    entry = read_document(text.encode()).entries[0]
    assert (entry.authors_text, entry.venue, entry.date_text) == (authors, venue, date)


@pytest.mark.parametrize("marks", ["**{}**", "__{}__", '"{}"', "*{}*", "_{}_"])
def test_marks_hold_a_title_with_a_dash_together(marks: str):
    title = "GridNet - A Net of Grids -- for Maps"
    text = f"# L\n\n- {marks.format(title)} {LINK.replace('ID', '2403.01230')}\n"
    assert [e.title for e in read_document(text.encode()).entries] == [title]


def test_a_link_called_arxiv_in_all_entries_is_no_place_for_the_venue():
    form = "- **TITLE** [arXiv](https://arxiv.org/abs/ID)"
    lines = (form.replace("TITLE", f"{t} {n}").replace("ID", f"2403.0{n}23{i}")
             for n in (1, 2) for i, t in enumerate(TITLES))  # fmt: skip
    entry = {"title": "Late Merging of Frames", "arxiv_id": "2404.00001", "venue": "CVPR 2024"}
    edit = insert_entry(("# L\n\n" + "\n".join(lines) + "\n").encode(), NewEntry.from_mapping(entry))
    wanted = form.replace("TITLE", entry["title"]).replace("ID", entry["arxiv_id"])
    assert edit.additions[0].text.strip() == wanted


@pytest.mark.parametrize("marks", ["**{}**", "**{}.**", "__{}__", "*{}*", "_{}_"])
def test_by_in_a_title_in_marks_leads_to_no_authors(marks: str):
    title = "Better Days by Integrating Satellite Imagery and Ground Sensors"
    text = f"# L\n\n- {marks.format(title)}. Ann Chen, Bo Li. {LINK.replace('ID', '2403.01230')}\n"
    entry = read_document(text.encode()).entries[0]
    assert (entry.title, entry.authors) == (title, ("Ann Chen", "Bo Li"))
