"""What must hold for any bytes, any metadata, any place of any list."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import BadInput, EditRefused
from service.lists import NewEntry, guard, insert_entry, read_document
from tests.lists.shapes import SHAPES

_CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("|[](){}<>`*_#@!\\\"'~$&;:/.,-\r\n\t 0123456789ab")),
        st.characters(),
        st.sampled_from(["\u202e", "\u200f", "\u2028", "\x00", "\x1b", "\x85", "\ufeff"]),
    ),
    max_size=120,
)
_MARKDOWN = st.text(alphabet=st.sampled_from(list("|[]()-*#<>\n\r\t `_:/.!ab2510.01234v")), max_size=400)
_PAPER = st.sampled_from(["https://arxiv.org/abs/2510.01234", "https://openreview.net/forum?id=AbCdEf12"])
_ENTRIES = st.builds(
    NewEntry,
    title=st.one_of(st.builds("Late Tokens {} in Old Models".format, _HOSTILE), _HOSTILE),
    authors=st.lists(_HOSTILE, max_size=3).map(tuple),
    published=st.one_of(st.none(), _HOSTILE, st.dates().map(str)),
    url=st.one_of(_PAPER, _PAPER, _HOSTILE, _HOSTILE.map(lambda t: f"https://x.org/{t}")),
    code_url=st.one_of(st.none(), _HOSTILE, _HOSTILE.map(lambda t: f"https://github.com/a/{t}")),
    project_url=st.one_of(st.none(), _HOSTILE),
    venue=st.one_of(st.none(), _HOSTILE),
    date_text=st.one_of(st.none(), _HOSTILE),
    tags=st.dictionaries(
        st.sampled_from(["tail", "badges", "after_title", "before_title", "cell:Tags", "cell:Notes"]),
        st.lists(_HOSTILE, max_size=3).map(tuple),
        max_size=3,
    ),
)


def edited(data: bytes, entry: NewEntry):
    """The edit, or None where the engine refuses."""
    try:
        return insert_entry(data, entry)
    except BadInput:
        return None


@_CALM
@given(data=st.one_of(st.binary(max_size=400), _MARKDOWN.map(lambda t: t.encode())))
def test_any_bytes_survive_reading(data):
    try:
        document = read_document(data)
    except BadInput:
        return
    assert b"".join(document.spans) == data
    assert all(data[e.start : e.end].strip() for e in document.entries)


@_CALM
@given(shape=st.sampled_from(sorted(SHAPES)), entry=_ENTRIES)
def test_any_metadata_keeps_the_guard_in_any_list(shape, entry):
    before = SHAPES[shape]
    edit = edited(before, entry)
    if edit is None or not edit.changed:
        return
    guard(before, edit.data, edit.additions)
    assert len(read_document(edit.data).entries) == len(read_document(before).entries) + 1


@_CALM
@given(shape=st.sampled_from(sorted(SHAPES)), entry=_ENTRIES)
def test_inserting_twice_equals_inserting_once(shape, entry):
    once = edited(SHAPES[shape], entry)
    if once is None:
        return
    assert insert_entry(once.data, entry).data == once.data


@_CALM
@given(shape=st.sampled_from(sorted(SHAPES)), entry=_ENTRIES)
def test_taking_out_what_was_inserted_gives_the_file_back(shape, entry):
    before = SHAPES[shape]
    edit = edited(before, entry)
    if edit is None or not edit.changed:
        return
    lines = edit.data.splitlines(keepends=True) if b"\r\n" not in edit.data else edit.data.split(b"\n")
    lines = [x + b"\n" for x in edit.data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    at, count = edit.additions[0].at, sum(len(a.lines) for a in edit.additions)
    left = b"".join(lines[:at] + lines[at + count :])
    assert left.rstrip(b"\r\n") == before.rstrip(b"\r\n")


@_CALM
@given(title=_HOSTILE)
def test_a_title_stays_in_its_line_and_cell(title):
    try:
        edit = insert_entry(SHAPES["table"], NewEntry(title=title, url="https://arxiv.org/abs/2510.01234"))
    except EditRefused:
        return
    added = edit.additions[0].text
    assert added.count("\n") == 1
    unescaped = added.replace("\\|", "")
    assert unescaped.count("|") == SHAPES["table"].decode().splitlines()[-1].count("|")
