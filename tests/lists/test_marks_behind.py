"""Emoji behind an entry's links that say what a paper is about: its own, no ornament of the list."""

import pytest

from service.lists import NewEntry, insert_entry

MARKS = ("🎬", "", "💬", "🎬", "", "🏌️🎾", "🎬", "🎬", "🎬", "")


def _added(marks: tuple[str, ...], tags: dict[str, list[str]], *, project: bool = False) -> str:
    lines = "".join(
        f"- `[ICML {2030 - n}]` A Study of Films, Part {n} [[paper]](https://arxiv.org/abs/2401.000{n:02})"
        f"{f' [[page]](https://films{n}.org)' if n in (1, 8) else ''}{mark and ' ' + mark}\n"
        for n, mark in enumerate(marks, 1)
    )
    facts = {"title": "Late Frames", "arxiv_id": "2401.09999", "venue": "ICML 2027", "tags": tags}
    if project:
        facts["project_url"] = "https://frames.org"
    edit = insert_entry(f"# List\n\n## Films\n\n{lines}".encode(), NewEntry.from_mapping(facts))
    return edit.additions[0].text.strip()


@pytest.mark.parametrize("place", ["tail", "after_title"])
@pytest.mark.parametrize("mark", ["🎬", "💬", "🏀"])
def test_a_mark_that_was_given_is_written_even_a_new_one(place, mark):
    assert _added(MARKS, {place: [mark]}).endswith(f"(https://arxiv.org/abs/2401.09999) {mark}")


@pytest.mark.parametrize("project", [False, True])
def test_the_mark_of_another_paper_is_never_left(project):
    assert _added(MARKS, {}, project=project).endswith(")")


def test_a_mark_that_all_bear_is_the_lists():
    assert _added(("🎬",) * 10, {}).endswith(" 🎬")
