"""A badge says the new paper's venue everywhere, in the colour that the list gives to such venues."""

import pytest

from service.lists import NewEntry, insert_entry

BADGE = "[![{0}](https://img.shields.io/badge/{1}-{2}-{3})]()"
HEAD = "# Awesome Things\n\n| Paper | Date |\n| --- | --- |\n"
PREPRINTS = [("arXiv", "arXiv", 2025, "red")] * 3
PUBLISHED = [("CVPR", "CVPR", 2025, "blue"), ("ECCV", "ECCV", 2024, "blue"), ("ICML", "ICML", 2025, "blue")]


def added(badges: list[tuple[str, str, int, str]], venue: str | None) -> str:
    rows = (
        f"| {BADGE.format(*badge)}<br>[A Study, Part {n}](https://arxiv.org/abs/2501.0000{n}) | 2025/01 |\n"
        for n, badge in enumerate(badges, 1)
    )
    entry = NewEntry.from_mapping({"title": "Sparse Grids", "arxiv_id": "2503.00404", "venue": venue})
    return insert_entry((HEAD + "".join(rows)).encode(), entry).additions[0].text


def test_the_words_beside_the_picture_name_the_papers_venue():
    assert BADGE.format("NeurIPS", "NeurIPS", 2025, "blue") in added(PUBLISHED, "NeurIPS 2025")


def test_a_neighbours_slip_beside_its_picture_is_not_copied():
    slips = [("arXiv", "CVPR", 2025, "blue"), ("ECCV", "ICML", 2025, "blue")]
    assert BADGE.format("NeurIPS", "NeurIPS", 2025, "blue") in added(slips, "NeurIPS 2025")


def test_a_venue_that_nobody_knows_does_not_stay_beside_the_picture():
    odd = [("WOBBLE", "WOBBLE", 2025, "blue")] * 3
    assert "WOBBLE" not in added(odd, "NeurIPS 2025")


@pytest.mark.parametrize(
    ("venue", "badge"),
    [("ICML 2025", ("ICML", "ICML", 2025, "blue")), (None, ("arXiv", "arXiv", 2025, "red"))],
)
def test_preprints_and_venues_wear_the_colours_of_their_kind(venue: str | None, badge: tuple[str, ...]):
    few = [*PREPRINTS, *PUBLISHED] if venue else [*PUBLISHED, *PREPRINTS]
    assert BADGE.format(*badge) in added(few, venue)
    assert BADGE.format(*badge) in added([*few[:4], *few[3:]], venue)


def dotted(*badges: str, **facts: object) -> str:
    rows = (
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2501.0000{n}).![](https://img.shields.io/badge/{badge}-red)\n"
        for n, badge in enumerate(badges, 1)
    )
    entry = NewEntry.from_mapping({"title": "Sparse Grids", "arxiv_id": "2503.00404", **facts})
    return insert_entry(("# Things\n\n## Papers\n\n" + "".join(rows)).encode(), entry).additions[0].text


def test_a_given_badge_stands_in_the_form_of_the_latest_whatever_they_say():
    """Of two ways to set badges the last entries' counts, not that of the one that has a mere month, too."""
    before = (
        "# Things\n\n## Papers\n\n"
        "- [A Study of Things](https://arxiv.org/abs/2501.00001) ![](https://img.shields.io/badge/abs-2025.01-red)\n"
        "- [More of It](https://arxiv.org/abs/2502.00001).![](https://img.shields.io/badge/ICCV-2025.06-red)\n"
        "- [Even More](https://arxiv.org/abs/2502.00002).![](https://img.shields.io/badge/AAAI-2025.06-red)\n"
    )
    badge = "![](https://img.shields.io/badge/abs-2025.03-red)"
    entry = NewEntry.from_mapping(
        {
            "title": "Sparse Grids",
            "arxiv_id": "2503.00404",
            "date_text": "2025.03",
            "tags": {"badges": [badge]},
        }
    )
    said = insert_entry(before.encode(), entry).additions[0].text
    assert said == f"- [Sparse Grids](https://arxiv.org/abs/2503.00404).{badge}\n"


