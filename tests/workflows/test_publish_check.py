"""The self-check doubts whatever the list engine says: here it says what it never should."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db.engine import reading
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.errors import EditRefused
from service.lists import Addition, AdditionKind, Edit
from service.workflows import publish_plan
from service.workflows.publish import Preview, preview
from tests.workflows.publications import README, make_world

BADGE = b"![x](https://img.shields.io/badge/%s-blue)"
METHOD = Facet(
    name="method",
    title="Method",
    tags=(Tag(name="pruning", spellings=("Pruning",)), Tag(name="merging", spellings=("Merging",))),
    place=TagPlace.BADGE,
    marker="blue",
)
Writer = Callable[..., Preview]


@pytest.fixture
def written(engine: Engine, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """Return what a preview says when the engine writes this line, or this whole file."""
    badge = (
        b"](https://arxiv.org/abs/2503.00003) ",
        b"](https://arxiv.org/abs/2503.00003) " + BADGE % b"Pruning",
    )
    world = make_world(engine, tmp_path, now, readme=README.replace(*badge))
    world = world.with_spec(taxonomy=Taxonomy(facets=(METHOD,)))
    world.confirm(
        "2504.00004", "Delta of Tokens", tags={"method": ("pruning",)}, comment="Accepted at ICML 2025"
    )

    def write(line: bytes, *, file: Callable[[bytes], bytes] = lambda data: data) -> Preview:
        def insert(
            _mirror: object, _spec: object, _path: str, data: bytes, _entry: object, **_: object
        ) -> Edit:
            lines = data.split(b"\r\n")
            made = b"\r\n".join([*lines[:6], line, *lines[6:]])
            addition = Addition(AdditionKind.ENTRY, 6, (line + b"\r\n",))
            return Edit(file(made), (addition,), ("Papers", "2025"), 7)

        monkeypatch.setattr(publish_plan, "insert", insert)
        with reading(engine) as session:
            return preview(session, world.found, settings=world.settings, now=now)

    return write


def line(
    title: str = "Delta of Tokens", arxiv_id: str = "2504.00004", tail: bytes = BADGE % b"Pruning"
) -> bytes:
    return f"- [{title}](https://arxiv.org/abs/{arxiv_id}) ".encode() + tail


def test_an_entry_that_says_what_was_confirmed_goes(written: Writer) -> None:
    shown = written(line(tail=BADGE % b"Pruning" + b" ICML 2025"))
    assert (len(shown.items), shown.refused) == (1, ())


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (
            line(tail=BADGE % b"Pruning" + b" " + BADGE % b"Merging"),
            "the tag 'merging', which nobody confirmed",
        ),
        (line(tail=b"CVPR 2025"), "claim 'CVPR 2025'"),
        (line(tail=b"ICML 2024"), "claim 'ICML 2024'"),
        (line(arxiv_id="2504.00009"), "not be read as this paper"),
        (line(title="Something Else"), "not be read as this paper"),
        (b"no entry at all", "not be read as this paper"),
    ],
)
def test_an_entry_that_says_anything_else_stays_behind(written: Writer, bad: bytes, words: str) -> None:
    shown = written(bad)
    assert shown.items == ()
    assert words in shown.refused[0].reason
    assert shown.diff == ""


def test_a_confirmed_tag_that_is_not_written_is_told_of(written: Writer) -> None:
    (item,) = written(line(tail=b"")).items
    assert item.notes[-1] == "'pruning': confirmed, but no entry shows how to write it"


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"MIT", b"GPL"),
        lambda data: data.replace(b"Introduction.  ", b"Introduction."),
        lambda data: data.replace(b"- [Beta", b"- [Beta2"),
    ],
)
def test_a_file_that_loses_a_byte_is_not_published(written: Writer, harm: Callable[[bytes], bytes]) -> None:
    with pytest.raises(EditRefused, match="would change lines"):
        written(line(), file=harm)
