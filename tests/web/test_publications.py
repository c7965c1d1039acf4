"""The publish page: preview, exact diff, one button, the patch file."""

from dataclasses import replace

import pytest

from service.catalog.loader import built_in_catalog, load_catalog
from service.db import lists, publications
from service.db.engine import reading, writing
from service.domain.lists import Channel, Policy
from service.domain.publication import PublicationState
from service.workflows.sync import sync_list
from tests.factories import SLUG, accept, queue_ids
from tests.outside import Outside
from tests.publishing.repositories import bare_copy, git, show

PUBLISH = f"/lists/{SLUG}/publish"


def digest_on(page: str) -> str:
    return page.split('name="digest" value="')[1].split('"', maxsplit=1)[0]


def test_nothing_to_publish_points_to_the_queue(ada):
    page = ada.get(PUBLISH).text
    assert "Nothing to publish" in page
    assert "Review 23 papers" in page


def test_the_page_shows_what_goes_and_the_exact_change(ada, world):
    accept(world, queue_ids(world)[0])
    page = ada.get(PUBLISH).text
    assert "1 entry is ready" in page
    assert '<span class="added">+|' in page
    assert '<span class="removed">' not in page
    assert "Make a patch file with 1 entry" in page
    assert "Line ends are CRLF" in page


def test_publishing_makes_a_commit_and_a_patch_file(ada, world):
    accept(world, queue_ids(world)[0])
    answer = ada.post(PUBLISH, digest=digest_on(ada.get(PUBLISH).text))
    assert answer.status_code == 303
    page = ada.get(PUBLISH).text
    assert "Committed" in page
    assert "What next" in page
    assert "Make a patch file with 1 entry again" in page, "the one that is there has it all"
    accept(world, queue_ids(world)[1])
    assert "Make a patch file with 2 entries</button>" in ada.get(PUBLISH).text
    patch = ada.get(f"{PUBLISH}/1.patch")
    assert patch.status_code == 200
    assert patch.text.startswith("From ")
    assert "2511.90001" in patch.text


def test_nobody_waits_for_the_database_while_git_works(ada, world, monkeypatch):
    accept(world, queue_ids(world)[0])
    outside = Outside(world.engine, monkeypatch)
    digest = digest_on(ada.get(PUBLISH).text)
    assert ada.post(PUBLISH, digest=digest).status_code == 303
    assert ada.post(f"{PUBLISH}/1/remove", arxiv_id="2511.90001").status_code in (303, 422)
    assert outside.asked == {"git"}
    assert outside.held == []


def test_what_has_changed_since_it_was_shown_is_not_published(ada, world):
    first, second = queue_ids(world)[:2]
    accept(world, first)
    digest = digest_on(ada.get(PUBLISH).text)
    accept(world, second)
    answer = ada.post(PUBLISH, digest=digest)
    assert answer.status_code == 409
    assert "look again" in answer.text


def test_reviewers_see_it_but_only_maintainers_publish(bo, world):
    accept(world, queue_ids(world)[0], "bo")
    page = bo.get(PUBLISH).text
    assert "may review but not publish" in page
    answer = bo.post(PUBLISH, digest="whatever")
    assert answer.status_code == 403


def test_readers_and_strangers_do_not_see_it(cy, stranger):
    assert cy.get(PUBLISH).status_code == 403
    assert stranger.get(PUBLISH).status_code == 303
    assert cy.get(f"{PUBLISH}/1.patch").status_code == 403


def test_a_patch_that_is_not_there_is_not_found(ada):
    assert ada.get(f"{PUBLISH}/7.patch").status_code == 404


def test_the_change_is_shown_side_by_side_too(ada, world):
    accept(world, queue_ids(world)[0])
    page = ada.get(f"{PUBLISH}?view=split").text
    assert '<td class="added"><span class="unseen">added: </span>|' in page
    assert '<td class="removed">' not in page
    assert "from line " in page
    assert ada.get(f"{PUBLISH}?view=upside-down").status_code == 422


def test_the_pull_requests_title_and_body_and_the_line_to_copy_are_shown(ada, world):
    accept(world, queue_ids(world)[0])
    page = ada.get(PUBLISH).text
    assert '<p class="request-title">Add ' in page
    assert "| Paper | Where | Tags |" in page
    assert "/listkeeper drop ID" in page
    assert 'data-copies="entry-' in page
    assert "every line that was there is unchanged" in page


def test_a_publication_has_a_page_and_one_click_takes_an_entry_out(ada, bo, world):
    accept(world, queue_ids(world)[0])
    ada.post(PUBLISH, digest=digest_on(ada.get(PUBLISH).text))
    page = ada.get(f"{PUBLISH}/1").text
    assert "Not sent yet" in page
    assert "takes it out" not in page
    merge(world)
    page = ada.get(f"{PUBLISH}/1").text
    assert "On the list as proposed" in page
    assert "Make a patch file without it" in page
    assert bo.post(f"{PUBLISH}/1/remove", arxiv_id="2511.90001").status_code == 403
    form = {"arxiv_id": "2511.90001", "reason": "It is a survey."}
    assert ada.post(f"{PUBLISH}/1/remove", **(form | {"reason": "x" * 501})).status_code == 400
    assert ada.post(f"{PUBLISH}/1/remove", **form).status_code == 303
    assert "-without-2511.90001" in ada.get(PUBLISH).text
    patch = ada.get(f"{PUBLISH}/2.patch").text
    assert "Take out" in patch
    page = ada.get(f"{PUBLISH}/2").text
    assert "as ada asked" in page
    assert "“It is a survey.”" in page
    assert "Is to go" in page
    assert "takes an entry out, as ada asked" in ada.get(PUBLISH).text
    assert ada.get(f"{PUBLISH}/7").status_code == 404


