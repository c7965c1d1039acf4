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
