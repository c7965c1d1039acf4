"""Every entry of a founding snapshot taken away and added again, judged by us and by the shared tool."""

import importlib.util
from pathlib import Path

import pytest

from service.errors import BadInput
from service.lists import insert_entry, read_document
from service.lists.replaying.left_out import leave_one_out
from service.lists.replaying.replayed import facts_of, replay, summary
from tests.lists.shapes import SHAPES

LEAST = {  # per cent of the entries put back on their very line, from the order of the file alone
    "token-merge-for-mllms": 85,
    "awesome-token-compress": 75,
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_without_an_entry_the_file_is_whole_and_one_entry_shorter(shape):
    document = read_document(SHAPES[shape])
    pairs = list(leave_one_out(document))
    assert len(pairs) == len(document.entries)
    for before, after in pairs:
        assert after == SHAPES[shape]
        assert len(read_document(before).entries) == len(document.entries) - 1


@pytest.fixture(scope="module")
def tool(shared: Path):
    """The shared judge of list engines."""
    spec = importlib.util.spec_from_file_location("eval_lists", shared / "tools" / "eval_lists.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.parametrize("slug", ["vision-token-pruning", "token-merge-for-mllms", "awesome-token-compress"])
def test_our_replay_and_the_tool_agree_on_a_founding_snapshot(founding, tool, slug):
    document = read_document(founding[slug])
    pairs = list(leave_one_out(document))
    ours = [score for pair in pairs for score in replay([pair])]
    assert len(ours) == len(pairs) == len(document.entries)
    theirs = [_judged(tool, *pair) for pair in pairs]
    for name in ("guard", "identical"):
        assert [getattr(o, name) for o in ours] == [t[name] for t in theirs]
    placed = [o.placed == t["placed"] for o, t in zip(ours, theirs, strict=True)]
    assert sum(placed) >= 0.95 * len(placed)
    told = summary(ours)
    assert told["guard"] == told["n"] - sum(bool(o.refused) for o in ours)
    assert told["placed"] * 100 >= LEAST.get(slug, 0) * told["n"]


def _judged(tool, before: bytes, after: bytes) -> dict[str, bool]:
    """What the tool says of our edit, section given, with the entry's own facts."""
    lines = tool.lines(before)
    places = tool.insertions(lines, tool.lines(after))
    added = next(
        e
        for e in read_document(after).entries
        if places[0][0] <= e.first_line - 1 < places[0][0] + 3 + len(places[0][1])
    )
    facts = facts_of(added)
    case = {
        "entry": {"title": added.title, "url": facts.url, "venue": facts.venue},
        "places": [
            {
                "line_index": at,
                "section_path": tool.section_path(lines, at),
                "added_lines": [x.decode().rstrip("\r\n") for x in block],
            }
            for at, block in places
        ],
    }
    try:
        out = insert_entry(before, facts, section=added.section_path).data
    except BadInput:
        return dict.fromkeys(tool.METRICS, False)
    return dict(tool.score(case, out, before, after))