@pytest.mark.parametrize("channel", [Channel.BRANCH, Channel.PUSH])
def test_one_click_takes_an_entry_out_by_the_lists_own_channel(ada, world, channel):
    theirs = invite(world, channel)
    start = show(theirs, "HEAD")
    accept(world, queue_ids(world)[0])
    ada.post(PUBLISH, digest=digest_on(ada.get(PUBLISH).text))
    if channel is Channel.BRANCH:
        git(theirs, "update-ref", git(theirs, "symbolic-ref", "HEAD"), "refs/heads/listkeeper")
        sync_list(world.engine, spec_of(world), settings=world.settings, now=world.now)
    with_it = show(theirs, "HEAD")
    assert b"2511.90001" in with_it
    words = {Channel.BRANCH: "Push a branch without it", Channel.PUSH: "Take it out of the list"}
    assert words[channel] in ada.get(f"{PUBLISH}/1").text
    answer = ada.post(f"{PUBLISH}/1/remove", arxiv_id="2511.90001")
    assert answer.status_code == 303, answer.text
    if channel is Channel.PUSH:
        assert show(theirs, "HEAD") == start
        page = ada.get(f"{PUBLISH}/1").text
        assert "Refused since" in page
        assert "Take it out of the list" not in page
    else:
        assert show(theirs, "listkeeper-without-2511.90001") == start
        assert show(theirs, "HEAD") == with_it
        assert "-without-2511.90001" in ada.get(PUBLISH).text


def test_what_stops_a_publication_is_on_top_of_the_page(ada, world):
    accept(world, queue_ids(world)[0])
    ada.post(PUBLISH, digest=digest_on(ada.get(PUBLISH).text))
    with writing(world.engine) as session:
        words = "Somebody else's commit abc is on the branch listkeeper."
        publications.advance(session, 1, PublicationState.COMMITTED, now=world.now, problem=words)
    assert "Somebody else&#39;s commit abc is on the branch" in ada.get(PUBLISH).text


def merge(world, change=None):
    """Let the list take what is on our branch, with a change of its maintainers' if there is one."""
    mirror = world.settings.data_dir / "lists" / f"{SLUG}.git"
    copy = bare_copy(mirror, world.settings.data_dir / "theirs.git")
    git(copy, "symbolic-ref", "HEAD", "refs/heads/listkeeper")
    if change is not None:
        work = world.settings.data_dir / "work"
        git(copy, "clone", "--quiet", str(copy), str(work))
        (work / "README.md").write_bytes(change((work / "README.md").read_bytes()))
        git(work, "commit", "--quiet", "-am", "Mend")
        git(work, "push", "--quiet", "origin", "HEAD")
    spec = next(s for s in load_catalog([built_in_catalog()]) if s.slug == SLUG)
    sync_list(world.engine, spec, settings=world.settings, now=world.now, source=copy)


def spec_of(world):
    with reading(world.engine) as session:
        return lists.by_slug(session, SLUG).spec


def invite(world, channel):
    """Let the list live in a repository of its own, whose maintainers have invited us."""
    mirror = world.settings.data_dir / "lists" / f"{SLUG}.git"
    theirs = bare_copy(mirror, world.settings.data_dir / "theirs.git")
    head = git(mirror, "rev-parse", "refs/remotes/origin/HEAD")
    git(theirs, "update-ref", "refs/heads/main", head)
    git(theirs, "symbolic-ref", "HEAD", "refs/heads/main")
    spec = replace(spec_of(world), repository=str(theirs), channel=channel, policy=Policy.INVITED)
    sync_list(world.engine, spec, settings=world.settings, now=world.now)
    return theirs


def test_publishing_needs_a_token(ada, world):
    accept(world, queue_ids(world)[0])
    digest = digest_on(ada.get(PUBLISH).text)
    assert ada.post(PUBLISH, digest=digest, token="").status_code == 400
    assert "Committed" not in ada.get(PUBLISH).text


def test_an_extra_is_switched_on_and_off_by_a_form(ada, bo, world):
    candidate = queue_ids(world)[0]
    accept(world, candidate)
    form = {"candidate": str(candidate), "kind": "news", "wanted": "true"}
    assert ada.post(f"{PUBLISH}/extras", **form).headers["location"] == f"{PUBLISH}#paper-{candidate}"
    assert bo.post(f"{PUBLISH}/extras", **form).status_code == 403
    assert ada.post(f"{PUBLISH}/extras", **(form | {"kind": "fireworks"})).status_code == 400
    assert ada.post(f"{PUBLISH}/extras", **(form | {"candidate": "99999"})).status_code == 404


def test_an_entry_that_the_maintainers_moved_is_shown_with_its_way(ada, bo, stranger, world):
    accept(world, queue_ids(world)[0])
    ada.post(PUBLISH, digest=digest_on(ada.get(PUBLISH).text))
    merge(world, elsewhere)
    for person in (ada, bo):
        page = person.get(f"{PUBLISH}/1").text
        assert "On the list, in another section" in page
        assert "Moved in the list from “" in page
        assert "Tokens &amp; others”, seen" in page
        paper = person.get("/papers/2511.90001").text
        assert "the list's maintainers: moved from “" in paper
    assert "moved from" not in stranger.get("/papers/2511.90001").text


def elsewhere(data: bytes) -> bytes:
    """Put our row under a heading of its own, with the head of its table."""
    lines = data.splitlines(keepends=True)
    (row,) = [line for line in lines if b"2511.90001" in line]
    rule = next(at for at, line in enumerate(lines) if line.startswith((b"|-", b"|:", b"| -", b"| :")))
    rest = [line for line in lines if line is not row]
    return b"".join([*rest, b"\r\n## Tokens & others\r\n\r\n", *lines[rule - 1 : rule + 1], row])
