"""Months and days before titles, behind them and behind authors, in many spellings and marks."""

from datetime import date

import pytest

from service.lists import NewEntry, insert_entry
from tests.lists.test_not_yet_published import NAMES, TITLES

DAYS = (date(2024, 3, 14), date(2024, 3, 2), date(2024, 2, 28), date(2024, 2, 11), date(2024, 1, 5))
SPELLINGS = ("%Y-%m-%d", "%y.%m", "%b %Y", "%B, %Y", "%b-%y", "%Y%m", "%Y/%m", "%Y年%m月", "%b '%y")
FORMS = (
    "- {title} for Maps ({day}) [[Paper]({url})]",
    "- {title} for Maps. {day}. [[Paper]({url})]",
    "- ({day}) {title} for Maps [[Paper]({url})]",
    "- **{title} for Maps**, {names}. {day}. [[Paper]({url})]",
    "- **{title} for Maps**, {names} 📅 {day} [[Paper]({url})]",
    "- [{title} for Maps]({url}), {names} (arXiv {day})",
    "- {title} for Maps <sub>{day}</sub> [[Paper]({url})]",
    "- **[{day}]** [{title} for Maps]({url}), {names}",
)


def line(form: str, number: str, title: str, names: str, day: str) -> str:
    return form.format(title=title, names=names, day=day, url=f"https://arxiv.org/abs/{number}") + "\n"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("is_given", [True, False])
def test_a_date_is_written_as_the_list_writes_dates(form: str, spelling: str, is_given: bool) -> None:  # noqa: FBT001
    before = "# Maps\n\n## Grids\n\n" + "".join(
        line(form, f"{day:%y%m}.0{9 - n}123", title, names, day.strftime(spelling))
        for n, (title, names, day) in enumerate(zip(TITLES, NAMES, DAYS, strict=True))
    )
    day = date(2024, 4, 19)
    facts = {"title": "Late Merging for Maps", "arxiv_id": "2404.00001", "authors": ["Eva Rossi", "Jo Park"]}
    given = {"date_text": day.strftime(spelling)} if is_given else {}
    entry = NewEntry.from_mapping({**facts, "published": day.isoformat(), **given})
    want = line(form, "2404.00001", "Late Merging", "Eva Rossi, Jo Park", day.strftime(spelling))
    assert insert_entry(before.encode(), entry).additions[0].text == want


@pytest.mark.parametrize("words", [["W5", "03/2024"], ["03/2024", "W5"], ["W5"], ["[03/2024]", "W5"]])
def test_a_date_among_the_words_stands_where_the_dates_stand_and_nowhere_else(words: list[str]) -> None:
    row = "<tr>\n<td><a href='{url}'>{title}</a></td>\n<td>{name}</td>\n<td>{day}</td>\n</tr>\n"
    rows = "".join(
        row.format(
            url=f"https://arxiv.org/abs/{day:%y%m}.00123", title=title, name=f"W{n}", day=f"{day:%m/%Y}"
        )
        for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
    )
    before = f"# Maps\n\n## Grids\n\n<table>\n{row.format(url='', title='Title', name='Name', day='Date')}"
    before = before.replace("<a href=''>Title</a>", "Title") + rows + "</table>\n"
    facts = {"title": "Late Merging for Maps", "arxiv_id": "2404.00001", "published": "2024-03"}
    entry = NewEntry.from_mapping({**facts, "tags": {"after_title": words}})
    written = insert_entry(before.encode(), entry).additions[0].text
    assert [line for line in written.split("\n") if line[:4] == "<td>"][1:] == [
        "<td>W5</td>",
        "<td>03/2024</td>",
    ]
