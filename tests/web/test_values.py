"""The rules behind the pages, with values alone."""

from datetime import date, timedelta

import pytest

from service.db.candidates import Tags
from service.db.lists import StoredEntry
from service.db.proposals import Proposal
from service.db.queues import QueueFilter, QueueOrder
from service.db.sittings import Judged
from service.db.windows import Window
from service.domain.keys import Keys
from service.domain.lists import EntryRecord
from service.domain.review import VerdictKind
from service.domain.selections import Selection, parse_selection
from service.domain.taxonomy import Facet, Tag, Taxonomy
from service.web.abstracts import cut
from service.web.calendar import make_calendar
from service.web.diffs import read_diff
from service.web.evidence import Mark
from service.web.filters import queue_query
from service.web.frame import own_path
from service.web.list_view import make_choices, matching
from service.web.panels import likelihood, make_facets
from service.web.sittings import make_sitting
from service.web.words import short_title, web_links

TAXONOMY = Taxonomy(
    facets=(
        Facet(name="stage", title="Stage", tags=(Tag(name="encoder"), Tag(name="llm", spellings=("LLM",)))),
        Facet(name="mode", title="Mode", exclusive=True, tags=(Tag(name="train"), Tag(name="plug-in"))),
    )
)


def test_an_abstract_is_cut_at_every_mark_and_nothing_is_lost():
    text = "One two three four."
    marks = [Mark("stage", "llm", 0, 7, 0.2), Mark("mode", "train", 4, 13, 0.9)]
    pieces = cut(text, marks)
    assert "".join(p.text for p in pieces) == text
    assert [(p.text, [m.tag for m in p.marks]) for p in pieces] == [
        ("One ", ["llm"]),
        ("two", ["train", "llm"]),
        (" three", ["train"]),
        (" four.", []),
    ]


@pytest.mark.parametrize("span", [(-1, 4), (5, 5), (7, 3), (90, 99)])
def test_marks_that_do_not_fit_the_abstract_are_left_out(span):
    start, end = span
    assert [p.marks for p in cut("Short.", [Mark("stage", "llm", start, end, 1.0)])] == [()]


def test_a_mark_that_reaches_too_far_is_clipped():
    assert [(p.text, len(p.marks)) for p in cut("Short.", [Mark("stage", "llm", 2, 99, 1.0)])] == [
        ("Sh", 0),
        ("ort.", 1),
    ]


def test_an_empty_abstract_has_no_pieces():
    assert cut("", [Mark("stage", "llm", 0, 3, 1.0)]) == []


@pytest.mark.parametrize(
    ("relevance", "word"),
    [(1.0, "very likely"), (0.85, "very likely"), (0.7, "likely"), (0.5, "perhaps"), (0.0, "very unlikely")],
)
def test_probabilities_have_words(relevance, word):
    assert likelihood(relevance) == word


def test_without_a_proposal_every_facet_is_open_and_keys_are_given_out_in_order():
    panels = make_facets(TAXONOMY, None)
    assert [p.is_open for p in panels] == [True, True]
    assert [t.key for p in panels for t in p.toggles] == ["1", "2", "3", "4"]
    assert panels[0].toggles[1].tag.label == "LLM"


def test_a_tag_that_is_chosen_though_it_is_doubted_leaves_its_facet_open(now):
    def is_open(probability: float) -> bool:
        said = Proposal(
            id=1,
            bundle_id=1,
            relevance=0.9,
            scores={"stage": {"llm": probability}},
            proposed={"stage": ("llm",)},
            abstained=(),
            evidence={},
            made_at=now,
        )
        return make_facets(TAXONOMY, said)[0].is_open

    assert is_open(0.49)
    assert not is_open(0.5)


def test_tag_keys_leave_the_actions_alone():
    free = Keys().for_tags
    assert not set("aersulkjopUC?/") & set(free)
    assert len(set(free)) == len(free) > 30


def test_a_sitting_ends_at_a_long_pause(now):
    def judged(minutes: float, tags: Tags) -> Judged:
        at = now - timedelta(minutes=minutes)
        return Judged(VerdictKind.ACCEPT, at, tags, {"stage": ("llm",)})

    same: Tags = {"stage": ("llm",)}
    other: Tags = {"stage": ("encoder",)}
    sitting = make_sitting(
        [judged(1, same), judged(1.1, other), judged(1.2, same), judged(90, same)], now=now
    )
    assert sitting.papers == 3
    assert sitting.seconds_each == pytest.approx(6)
    assert sitting.as_proposed == pytest.approx(2 / 3)


