"""How a paper was accepted is said of it alone: another's `Oral` is not copied, a given one stays."""

import pytest

from service.lists import insert_entry
from tests.lists.test_unusual_entries import HEAD, entry

BADGE = "![Publish](https://img.shields.io/badge/Conference-ACL'23{}-blue)"
WAYS = [
    ("ACL 2023", "ACL 2023 (Oral)", "ECCV 2024"),
    ("*ACL 2023*", "*ACL 2023 Spotlight*", "*ECCV 2024*"),
    ("[ACL 2023]", "[ACL 2023 Industry Track]", "[ECCV 2024]"),
    ("**ACL 2023**", "**ACL 2023 Highlight**", "**ECCV 2024**"),
    ("(ACL 2023)", "(ACL 2023, Best Paper)", "(ECCV 2024)"),
    (BADGE.format(""), BADGE.format("%20Findings"), BADGE.format("").replace("ACL'23", "ECCV'24")),
    (BADGE.format(""), BADGE.format("_Demo_Track"), BADGE.format("").replace("ACL'23", "ECCV'24")),
]


def added(plain: str, remarked: str, **facts: object) -> str:
    """Return what is added where two papers have the plain venue, and the last three more."""
    line = "- [A Study of Nets, {n}](https://arxiv.org/abs/2307.0000{n}), {venue}\n"
    lines = (line.format(n=n, venue=plain if n < 3 else remarked) for n in range(1, 6))
    edit = insert_entry((HEAD + "".join(lines)).encode(), entry(authors=None, **facts))
    return edit.additions[0].text.rstrip("\n").partition("01234), ")[2]


@pytest.mark.parametrize(("plain", "remarked", "wanted"), WAYS)
def test_a_remark_is_not_copied(plain: str, remarked: str, wanted: str) -> None:
    assert added(plain, remarked, venue="ECCV 2024") == wanted


@pytest.mark.parametrize(("plain", "remarked"), [way[:2] for way in WAYS[:5]])
def test_a_remark_that_was_given_is_said_once(plain: str, remarked: str) -> None:
    assert added(plain, remarked, venue="ECCV 2024 Oral").lower().count("oral") == 1


def test_where_all_papers_have_it_the_list_is_one_of_such_papers() -> None:
    assert added("ACL 2023 (Oral)", "ACL 2023 (Oral)", venue="ECCV 2024") == "ECCV 2024 (Oral)"
    assert added("ACL 2023 (Oral)", "ACL 2023 (Oral)", venue="ECCV 2024 Oral") == "ECCV 2024 (Oral)"


@pytest.mark.parametrize("venue", ["ECCV2024", "ECCV 2024 accepted", "ECCV2024 Accepted"])
def test_a_list_of_accepted_papers_says_so_once(venue: str) -> None:
    assert added("ACL2023 accepted", "ACL2023 accepted", venue=venue).casefold().count("accepted") == 1


def test_a_title_may_say_it_twice() -> None:
    title = "Oral, Oral and Once More Oral Histories"
    assert (
        title
        in insert_entry(
            (HEAD + "- [A Study of Nets, 1](https://arxiv.org/abs/2307.00001), ACL 2023 (Oral)\n").encode(),
            entry(authors=None, title=title, venue="ECCV 2024 Oral"),
        ).data.decode()
    )


def test_a_venue_keeps_its_year_where_another_paper_s_has_none() -> None:
    """The new paper goes to those of a journal, which bear no years; the conferences of the list do."""
    line = "- A Study of Nets, {n}. CVPR 2023 [[Paper](https://arxiv.org/abs/2307.0000{n})]\n"
    row = "| A Look at Maps, {n} | TMLR | [Paper](https://arxiv.org/abs/2307.0000{n}) |\n"
    lines = "".join(line.format(n=n) for n in range(1, 6))
    rows = "".join(row.format(n=n) for n in range(6, 9))
    text = f"{HEAD}{lines}\n## Surveys\n\n| Title | Venue | Links |\n|---|---|---|\n{rows}"
    path = ["Awesome Things", "Surveys"]
    edit = insert_entry(text.encode(), entry(authors=None, venue="ECCV 2024", section_path=path))
    assert "Depth Maps | ECCV 2024 | [Paper](" in edit.additions[0].text


def test_a_badge_of_a_journal_among_many_of_conferences_is_no_model() -> None:
    badge = "![Publish](https://img.shields.io/badge/{kind}-{venue}-blue)"
    shown = [("Conference", f"ICML'{year}") for year in range(15, 24)] + [("Journal", "TPAMI'23")]
    line = "- [A Study of Nets, {n}](https://arxiv.org/abs/2307.0000{n}) {badge}"
    lines = [line.format(n=n, badge=badge.format(kind=k, venue=v)) for n, (k, v) in enumerate(shown)]
    text = HEAD + "\n".join(lines) + " [code](https://github.com/a/b)\n"
    new = entry(authors=None, venue="ECCV 2024", code_url="https://github.com/c/d")
    added = insert_entry(text.encode(), new).additions[0].text
    wanted = badge.format(kind="Conference", venue="ECCV'24")
    assert f"{wanted} [code](https://github.com/c/d)" in added
