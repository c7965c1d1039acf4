from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates, ledger, publications
from service.db.engine import reading
from service.domain.lists import Channel, Policy
from service.domain.publication import PublicationState
from service.errors import BadInput, Conflict, Forbidden, NotFound, PublishError
from service.workflows.publish import Outcome, preview, publish
from tests.publishing.repositories import IDENTITY, Repo, bare_copy, git, show
from tests.workflows.publications import README, World, make_world


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    return make_world(engine, tmp_path, now)


@pytest.fixture
def copy(world: World, tmp_path: Path) -> Path:
    return bare_copy(world.repo.path, tmp_path / "copy.git")


def run(world: World, **options: object) -> Outcome:
    return publish(world.engine, world.settings, "some-list", now=world.now, **options)  # type: ignore[arg-type]  # names are given by tests


def numstat(repo: Path, base: str, commit: str) -> list[str]:
    return git(repo, "diff", "--numstat", base, commit).split()


def state_of(world: World) -> publications.Publication:
    with reading(world.engine) as session:
        return publications.of_list(session, world.found.id)[0]


def test_confirmed_papers_become_one_commit_that_only_adds(world: World, copy: Path) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=7)
    outcome = run(world, to=str(copy))
    assert outcome.state is PublicationState.PUSHED
    assert outcome.commit_id == git(copy, "rev-parse", "listkeeper")
    assert numstat(copy, "main", "listkeeper") == ["2", "0", "README.md"]
    after = show(copy, "listkeeper")
    assert after == README.replace(
        b"- [Gamma",
        b"- [Epsilon of Tokens](https://arxiv.org/abs/2505.00005) (2025-05)\r\n"
        b"- [Delta of Tokens](https://arxiv.org/abs/2504.00004) (2025-04)\r\n- [Gamma",
    )
    newest = world.now + timedelta(minutes=7)
    assert git(copy, "log", "-1", "--format=%an|%ae|%at|%s|%b", "listkeeper") == (
        f"Listkeeper|listkeeper@users.noreply.github.com|{int(newest.timestamp())}"
        "|Add 2 papers|- Delta of Tokens (arXiv:2504.00004)\n- Epsilon of Tokens (arXiv:2505.00005)"
    )
    lines = after.split(b"\r\n")
    for item in outcome.items:
        assert lines[item.line - 1].decode() == item.entry_text


def test_the_patch_file_is_what_git_am_takes(world: World, tmp_path: Path) -> None:
    world.confirm("2504.00004", "Delta of Tökens = @all fixes #1\nSigned-off-by: X")
    outcome = run(world)
    assert outcome.state is PublicationState.COMMITTED
    assert outcome.patch_path is not None
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(world.repo.path), str(clone))
    git(clone, "am", "--quiet", str(outcome.patch_path))
    assert git(clone, "rev-parse", "HEAD^{tree}") == git(world.mirror, "rev-parse", "listkeeper^{tree}")
    assert b"(2025-04)\r\n- [Gamma" in show(clone, "HEAD")
    message = git(clone, "log", "-1", "--format=%B")
    assert "@all" not in message
    assert "#1" not in message
    assert git(clone, "log", "-1", "--format=%(trailers)") == ""


def test_publishing_twice_is_publishing_once(world: World, copy: Path) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    first = run(world, to=str(copy))
    again = run(world, to=str(copy))
    assert again.commit_id == first.commit_id
    assert again.state is PublicationState.PUSHED
    with reading(world.engine) as session:
        assert len(publications.of_list(session, world.found.id)) == 1
        done = [line.action for line in ledger.newest(session, limit=20, subject="list:some-list")]
    assert done.count("commit") == done.count("push") == 1
    assert git(copy, "for-each-ref", "--format=%(refname)").split() == [
        "refs/heads/listkeeper",
        "refs/heads/main",
    ]


def test_a_new_verdict_regenerates_the_commit_and_moves_our_branch(world: World, copy: Path) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    first = run(world, to=str(copy))
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=5)
    second = run(world, to=str(copy))
    assert second.commit_id != first.commit_id
    assert git(copy, "rev-parse", "listkeeper^") == git(copy, "rev-parse", "main")
    assert numstat(copy, "main", "listkeeper") == ["2", "0", "README.md"]


