"""Hostile metadata in any place of any real list: only announced lines change, and they come out again."""

from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import BadInput
from service.lists import Habits, guard, insert_entry, read_document
from service.lists.placing.rules import BY_NAME
from service.lists.reading.lines import split_lines
from tests.lists.test_properties import _ENTRIES

pytestmark = pytest.mark.shared
_MOST_LINES = 260  # of a list: enough of every shape, and a hundred examples in seconds


@pytest.fixture(scope="module")
def real(fourteen: dict[str, bytes]) -> dict[str, bytes]:
    """The first lines of each of the fourteen lists."""
    return {name: b"".join(split_lines(data)[:_MOST_LINES]) for name, data in fourteen.items()}


@lru_cache(maxsize=32)
def _sections(data: bytes) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(e.section_path for e in read_document(data).entries))


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(drawn=st.data(), entry=_ENTRIES, rule=st.sampled_from(sorted(BY_NAME)))
def test_any_metadata_in_any_position_of_any_list(real, drawn, entry, rule):
    data = real[drawn.draw(st.sampled_from(sorted(real)))]
    section = drawn.draw(st.sampled_from(_sections(data)))
    habits = Habits(order={"*": rule})
    try:
        edit = insert_entry(data, entry, habits=habits, section=section)
    except BadInput:
        return
    if not edit.changed:
        return
    guard(data, edit.data, edit.additions)
    assert len(read_document(edit.data).entries) == len(read_document(data).entries) + 1
    assert insert_entry(edit.data, entry, habits=habits, section=section).data == edit.data
    lines = split_lines(edit.data)
    at, count = edit.additions[0].at, sum(len(a.lines) for a in edit.additions)
    left = b"".join(lines[:at] + lines[at + count :])
    assert left == data or left.removesuffix(b"\n").removesuffix(b"\r") == data
