"""Venues in full, with the short name in brackets behind and the year: one value and its date."""

import pytest

from service.lists import NewEntry, insert_entry
from service.lists.reading.document import read_document

NAMES = (
    ("European Conference on Computer Vision", "ECCV", 2022),
    ("Conference on Neural Information Processing Systems", "NeurIPS", 2021),
    ("IEEE/CVF Winter Conference on Applications of Computer Vision", "WACV", 2021),
    ("International Journal of Computer Vision", "IJCV", 2020),
)
FORMS = (
    "- [{t}]({u}) {v} ({s}) ({y})",
    "- [{t}]({u}). In *{v} ({s})*, {y}.",
    "- **{t}** [[Paper]({u})] {v} ({s}) {y}",
)


def _list(form: str) -> bytes:
    lines = (
        form.format(t=f"A Study of Maps, Part {i}", u=f"https://example.org/papers/{i}.pdf", v=v, s=s, y=y)
        for i, (v, s, y) in enumerate(NAMES, 1)
    )
    return ("# List\n\n## Maps\n\n" + "\n".join(lines) + "\n").encode()


def _added(form: str, **facts: object) -> str:
    new = NewEntry.from_mapping({"title": "Late Frames", "url": "https://example.org/papers/9.pdf", **facts})
    return insert_entry(_list(form), new).additions[0].text.strip()


@pytest.mark.parametrize("form", FORMS)
def test_the_full_name_and_the_short_one_are_one_venue(form):
    read = read_document(_list(form)).entries
    assert [e.venue for e in read] == [f"{v} ({s})" for v, s, _ in NAMES]
    assert [e.date_text for e in read] == [str(y) for *_, y in NAMES]


@pytest.mark.parametrize("form", FORMS)
def test_a_new_venue_is_written_as_it_was_given(form):
    full, short = "IEEE/CVF Computer Vision and Pattern Recognition Conference", "CVPR"
    added = _added(form, venue=f"{full} ({short})", date_text="2023")
    assert added == form.format(
        t="Late Frames", u="https://example.org/papers/9.pdf", v=full, s=short, y=2023
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_short_name_that_the_list_knows_is_written_in_full(form):
    full, short, _ = NAMES[2]
    expected = form.format(t="Late Frames", u="https://example.org/papers/9.pdf", v=full, s=short, y=2023)
    assert _added(form, venue="WACV 2023") == expected