def test_when_the_list_moves_on_the_edit_is_made_anew_on_its_head(world: World, copy: Path) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, to=str(copy))
    moved = README.replace(b"- [Gamma", b"- [Zeta](https://arxiv.org/abs/2504.00009) (2025-04)\r\n- [Gamma")
    head = world.repo.commit("By hand", readme=moved)
    world.sync(days=1)
    run(world, to=str(copy))
    assert git(copy, "rev-parse", "listkeeper^") == head
    assert numstat(copy, head, "listkeeper") == ["1", "0", "README.md"]


def test_a_commit_of_somebody_else_on_our_branch_is_left_alone(
    world: World, copy: Path, tmp_path: Path
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, to=str(copy))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "-b", "listkeeper", str(copy), str(clone))
    (clone / "README.md").write_bytes(b"theirs")
    git(clone, "commit", "--quiet", "-am", "Mine")
    git(clone, "push", "--quiet", "origin", "listkeeper")
    theirs = git(copy, "rev-parse", "listkeeper")
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=5)
    with pytest.raises(Conflict, match="Somebody else's commit"):
        run(world, to=str(copy))
    assert git(copy, "rev-parse", "listkeeper") == theirs
    assert "Somebody else's commit" in (state_of(world).problem or "")


def test_a_branch_of_our_name_that_we_never_made_is_left_alone(world: World, copy: Path) -> None:
    git(copy, "branch", "listkeeper", "main")
    world.confirm("2504.00004", "Delta of Tokens")
    with pytest.raises(Conflict):
        run(world, to=str(copy))


def test_a_hook_that_refuses_is_quoted_and_the_patch_is_there(world: World, copy: Path) -> None:
    hook = copy / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no strangers >&2\nexit 1\n")
    hook.chmod(0o755)
    world.confirm("2504.00004", "Delta of Tokens")
    with pytest.raises(PublishError, match="pre-receive hook declined"):
        run(world, to=str(copy))
    failed = state_of(world)
    assert failed.state is PublicationState.FAILED
    assert failed.patch_path is not None
    assert Path(failed.patch_path).exists()
    hook.unlink()
    assert run(world, to=str(copy)).state is PublicationState.PUSHED
    assert state_of(world).problem is None


def test_a_dry_run_changes_nothing(world: World, copy: Path) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    before = git(world.mirror, "for-each-ref")
    outcome = run(world, to=str(copy), dry_run=True)
    assert outcome.is_dry_run
    assert "+- [Delta of Tokens](https://arxiv.org/abs/2504.00004) (2025-04)\r\n" in outcome.preview.diff
    assert git(world.mirror, "for-each-ref") == before
    assert git(copy, "branch", "--list", "listkeeper") == ""
    assert not (world.settings.data_dir / "patches").exists()
    with reading(world.engine) as session:
        assert publications.of_list(session, world.found.id) == []


@pytest.mark.parametrize("policy", [Policy.ASK_FIRST, Policy.NEVER])
def test_without_an_invitation_nothing_reaches_the_lists_repository(world: World, policy: Policy) -> None:
    asked = world.with_spec(policy=policy)
    asked.confirm("2504.00004", "Delta of Tokens")
    attempts: list[dict[str, object]] = [
        {"channel": Channel.BRANCH},
        {"to": str(world.repo.path)},
        {"to": f"{world.repo.path}/"},
        {"to": f"file://{world.repo.path}"},
    ]
    for options in attempts:
        with pytest.raises(Forbidden):
            run(asked, **options)
    assert git(world.repo.path, "branch", "--list", "listkeeper") == ""
    assert run(asked, channel=Channel.PATCH).state is PublicationState.COMMITTED


def test_where_it_is_invited_the_branch_goes_to_the_list_on_its_newest_head(world: World) -> None:
    invited = world.with_spec(policy=Policy.INVITED)
    invited.confirm("2504.00004", "Delta of Tokens")
    head = world.repo.commit("By hand", readme=README.replace(b"MIT", b"Apache"))
    outcome = run(invited, channel=Channel.BRANCH)
    assert outcome.state is PublicationState.PUSHED
    assert git(world.repo.path, "rev-parse", "listkeeper^") == head


