"""Lists whose titles are names of methods alone take a paper by its name, and say that its title was cut."""

import pytest

from service.lists import Edit, NewEntry, insert_entry

NAMES = ("PointNest", "CrabFlow", "Tide3D", "ShellGAN", "Reef-VAE", "KelpDiff", "Dune", "Sand++")
ROWS = "# Clouds\n\n## Making\n\n| Paper | Venue | Code |\n| --- | --- | --- |\n" + "".join(
    f"| [{name}](https://arxiv.org/abs/2101.0000{n}) | ICLR 202{n % 4} | [code](https://github.com/a/{n}) |\n"
    for n, name in enumerate(NAMES)
)
BULLETS = "# Clouds\n\n## Making\n\n" + "".join(
    f"- [{name}](https://arxiv.org/abs/2101.0000{n})\n" for n, name in enumerate(NAMES)
)
TITLE = "GlassNet: Seeing Through Clouds of Points"
CUT = "the title is cut to 'GlassNet'"


def added(before: str, **facts: object) -> Edit:
    entry = {"title": TITLE, "arxiv_id": "2505.01234", "venue": "ICLR 2025", **facts}
    return insert_entry(before.encode(), NewEntry.from_mapping(entry))


@pytest.mark.parametrize("before", [ROWS, BULLETS])
def test_a_title_is_cut_to_its_name_and_that_is_said(before: str):
    edit = added(before)
    assert "[GlassNet](https://arxiv.org/abs/2505.01234)" in edit.additions[0].text
    assert "Seeing" not in edit.additions[0].text
    assert any(note.startswith(CUT) for note in edit.notes)


def test_what_was_cut_is_known_again():
    edit = added(ROWS)
    again = added(edit.data.decode())
    assert again.data == edit.data
    assert not again.changed


@pytest.mark.parametrize(
    ("before", "facts"),
    [
        (ROWS, {"title": "Seeing Through Clouds of Points"}),
        (ROWS, {"arxiv_id": None}),
        (BULLETS.replace("[Dune]", "[Dunes: A Survey of Sand]"), {}),
        ("\n".join(BULLETS.split("\n")[:8]) + "\n", {}),
    ],
    ids=["no name", "no address", "other titles", "few entries"],
)
def test_other_titles_stay_whole(before: str, facts: dict[str, object]):
    edit = added(before, **facts)
    assert "Seeing Through Clouds of Points" in edit.additions[0].text
    assert not any(CUT in note for note in edit.notes)