def test_no_verdicts_make_no_sitting(now):
    sitting = make_sitting([], now=now)
    assert (sitting.papers, sitting.seconds_each, sitting.as_proposed) == (0, None, None)


def test_only_what_is_asked_for_is_in_the_address():
    assert queue_query(QueueFilter()) == ""
    wanted = QueueFilter(text="a b", tags={"stage": ["llm"]}, at_least=0.6, days=7, order=QueueOrder.NEWEST)
    assert queue_query(wanted) == "?q=a+b&stage=llm&at_least=0.6&days=7&order=newest"


def entry(number: int, now, **tags: tuple[str, ...]) -> StoredEntry:
    record = EntryRecord(
        key=str(number),
        title=f"Paper {number} of light",
        path="README.md",
        position=number,
        first_byte=0,
        last_byte=1,
        tags=tags,
        listed_at=now,
    )
    return StoredEntry(number, 1, record, now)


def test_tags_of_one_facet_widen_and_of_two_facets_narrow(now):
    entries = [
        entry(1, now, stage=("llm",), mode=("train",)),
        entry(2, now, stage=("encoder",)),
        entry(3, now),
    ]
    stages = ("stage", ("encoder", "llm"))
    assert [e.id for e in matching(entries, Selection((stages,)))] == [1, 2]
    assert [e.id for e in matching(entries, Selection((stages, ("mode", ("train",)))))] == [1]
    assert [e.id for e in matching(entries, parse_selection(TAXONOMY, {}, "LIGHT 3"))] == [3]


def test_counts_say_what_a_click_would_show(now):
    entries = [entry(1, now, stage=("llm",), mode=("train",)), entry(2, now, stage=("encoder",))]
    panels = make_choices(entries, TAXONOMY, Selection((("stage", ("llm",)),)), "newest")
    stage, mode = panels
    assert [(c.tag.name, c.count, c.is_on, c.query) for c in stage.choices] == [
        ("encoder", 1, False, "?stage=encoder&stage=llm"),
        ("llm", 1, True, ""),
    ]
    assert [(c.tag.name, c.count) for c in mode.choices] == [("train", 1)]


def test_a_calendar_shows_the_worst_of_a_day_and_calls_an_empty_day_quiet():
    def window(day: int, state: str, expected: int = 3) -> Window:
        return Window(
            source="arxiv",
            query=f"q{state}",
            day=date(2025, 11, day),
            state=state,
            expected=expected,
            fetched=expected,
            stored=expected,
            attempts=1,
            problem=None,
            read_at=None,
            next_attempt_at=None,
        )

    windows = [window(3, "green"), window(3, "red"), window(4, "green", 0), window(5, "amber")]
    calendar = make_calendar("arxiv", windows, date(2025, 11, 3), date(2025, 11, 10))
    assert [d.state for d in calendar.days[:4]] == ["red", "quiet", "amber", "none"]
    assert calendar.days[0].y == 0, "Monday is on top"
    assert calendar.days[-1].x > calendar.days[0].x


def test_a_diff_is_told_line_by_line():
    kinds = [line.kind for line in read_diff("--- a/x\n+++ b/x\n@@ -1 +1 @@\n same\n+new\r\n-old\n")]
    assert kinds == ["file", "file", "place", "same", "added", "removed"]


@pytest.mark.parametrize("path", ["//x", "/\\x", "https://x", "x", "", "/a\r\nb"])
def test_foreign_targets_become_the_start_page(path):
    assert own_path(path) == "/"


def test_titles_are_shortened_as_people_do():
    assert short_title("VisionZip: Longer is Better") == "VisionZip"
    assert short_title("A short title") == "A short title"
    assert short_title("word " * 20).endswith(" …")


def test_links_that_are_no_web_addresses_are_not_shown():
    links = {"code": ("https://github.com/x/y", "javascript:alert(1)"), "paper": ("https://arxiv.org/abs/1",)}
    assert web_links(links) == [("code", "https://github.com/x/y")]


def test_a_link_of_no_known_role_is_named_by_its_host():
    links = {"other": ("https://www.example.org/a/b?c", "https://huggingface.co")}
    assert [words for words, _ in web_links(links)] == ["example.org", "huggingface.co"]