def test_papers_that_cannot_go_stay_behind_with_the_reason(world: World) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    world.confirm("2501.00001", "Alpha of Tokens, Revisited")
    world.confirm("2506.00006", "x" * 700)
    outcome = run(world)
    assert [str(i.candidate.paper.record.arxiv_id) for i in outcome.items] == ["2504.00004"]
    reasons = {str(r.candidate.paper.record.arxiv_id): r.reason for r in outcome.refused}
    assert "already listed in line" in reasons["2501.00001"]
    assert "700 characters" in reasons["2506.00006"]


def test_once_its_papers_are_on_the_list_a_publication_has_landed(world: World, copy: Path) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, to=str(copy))
    git(world.repo.path, "pull", "--quiet", str(copy), "listkeeper")
    world.sync(days=1)
    assert state_of(world).state is PublicationState.LANDED
    assert run(world).state is None
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=9)
    assert run(world, to=str(copy)).state is PublicationState.PUSHED
    with reading(world.engine) as session:
        assert len(publications.of_list(session, world.found.id)) == 2
        assert len(candidates.accepted(session, world.found.id, landed=True)) == 1


def test_the_ledger_tells_how_each_paper_landed(world: World, copy: Path) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    world.confirm("2505.00005", "Epsilon of Tokens")
    run(world, to=str(copy))
    world.confirm("2506.00006", "Zeta of Tokens", minutes=3)
    theirs = show(copy, "listkeeper").replace(b"Delta of Tokens", b"Delta of *Tokens*")
    by_hand = b"- [Zeta of Tokens](https://arxiv.org/abs/2506.00006)\r\n- [Epsilon"
    world.repo.commit("Merged", readme=theirs.replace(b"- [Epsilon", by_hand))
    world.sync(days=1)
    with reading(world.engine) as session:
        last = ledger.newest(session, limit=1, subject="list:some-list")[0]
    assert last.after["landed"] == {
        "2504.00004": "edited",
        "2505.00005": "as proposed",
        "2506.00006": "by hand",
    }


def test_what_changed_after_the_preview_is_not_published(world: World) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    with reading(world.engine) as session:
        shown = preview(session, world.found, settings=world.settings, now=world.now)
    assert run(world, expected=shown.digest).state is PublicationState.COMMITTED
    world.repo.commit("By hand", readme=README.replace(b"MIT", b"Apache"))
    world.sync(days=1)
    with pytest.raises(Conflict, match="have changed since you looked"):
        run(world, expected=shown.digest)


def test_bad_targets_and_names_are_one_sentence(world: World, tmp_path: Path) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    with pytest.raises(NotFound, match="no list 'other'"):
        publish(world.engine, world.settings, "other", now=world.now)
    with pytest.raises(BadInput, match="There is no"):
        run(world, to=str(tmp_path / "nowhere"))
    with pytest.raises(BadInput, match="leave --channel"):
        run(world, to=str(tmp_path), channel=Channel.PATCH)
    bundle = world.repo.bundle(tmp_path / "x.bundle")
    with pytest.raises(BadInput, match="is a bundle"):
        run(world, to=str(bundle))


def test_the_branch_of_a_work_tree_that_is_checked_out_is_not_pushed_over(
    world: World, tmp_path: Path
) -> None:
    other = Repo(tmp_path / "other", branch="listkeeper")
    world.confirm("2504.00004", "Delta of Tokens")
    with pytest.raises(PublishError, match="checked out"):
        run(world, to=str(other.path))
    assert IDENTITY["GIT_AUTHOR_NAME"] == "Ann Author"


def test_preview_shows_what_will_be_published(world: World) -> None:
    world.confirm(
        "2504.00004", "Delta of <b>Tokens</b> | @all", abstract="Our code is at https://github.com/a/b."
    )
    with reading(world.engine) as session:
        shown = preview(session, world.found, settings=world.settings, now=world.now)
    assert shown.files == ("README.md",)
    assert shown.items[0].section == ("Papers", "2025")
    assert "confirmed" in shown.body
    assert "rita" in shown.body
    assert "code from abstract" in shown.body
    assert "<b>" not in shown.body
    assert "@all" not in shown.body
    assert "have not invited" in shown.policy
    outcome = run(world)
    assert outcome.preview.digest == shown.digest
    assert outcome.preview.diff == shown.diff


def test_the_lists_own_branch_is_never_ours(world: World, copy: Path) -> None:
    odd = world.with_spec(branch="main")
    odd.confirm("2504.00004", "Delta of Tokens")
    with pytest.raises(BadInput, match="give our branch another name"):
        run(odd, to=str(copy))
