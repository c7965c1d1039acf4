"""Writing through the API."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from service.db import answers, candidates, ledger
from service.db.engine import reading, writing
from tests.api.test_review import token
from tests.world import World, record

ACCEPT = {"kind": "accept", "revision": 1, "tags": {"stage": ["llm"]}}


@pytest.fixture
def header(world: World) -> dict[str, str]:
    return token(world, "verdicts:write", "suggestions:write", "review:read") | {"Idempotency-Key": "one"}


def _state(world: World, candidate_id: int) -> str:
    with reading(world.engine) as session:
        return candidates.by_id(session, candidate_id).state


def test_a_verdict_can_be_given_with_a_token(world: World, client: TestClient, header: dict[str, str]):
    candidate_id = world.candidate(5)
    answer = client.post(f"/api/v1/candidates/{candidate_id}/verdicts", json=ACCEPT, headers=header)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["user"], answer.json()["tags"]) == ("ada", {"stage": ["llm"]})
    assert _state(world, candidate_id) == "accepted"
    ids = [
        item["id"]
        for item in client.get("/api/v1/lists/tokens/entries?filter=state:confirmed").json()["items"]
    ]
    assert "2510.00005" in ids


def test_a_write_that_is_sent_again_is_answered_again_and_done_once(
    world: World, client: TestClient, header: dict[str, str]
):
    path = f"/api/v1/candidates/{world.candidate(5)}/verdicts"
    first = client.post(path, json=ACCEPT, headers=header)
    again = world.client().post(path, json=ACCEPT, headers=header)
    assert (again.status_code, again.json()) == (201, first.json())
    with reading(world.engine) as session:
        assert [line.action for line in ledger.newest(session, limit=9)].count(
            "accept"
        ) == 2  # and the fixture's
    other = client.post(path, json={**ACCEPT, "kind": "reject", "tags": {}}, headers=header)
    assert (other.status_code, "another request" in other.json()["detail"]) == (409, True)


def test_a_write_that_was_refused_changes_nothing_and_may_be_mended(
    world: World, client: TestClient, header: dict[str, str]
):
    candidate_id = world.candidate(5)
    path = f"/api/v1/candidates/{candidate_id}/verdicts"
    wrong = client.post(path, json={**ACCEPT, "tags": {"stage": ["lmm"]}}, headers=header)
    assert (wrong.status_code, _state(world, candidate_id)) == (400, "pending")
    stale = client.post(path, json={**ACCEPT, "revision": 7}, headers=header)
    assert stale.status_code == 409
    assert client.post(path, json=ACCEPT, headers=header).status_code == 201


def test_two_tokens_may_use_the_same_key(world: World, client: TestClient, header: dict[str, str]):
    other = token(world, "verdicts:write", user="bob") | {"Idempotency-Key": "one"}
    for number, who in ((5, header), (6, other)):
        path = f"/api/v1/candidates/{world.candidate(number)}/verdicts"
        assert client.post(path, json=ACCEPT, headers=who).status_code == 201


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer lk_wrong"}, 401),
        ({"Idempotency-Key": ""}, 400),
        ({"Idempotency-Key": "a b"}, 400),
        ({"Idempotency-Key": "x" * 201}, 400),
    ],
)
def test_a_write_needs_a_token_and_a_key(world: World, client: TestClient, header, change, status: int):
    path = f"/api/v1/candidates/{world.candidate(5)}/verdicts"
    assert client.post(path, json=ACCEPT, headers=header | change).status_code == status


def test_readers_and_tokens_without_the_scope_cannot_write(world: World, client: TestClient):
    path = f"/api/v1/candidates/{world.candidate(5)}/verdicts"
    for who in (token(world, "review:read"), token(world, "verdicts:write", user="eve", role="reader")):
        assert client.post(path, json=ACCEPT, headers=who | {"Idempotency-Key": "k"}).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "accept"},
        {**ACCEPT, "kind": "maybe"},
        {**ACCEPT, "note": "x" * 2001},
        {**ACCEPT, "note": "\x00"},
        {**ACCEPT, "color": "red"},
        {**ACCEPT, "due_on": "tomorrow"},
        {**ACCEPT, "due_on": 0},
        [],
    ],
)
def test_a_body_that_cannot_be_used_is_a_problem(world: World, client: TestClient, header, body):
    answer = client.post(f"/api/v1/candidates/{world.candidate(5)}/verdicts", json=body, headers=header)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_anybody_with_a_token_may_suggest_a_paper_that_we_know(world: World, client: TestClient):
    world.store(record(8), record(1))
    header = token(world, "suggestions:write", user="eve", role="reader")
    path = "/api/v1/lists/tokens/suggestions"

    def send(key: str, paper: str):
        return client.post(path, json={"paper": paper}, headers=header | {"Idempotency-Key": key})

    made = send("a", "https://arxiv.org/abs/2510.00008v2")
    assert (made.status_code, made.json()["source"], made.json()["state"]) == (201, "suggestion", "pending")
    assert send("b", "2510.00008").json()["id"] == made.json()["id"]
    assert send("c", "2510.00001").status_code == 409
    assert send("d", "2510.77777").status_code == 404
    assert send("e", "no id").status_code == 400


def test_a_write_that_is_sent_again_while_it_is_under_way_gets_the_same_answer(
    world: World, header: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    keep = answers.keep

    def keep_slowly(*given: Any, **facts: Any) -> None:
        time.sleep(0.3)  # the other one has begun by now
        keep(*given, **facts)

    monkeypatch.setattr(answers, "keep", keep_slowly)
    path = f"/api/v1/candidates/{world.candidate(5)}/verdicts"
    app = world.app()
    assert TestClient(app, base_url=world.base_url).post(path, json={}, headers=header).status_code == 422

    def send(_: int) -> tuple[int, str]:
        answer = TestClient(app, base_url=world.base_url).post(path, json=ACCEPT, headers=header)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(2) as pool:
        said = set(pool.map(send, range(2), timeout=120))
    assert {status for status, _ in said} == {201}
    assert len(said) == 1


def test_a_constraint_that_is_met_before_the_end_is_no_fault_of_ours(world: World, header: dict[str, str]):
    candidate_id, user = world.candidate(5), world.user()
    path = f"/api/v1/candidates/{candidate_id}/verdicts"
    with writing(world.engine) as session:
        session.execute(text("CREATE UNIQUE INDEX one_line_each ON ledger (subject)"))
        ledger.note(
            session, at=world.now, actor=user.name, action="x", subject=f"candidate:{candidate_id} 2510.00005"
        )
    try:
        answer = world.client().post(path, json=ACCEPT, headers=header)
    finally:
        with writing(world.engine) as session:
            session.execute(text("DROP INDEX one_line_each"))
    assert (answer.status_code, "Somebody else changed" in answer.json()["detail"]) == (409, True)


@pytest.mark.parametrize(
    ("content", "kind", "helps"),
    [
        (b'{"paper": "2510.02912"', "application/json", "no JSON"),
        (b'{"paper": "\xff"}', "application/json", "UTF-8"),
        (b"[" * 100_000, "application/json", "no JSON"),
        (b"", "application/json", "one JSON object"),
        (b'["2510.02912"]', "application/json", "one JSON object"),
        (b'{"paper": "2510.02912"}', "application/x-www-form-urlencoded", "Content-Type: application/json"),
    ],
)
def test_content_that_cannot_be_read_is_refused_with_what_helps(
    client: TestClient, header: dict[str, str], content: bytes, kind: str, helps: str
):
    sent = header | {"Content-Type": kind}
    answer = client.post("/api/v1/lists/tokens/suggestions", content=content, headers=sent)
    assert answer.status_code in (400, 422)
    assert helps in answer.json()["detail"]
