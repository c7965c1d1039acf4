from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates, ledger, publications, verdicts
from service.db.engine import reading, writing
from service.domain.lists import Channel
from service.domain.review import CandidateState
from service.errors import BadInput, EditRefused, Forbidden, NotFound
from service.workflows.publish import publish
from service.workflows.publish_extras import choose_extra
from service.workflows.publish_memory import MAINTAINERS, REVERT
from service.workflows.publish_revert import Reverted, revert
from tests.lists.shapes import SHAPES
from tests.lists.test_extras import newsy, twofold
from tests.publishing.repositories import bare_copy, git, show
from tests.workflows.publications import README, World, make_world


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """A list on which a paper of ours has landed."""
    made = make_world(engine, tmp_path, now)
    made.confirm("2504.00004", "Delta of Tokens")
    land(made)
    return made


def run(world: World, arxiv_id: str = "2504.00004", *, days: int = 0, **options: object) -> Reverted:
    now = world.now + timedelta(days=days)
    return revert(world.engine, world.settings, "some-list", arxiv_id, now=now, **options)  # type: ignore[arg-type]  # names are given by tests


def land(world: World, *, day: int = 0) -> None:
    """Publish, and let the maintainer take it as it is."""
    now = world.now + timedelta(days=day)
    outcome = publish(world.engine, world.settings, "some-list", now=now)
    git(world.repo.path, "fetch", "--quiet", str(world.mirror), "refs/heads/listkeeper")
    git(world.repo.path, "merge", "--quiet", "--ff-only", str(outcome.commit_id))
    world.sync(days=day)


def test_a_revert_gives_the_file_back_as_it_was(world: World, tmp_path: Path) -> None:
    copy = bare_copy(world.repo.path, tmp_path / "copy.git")
    done = run(world, to=str(copy))
    branch = "listkeeper-without-2504.00004"
    assert show(copy, branch) == README
    assert git(copy, "diff", "--numstat", "main", branch).split() == ["0", "1", "README.md"]
    assert run(world, to=str(copy)).commit_id == done.commit_id
    git(world.repo.path, "am", "--quiet", str(done.patch_path))
    assert show(world.repo.path, "HEAD") == README


def test_once_it_has_landed_the_paper_is_rejected_in_our_name_with_who_asked_and_why(world: World) -> None:
    done = run(world, by="rita", reason="It is\na survey.")
    git(world.repo.path, "am", "--quiet", str(done.patch_path))
    world.sync(days=1)
    with reading(world.engine) as session:
        (candidate,) = candidates.judged(session, world.found.id)
        said = verdicts.of_candidate(session, candidate.id)[-1]
        (change, added) = publications.of_list(session, world.found.id)
        (asked,) = ledger.newest(session, limit=9, action="revert")
    assert (candidate.state, candidate.landed_at) == (CandidateState.REJECTED, None)
    words = f"Taken off the list again, as rita asked on {world.now:%Y-%m-%d}: It is a survey."
    assert (said.user, said.reason, said.note) == (REVERT, "other", words)
    assert (change.state, change.asked_by, change.reason) == ("landed", "rita", "It is a survey.")
    assert added.asked_by is None
    assert (asked.actor, asked.after["reason"]) == ("rita", "It is a survey.")
    assert publish(world.engine, world.settings, "some-list", now=world.now).state is None, (
        "not offered again"
    )
    with pytest.raises(EditRefused, match="does not stand in"):
        run(world)


def test_two_reverts_that_land_at_once_are_both_ours_and_a_person_may_ask_again(world: World) -> None:
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=5)
    land(world, day=1)
    for arxiv_id in ("2504.00004", "2505.00005"):
        run(world, arxiv_id, days=2, by="rita")
    world.repo.commit("Both", readme=README)
    world.sync(days=3)
    with reading(world.engine) as session:
        gone = candidates.judged(session, world.found.id)
        said = [verdicts.of_candidate(session, c.id)[-1].user for c in gone]
    assert [c.state for c in gone] == [CandidateState.REJECTED] * 2
    assert said == [REVERT] * 2
    world.confirm("2504.00004", "Delta of Tokens", minutes=9)
    world.sync(days=4)
    land(world, day=5)
    assert b"2504.00004" in show(world.repo.path, "HEAD")
    by_hand = show(world.repo.path, "HEAD").splitlines(keepends=True)
    world.repo.commit("Not so", readme=b"".join(x for x in by_hand if b"2504.00004" not in x))
    world.sync(days=6)
    with reading(world.engine) as session:
        again = verdicts.of_candidate(session, gone[0].id)[-1]
    assert again.user == MAINTAINERS, "the revert was before it landed again"


def test_a_reason_that_is_too_long_or_no_text_is_refused(world: World) -> None:
    for reason in ("x" * 501, "a\x00b"):
        with pytest.raises(BadInput, match="up to 500 visible characters"):
            run(world, reason=reason)


def test_an_entry_that_somebody_edited_is_left_to_people(world: World) -> None:
    edited = show(world.repo.path, "HEAD").replace(b"Delta of Tokens", b"Delta of Tokens!")
    world.repo.commit("Edit", readme=edited)
    world.sync(days=1)
    with pytest.raises(EditRefused, match="by hand"):
        run(world)


