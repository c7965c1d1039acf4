"""Weekly issues: complete, immutable, nothing told twice and nothing lost."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from service.db import candidates, digests
from service.db.engine import reading, writing
from service.domain.digest import ChangeKind, IsoWeek, ItemKind
from service.domain.issues import issue_to_mapping
from service.domain.review import VerdictGiven, VerdictKind
from service.errors import BadInput
from service.workflows import review
from service.workflows.digest import due_weeks, make_digest, make_due_digests, preview
from tests.world import World, entry, record

W44 = IsoWeek(2025, 44)  # 27 October to 2 November


@pytest.fixture
def world(engine: Engine, tmp_path) -> World:
    """A list that was followed first on the Monday of week 44, with one old paper on it."""
    made = World(engine, tmp_path, W44.start + timedelta(hours=9))
    made.sync(entry(1, datetime.fromisoformat("2025-09-03T00:00:00+00:00")))
    return made


def _made(world: World, week: IsoWeek):
    with writing(world.engine) as session:
        return make_digest(session, world.found(), week, now=world.now)


def _seen(world: World, week: IsoWeek):
    with reading(world.engine) as session:
        return preview(session, world.found(), week)


def test_an_issue_holds_what_was_confirmed_and_what_the_list_itself_took_in(world: World):
    world.accept(2, stage=["llm"])
    world.now += timedelta(days=1)
    world.sync(entry(1, world.now), entry(3, world.now - timedelta(days=40), tags={"stage": ("encoder",)}))
    world.now = W44.end
    issue = _made(world, W44)
    assert [(item.key, item.kind) for item in issue.items] == [
        ("2510.00002", ItemKind.CONFIRMED),
        ("2510.00003", ItemKind.LISTED),
    ]
    assert [(group.label, len(group.items)) for group in issue.groups] == [("Vision_Encoder", 1), ("LLM", 1)]
    assert issue.numbers.total == 3
    assert issue.weeks[-1] == ("2025-W44", 2)


def test_what_stood_on_the_list_before_we_followed_it_belongs_to_its_own_week(world: World):
    assert _seen(world, W44).is_empty
    assert [item.key for item in _seen(world, IsoWeek(2025, 36)).items] == ["2510.00001"]


def test_a_week_that_is_not_over_can_be_seen_but_not_made(world: World):
    world.accept(2)
    assert len(_seen(world, W44).items) == 1
    with pytest.raises(BadInput, match=r"2025-W44 is over on 3 Nov 2025; add --preview"):
        _made(world, W44)


def test_an_issue_does_not_change_once_it_is_made(world: World):
    verdict_id = world.accept(2)
    world.now = W44.end + timedelta(hours=6)
    first = issue_to_mapping(_made(world, W44))
    user = world.user()
    with writing(world.engine) as session:
        review.undo_verdict(session, verdict_id, user=user, request_key="u", now=world.now)
    world.accept(3)
    assert issue_to_mapping(_made(world, W44)) == first == issue_to_mapping(_seen(world, W44))
    with reading(world.engine) as session:
        assert len(digests.of_list(session, world.found().id)) == 1


def test_a_paper_that_is_confirmed_again_later_is_not_told_twice(world: World):
    verdict_id = world.accept(2)
    world.now = W44.end + timedelta(hours=6)
    _made(world, W44)
    candidate_id, user = world.candidate(2), world.user()
    with writing(world.engine) as session:
        review.undo_verdict(session, verdict_id, user=user, request_key="u", now=world.now)
        revision = candidates.by_id(session, candidate_id).revision
        again = VerdictGiven(kind=VerdictKind.ACCEPT, revision=revision, request_key="again")
        review.give_verdict(session, candidate_id, again, user=user, now=world.now)
    world.now = W44.shift(1).end
    assert _made(world, W44.shift(1)).items == ()


def test_a_paper_that_lands_after_it_was_confirmed_is_not_told_twice(world: World):
    world.accept(2, stage=["llm"])
    world.now = W44.end + timedelta(hours=6)
    _made(world, W44)
    world.sync(entry(1, world.now), entry(2, world.now))
    world.now = W44.shift(1).end
    assert _made(world, W44.shift(1)).items == ()


def test_what_was_stored_after_the_issue_was_made_comes_with_the_next_one(world: World):
    world.now = W44.end
    _made(world, W44)
    world.now = W44.end - timedelta(seconds=1)  # a sync that began before midnight and ended after it
    world.sync(entry(1, world.now), entry(9, world.now))
    world.now = W44.shift(1).end
    assert [item.key for item in _made(world, W44.shift(1)).items] == ["2510.00009"]


def test_new_versions_withdrawals_and_removals_are_changes(world: World):
    world.store(record(1), record(2), record(7))
    world.accept(2)
    world.now += timedelta(days=1)
    withdrawn = record(2, version=2, comment="This paper has been withdrawn by the author")
    world.store(record(1, version=2), withdrawn, record(7, version=2))
    world.now += timedelta(days=1)
    world.sync()
    world.now = W44.end
    found = {(change.key, change.kind, change.version) for change in _made(world, W44).changes}
    assert found == {
        ("2510.00002", ChangeKind.WITHDRAWN, 2),
        ("2510.00001", ChangeKind.REMOVED, None),
    }


def test_due_issues_are_made_once_and_the_gap_after_a_pause_is_closed(world: World):
    world.accept(2)
    world.now = W44.end + timedelta(hours=6)
    assert [str(issue.week) for issue in make_due_digests(world.engine, now=world.now)] == ["2025-W44"]
    assert make_due_digests(world.engine, now=world.now) == []
    world.now += timedelta(weeks=3)
    weeks = [str(issue.week) for issue in make_due_digests(world.engine, now=world.now)]
    assert weeks == ["2025-W45", "2025-W46", "2025-W47"]


def test_killed_between_two_issues_it_goes_on_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch):
    """Each issue is kept as soon as it is made; nobody waits for the database while all others are."""
    world.now = W44.end + timedelta(hours=6)
    make_due_digests(world.engine, now=world.now)
    world.accept(2)
    world.now += timedelta(weeks=3)
    calls = []

    def die_at_the_third(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return make_digest(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr("service.workflows.digest.make_digest", die_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            make_due_digests(world.engine, now=world.now)
    with reading(world.engine) as session:
        kept = [issue.week for issue in digests.of_list(session, world.found().id)]
    assert kept == [46, 45, 44]
    made = make_due_digests(world.engine, now=world.now)
    assert [str(issue.week) for issue in made] == ["2025-W47"]
    with reading(world.engine) as session:
        issues = digests.of_list(session, world.found().id)
    assert [(i.week, [item["key"] for item in i.content["items"]]) for i in reversed(issues)] == [
        (44, []),
        (45, ["2510.00002"]),
        (46, []),
        (47, []),
    ]


def test_a_list_that_was_never_read_has_no_issues(engine: Engine, tmp_path, now: datetime):
    world = World(engine, tmp_path, now)
    with reading(engine) as session:
        assert due_weeks(session, world.found(), now) == []


@pytest.mark.parametrize("text", ["2025", "2025-W54", "W44", "2025-W00", "0000-W01", "2025-W1", "x"])
def test_a_week_that_is_none_is_refused(text: str):
    with pytest.raises(BadInput, match="is no week; give one like 2025-W44"):
        IsoWeek.parse(text)


def test_weeks_know_their_days_across_years():
    week = IsoWeek.parse("2020-W53")
    assert (str(week.start.date()), str(week.last_day)) == ("2020-12-28", "2021-01-03")
    assert str(week.shift(1)) == "2021-W01"
    assert IsoWeek.of(week.start) == week
