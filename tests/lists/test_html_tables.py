"""Tables in HTML that name their columns are read by them, as those in Markdown are."""

import pytest

from service.lists import NewEntry, guard, insert_entry, read_document

PAPER = "https://arxiv.org/abs/2405.00009"
HEAD = ("Date", "Title", "Venue", "Task", "Open")


def row(*cells: str, lines: bool = True, tag: str = "td") -> str:
    if not lines:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>\n"
    return "  <tr>\n" + "".join(f"    <{tag}>{cell}</{tag}>\n" for cell in cells) + "  </tr>\n"


def table(*, lines: bool = True) -> str:
    given = [
        ("2024.04", "Long Forecasts of Hills", "arXiv 2024", "video", "❌"),
        ("2024.03", "Long Forecasts of Boats", "CVPR 2024", "video", "✅"),
        ("2024.02", "Long Forecasts of Roads", "arXiv 2024", "audio, video", "❌"),
    ]
    rows = [
        row(date, f'<a href="https://arxiv.org/abs/24{n:02}.00001">{title}</a>', *rest, lines=lines)
        for n, (date, title, *rest) in enumerate(given, 1)
    ]
    head = row(*HEAD, lines=lines, tag="th")
    return f"# Awesome Series\n\n## Papers\n\n<table>\n{head}{''.join(rows)}</table>\n"


def added(before: str, **new: object) -> str:
    facts = {"title": "A Study of Fast Forecasts", "url": PAPER, "date_text": "2024.05", **new}
    edit = insert_entry(before.encode(), NewEntry.from_mapping(facts))
    guard(before.encode(), edit.data, edit.additions)
    return edit.additions[0].text


@pytest.mark.parametrize("lines", [True, False])
def test_the_cells_of_a_row_are_filled_by_their_columns(*, lines: bool):
    given = {"cell:Task": ["agents"], "cell:Open": ["✅"]}
    title = f'<a href="{PAPER}">A Study of Fast Forecasts</a>'
    said = added(table(lines=lines), venue="ICML 2024", tags=given)
    assert said == row("2024.05", title, "ICML 2024", "agents", "✅", lines=lines)


def test_no_word_of_a_neighbour_stays_in_a_cell_that_is_not_known():
    assert "video" not in added(table())


def test_a_row_without_columns_of_its_own_is_read_as_before():
    before = table().replace("<td>2024.03</td>", "<td rowspan='2'>2024.03</td>")
    found = read_document(before.encode()).entries
    assert [len(e.reading.cells) for e in found] == [5, 1, 5]
    assert [e.title for e in found] == [f"Long Forecasts of {word}" for word in ("Hills", "Boats", "Roads")]


def test_the_columns_of_one_table_are_not_those_of_the_next():
    before = table() + "\n<table>\n" + table().partition("</th>\n  </tr>\n")[2]
    found = read_document(before.encode()).entries
    assert [len(e.reading.cells) for e in found] == [5, 5, 5, 1, 1, 1]


@pytest.mark.parametrize("said", ["<td ", "<td><td>", "<tr>", "<td></td"])
def test_rows_that_never_end_are_read_to_their_end(said: str):
    """Each tag is read once, else this would take for ever."""
    text = f"# List\n\n## Papers\n\n<table>\n<tr><th>Title</th></tr>\n<tr><td>[A](http://a.b){said * 20000}\n"
    assert read_document(text.encode()).entries == ()
