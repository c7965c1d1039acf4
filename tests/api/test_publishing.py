"""Publishing, conditional verdicts and a list's own Markdown, with a real list in a real repository."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from service.db import candidates, publications
from service.db.engine import reading, writing
from service.workflows.tokens import make_token
from tests.factories import SLUG, World, accept, make_world, queue_ids
from tests.outside import Outside

NEXT = f"/api/v1/lists/{SLUG}/publications/next"
PUBLICATIONS = f"/api/v1/lists/{SLUG}/publications"


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now) -> World:
    return make_world(engine, tmp_path, now, only=(SLUG,))


@pytest.fixture
def client(world: World) -> TestClient:
    return TestClient(world.app)


def header(world: World, user: str, *scopes: str, key: str = "one") -> dict[str, str]:
    with writing(world.engine) as session:
        secret = make_token(
            session, user_name=user, name="x", scopes=scopes, days=9, actor="test", now=world.now
        )
    return {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}


def test_what_was_seen_is_published_once_and_the_answer_can_be_had_again(world: World, client: TestClient):
    accept(world, queue_ids(world)[0])
    ada = header(world, "ada", "publications:write", "review:read")
    seen = client.get(NEXT, headers=ada)
    assert [item["paper"] for item in seen.json()["going"]] == ["2511.90001"]
    assert seen.json()["diff"].count("\n+") >= 1
    assert seen.headers["etag"] == f'"{seen.json()["digest"]}"'
    told = {**ada, "If-Match": seen.headers["etag"]}
    done = client.post(PUBLICATIONS, json={}, headers=told)
    assert (done.status_code, done.json()["state"], done.json()["entries"]) == (201, "committed", 1)
    again = client.post(PUBLICATIONS, json={}, headers=told)
    assert again.json() == done.json()
    with reading(world.engine) as session:
        assert len(publications.of_list(session, world.list_id)) == 1


def test_nobody_waits_for_the_database_while_git_works(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    accept(world, queue_ids(world)[0])
    ada = header(world, "ada", "publications:write", "review:read")
    outside = Outside(world.engine, monkeypatch)
    assert client.get(NEXT, headers=ada).status_code == 200
    assert client.post(PUBLICATIONS, json={}, headers=ada).status_code == 201
    assert outside.asked == {"git"}
    assert outside.held == []


def test_what_has_changed_since_is_not_published(world: World, client: TestClient):
    first, second = queue_ids(world)[:2]
    accept(world, first)
    ada = header(world, "ada", "publications:write", "review:read")
    seen = client.get(NEXT, headers=ada).headers["etag"]
    accept(world, second)
    answer = client.post(PUBLICATIONS, json={}, headers={**ada, "If-Match": seen})
    assert (answer.status_code, answer.headers["content-type"]) == (412, "application/problem+json")
    with reading(world.engine) as session:
        assert publications.of_list(session, world.list_id) == []
    weak = client.post(PUBLICATIONS, json={}, headers={**ada, "If-Match": "nonsense"})
    assert weak.status_code == 400


def test_only_maintainers_with_the_scope_publish(world: World, client: TestClient):
    for user, scope in (("bo", "publications:write"), ("ada", "review:read"), ("cy", "publications:write")):
        answer = client.post(PUBLICATIONS, json={}, headers=header(world, user, scope))
        assert answer.status_code == 403, (user, scope)
    assert client.post(PUBLICATIONS, json={}).status_code == 401
    assert client.get(NEXT).status_code == 401


def test_a_verdict_with_if_match_is_given_only_to_what_was_seen(world: World, client: TestClient):
    candidate_id = queue_ids(world)[0]
    ada = header(world, "ada", "verdicts:write", "review:read")
    path = f"/api/v1/candidates/{candidate_id}"
    etag = client.get(path, headers=ada).headers["etag"]
    assert client.get(path, headers={**ada, "If-None-Match": etag}).status_code == 304
    verdict = {"kind": "unsure", "revision": 1}
    given = client.post(f"{path}/verdicts", json=verdict, headers={**ada, "If-Match": etag})
    assert given.status_code == 201, given.text
    late = {**ada, "If-Match": etag, "Idempotency-Key": "two"}
    answer = client.post(f"{path}/verdicts", json={**verdict, "revision": 2}, headers=late)
    assert answer.status_code == 412
    with reading(world.engine) as session:
        assert candidates.by_id(session, candidate_id).revision == 2


def test_markdown_is_the_lists_own_with_what_is_to_come(world: World, client: TestClient):
    whole = client.get(f"/api/v1/lists/{SLUG}/export.md")
    assert whole.headers["content-type"].startswith("text/markdown")
    assert len(whole.text.splitlines()) == 16
    assert all(line.startswith("|") for line in whole.text.splitlines())
    accept(world, queue_ids(world)[0])
    with_new = client.get(f"/api/v1/lists/{SLUG}/export.md").text.splitlines()
    (added,) = set(with_new) - set(whole.text.splitlines())
    assert added.startswith("|")
    assert "2511.90001" in added
    some = client.get(f"/api/v1/lists/{SLUG}/export.md?filter=method:merging,state:listed").text
    assert 0 < len(some.splitlines()) < 16