def test_a_badge_of_a_venue_and_its_month_is_no_mere_month():
    badges = ("abs-2025.01", "ICCV-2025.06", "ICCV-2025.07")
    assert "badge/CVPR-2025.03-red" in dotted(*badges, venue="CVPR 2025")
    assert "badge/abs-2025.03-red" in dotted(*badges)


def test_a_venue_takes_the_place_of_the_badge_with_the_month():
    text = dotted("abs-2025.01", "abs-2025.02", "abs-2025.03", "ECCV-2024", venue="CVPR 2025")
    assert text.count("img.shields.io") == 1
    assert "badge/CVPR-2025-red" in text


def test_an_entry_with_a_bracket_too_few_is_no_model():
    line = "- [A Study of Things, Part {0}](https://arxiv.org/abs/2501.0000{0}) [{1}[Code](https://github.com/a/b{0})]\n"
    rows = [line.format(n, f"Thing{n};") for n in range(1, 5)] + [line.format(5, "Thing5;Fish]")]
    facts = {"title": "Sparse Grids", "arxiv_id": "2503.00404", "code_url": "https://github.com/c/d"}
    entry = NewEntry.from_mapping({**facts, "tags": {"tail": ["Grid", "Crab"]}})
    text = insert_entry(("# Things\n\n## Papers\n\n" + "".join(rows)).encode(), entry).additions[0].text
    assert text.count("[") == text.count("]")


@pytest.mark.parametrize(("venue", "badge"), [(None, "Arxiv"), ("CVPR 2025", "CVPR2025")])
def test_a_badge_with_the_server_alone_is_its_venue(venue: str | None, badge: str):
    assert f"badge/{badge}-red" in dotted("Arxiv", "Arxiv", "ICML2024", "Arxiv", venue=venue)


def test_a_linked_badge_with_the_server_is_a_label():
    line = "- [A Study, Part {0}](https://arxiv.org/abs/2501.0000{0}) [![](https://img.shields.io/badge/arXiv-red)](https://arxiv.org/abs/2501.0000{0})\n"
    before = "# Things\n\n## Papers\n\n" + "".join(line.format(n) for n in range(1, 5))
    entry = NewEntry.from_mapping({"title": "Sparse Grids", "arxiv_id": "2503.00404", "venue": "CVPR 2025"})
    assert "[![](https://img.shields.io/badge/arXiv-red)](https://arxiv.org/abs/2503.00404)" in (
        insert_entry(before.encode(), entry).additions[0].text
    )


def test_a_badge_with_a_venue_nobody_knows_takes_the_place_of_a_venue():
    before = "# Things\n\n## Papers\n\n" + "".join(
        f"- [![Publish](https://img.shields.io/badge/Conference-{venue}-blue)]()"
        f" [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n"
        for n, venue in ((1, "ACL'23"), (2, "CVPR'24"))
    )
    badge = "![Publish](https://img.shields.io/badge/Conference-Crab%20Letters-blue)"
    facts = {"title": "Sparse Grids", "arxiv_id": "2405.00404", "tags": {"badges": [badge]}}
    edit = insert_entry(before.encode(), NewEntry.from_mapping(facts))
    assert edit.additions[0].text == f"- [{badge}]() [Sparse Grids](https://arxiv.org/abs/2405.00404)\n"


@pytest.mark.parametrize("badge", ["year-{}", "{}", "Published-{}", "Year:{}"])
@pytest.mark.parametrize("venue", ["ICML 2025", None])
def test_a_badge_that_says_the_year_alone_says_the_new_papers(badge: str, venue: str | None):
    new = dotted(*(badge.format(year) for year in (2024, 2023, 2024)), venue=venue, published="2025-03-04")
    assert f"badge/{badge.format(2025)}-red" in new