def test_what_we_did_not_publish_we_do_not_take_out(world: World) -> None:
    with pytest.raises(NotFound, match=r"has published no 2501\.00001"):
        run(world, "2501.00001")


def test_a_revert_needs_an_invitation_too_and_can_be_tried_dry(world: World) -> None:
    with pytest.raises(Forbidden):
        run(world, channel=Channel.BRANCH)
    before = git(world.mirror, "for-each-ref")
    assert "-- [Delta of Tokens]" in run(world, dry_run=True).diff
    assert git(world.mirror, "for-each-ref") == before


@pytest.mark.parametrize(
    ("readme", "kind"),
    [
        (newsy(), "news"),
        (newsy("\r\n"), "news"),
        (twofold(), "other places"),
        (SHAPES["months"], "new sections"),
        (SHAPES["numbered"], "numbers"),
    ],
)
def test_what_came_with_the_entry_goes_with_it(
    engine: Engine, tmp_path: Path, now: datetime, readme: bytes, kind: str
) -> None:
    world = landed_with(engine, tmp_path, now, readme, kind)
    landed = show(world.repo.path, "HEAD")
    assert landed.count(b"Dropping Tokens Late") == (1 if kind in ("new sections", "numbers") else 2)
    done = run(world, "2504.00404")
    assert done.left == ()
    git(world.repo.path, "am", "--quiet", str(done.patch_path))
    assert show(world.repo.path, "HEAD") == readme
    world.sync(days=1)
    with reading(world.engine) as session:
        (candidate,) = candidates.judged(session, world.found.id)
    assert candidate.state is CandidateState.REJECTED


def test_numbers_that_were_changed_since_stay_and_are_told_of(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    world = landed_with(engine, tmp_path, now, SHAPES["numbered"], "numbers")
    ours = show(world.repo.path, "HEAD")
    lines = ours.splitlines(keepends=True)
    last = next(at for at in reversed(range(len(lines))) if lines[at][:1].isdigit())
    lines[last] = b"77." + lines[last].partition(b".")[2]
    world.repo.commit("Count otherwise", readme=b"".join(lines))
    world.sync(days=1)
    done = run(world, "2504.00404")
    assert done.left == ("The numbers below do not count on from the entry any more, and stay.",)
    git(world.repo.path, "am", "--quiet", str(done.patch_path))
    assert show(world.repo.path, "HEAD") == b"".join(x for x in lines if b"2504.00404" not in x)


def test_a_second_place_in_another_file_goes_with_it(engine: Engine, tmp_path: Path, now: datetime) -> None:
    papers = twofold().split(b"\n## Benchmarks")[0]
    more = papers.replace(b"## Papers", b"## Rest")
    world = landed_with(engine, tmp_path, now, papers, "other places", more=more)
    assert b"2504.00404" in show(world.repo.path, "HEAD", "more.md")
    done = run(world, "2504.00404")
    git(world.repo.path, "am", "--quiet", str(done.patch_path))
    assert [show(world.repo.path, "HEAD", p) for p in ("README.md", "more.md")] == [papers, more]


def test_a_news_line_that_somebody_edited_stays_and_is_told_of(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    world = landed_with(engine, tmp_path, now, newsy(), "news")
    theirs = show(world.repo.path, "HEAD").replace(b"We add [Dropping", b"At last [Dropping")
    world.repo.commit("Edit", readme=theirs)
    world.sync(days=1)
    done = run(world, "2504.00404")
    assert done.left == ("The News line in README.md was changed since we wrote it and stays.",)
    git(world.repo.path, "am", "--quiet", str(done.patch_path))
    after = show(world.repo.path, "HEAD")
    assert after.count(b"Dropping Tokens Late") == 1
    assert b"At last [Dropping Tokens Late]" in after
    with reading(world.engine) as session:
        (change, *_) = publications.of_list(session, world.found.id)
    assert change.problem == done.left[0]


def test_a_section_in_which_others_stand_now_stays(engine: Engine, tmp_path: Path, now: datetime) -> None:
    world = landed_with(engine, tmp_path, now, SHAPES["months"], "new sections")
    ours = show(world.repo.path, "HEAD")
    (line,) = [each for each in ours.splitlines(keepends=True) if b"2504.00404" in each]
    other = line.replace(b"2504.00404", b"2504.00505").replace(b"Dropping Tokens Late", b"Another")
    world.repo.commit("More", readme=ours.replace(line, line + other))
    world.sync(days=1)
    done = run(world, "2504.00404")
    git(world.repo.path, "am", "--quiet", str(done.patch_path))
    assert show(world.repo.path, "HEAD") == ours.replace(line, other)


def landed_with(
    engine: Engine, folder: Path, now: datetime, readme: bytes, kind: str, *, more: bytes | None = None
) -> World:
    """Return a list on which a paper of ours has landed together with an extra."""
    made = make_world(engine, folder, now, readme=readme)
    if more is not None:
        made.repo.commit("More", files={"more.md": more})
        made = made.with_spec(paths=("README.md", "more.md"))
    made = made.with_spec(habits={"*": "top"}) if kind != "new sections" else made
    candidate = made.confirm("2504.00404", "Dropping Tokens Late", authors=())
    with writing(engine) as session:
        choose_extra(session, made.found, candidate, kind, is_wanted=True, by="rita", now=now)
    land(made)
    return made
