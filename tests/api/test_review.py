"""Candidates, proposals and verdicts: for reviewers with a token only; and the records of how things go."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from service.db import bundles, proposals, runs, tokens
from service.db.engine import reading, writing
from service.workflows.runs import recorded
from service.workflows.tokens import make_token, revoke_token
from tests.world import World

PRIVATE = (
    "/api/v1/lists/tokens/candidates",
    "/api/v1/lists/tokens/verdicts",
    "/api/v1/candidates/1",
    "/api/v1/lists/tokens/proposals",
)


def token(
    world: World, *scopes: str, user: str = "ada", role: str = "reviewer", days: int = 90
) -> dict[str, str]:
    """Return the header of a new token."""
    world.user(user, role)
    with writing(world.engine) as session:
        secret = make_token(
            session, user_name=user, name="a script", scopes=scopes, days=days, actor="test", now=world.now
        )
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("path", PRIVATE)
def test_review_is_not_public(world: World, client: TestClient, path: str):
    assert client.get(path).status_code == 401
    assert client.get(path, headers={"Authorization": "Bearer lk_wrong"}).status_code == 401
    assert client.get(path, headers=token(world, "suggestions:write")).status_code == 403
    assert client.get(path, headers=token(world, "review:read", user="eve", role="reader")).status_code == 403
    answer = client.get(path, headers=token(world, "review:read"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_token_that_is_expired_or_revoked_works_no_longer(world: World, client: TestClient):
    header = token(world, "review:read", days=1)
    assert client.get(PRIVATE[0], headers=header).status_code == 200
    world.now += timedelta(days=1, seconds=1)
    assert client.get(PRIVATE[0], headers=header).status_code == 401
    header = token(world, "review:read")
    with writing(world.engine) as session:
        revoke_token(session, tokens.every(session)[0].id, actor="test", now=world.now)
    assert "revoked" in client.get(PRIVATE[0], headers=header).json()["detail"]


def test_a_tokens_secret_is_not_kept(world: World):
    secret = token(world, "review:read")["Authorization"].removeprefix("Bearer ")
    with reading(world.engine) as session:
        kept = tokens.every(session)[0]
    assert secret not in repr(kept)
    assert kept.scopes == ("review:read",)


def test_candidates_come_likeliest_first_and_tell_what_was_said(world: World, client: TestClient):
    for number, relevance in ((5, 0.2), (6, 0.8), (7, 0.8)):
        world.candidate(number, relevance=relevance)
    header = token(world, "review:read")
    first = client.get(f"{PRIVATE[0]}?filter=state:pending&limit=2", headers=header).json()
    rest = client.get(first["next"], headers=header).json()
    assert [item["paper"][-1] for item in first["items"] + rest["items"]] == ["7", "6", "5"]
    likely = client.get(f"{PRIVATE[0]}?filter=relevance:0.5..,state:pending&sort=created", headers=header)
    assert [item["paper"][-1] for item in likely.json()["items"]] == ["6", "7"]
    one = client.get("/api/v1/candidates/1", headers=header).json()
    assert (one["state"], one["verdicts"][0]["kind"], one["verdicts"][0]["user"]) == (
        "accepted",
        "accept",
        "ada",
    )
    assert client.get(PRIVATE[1], headers=header).json()["items"] == one["verdicts"]


def test_proposals_are_listed_newest_first(world: World, client: TestClient):
    ids, list_id = [world.candidate(number) for number in (5, 6, 7)], world.found().id
    with writing(world.engine) as session:
        bundle_id = bundles.add(session, list_id=list_id, folder="b", manifest={}, now=world.now)
        for candidate_id in ids:
            proposals.add(
                session,
                candidate_id=candidate_id,
                bundle_id=bundle_id,
                relevance=0.7,
                scores={"stage": {"llm": 0.9}},
                proposed={"stage": ("llm",)},
                abstained=["modality"],
                evidence={},
                now=world.now,
            )
    header = token(world, "review:read")
    first = client.get(f"{PRIVATE[3]}?limit=2", headers=header).json()
    rest = client.get(first["next"], headers=header).json()
    items = first["items"] + rest["items"]
    assert [item["paper"][-1] for item in items] == ["7", "6", "5"]
    assert [item["candidate"] for item in items] == ids[::-1]
    assert (items[0]["proposed"], items[0]["abstained"]) == ({"stage": ["llm"]}, ["modality"])
    short = client.get(f"{PRIVATE[3]}?select=paper", headers=header).json()["items"]
    assert set(short[0]) == {"id", "paper"}


def test_runs_are_listed_newest_first(world: World, client: TestClient):
    for job in ("crawl", "sync", "train"):
        with recorded(world.engine, job, clock=world.clock) as report:
            report.say(papers=1)
    first = client.get("/api/v1/runs?limit=2").json()
    rest = client.get(first["next"]).json()
    assert [run["job"] for run in first["items"] + rest["items"]] == ["train", "sync", "crawl"]
    assert rest["next"] is None


def test_what_went_wrong_names_no_folder_of_the_machine(world: World, client: TestClient):
    told = "fatal: '/srv/some/folder/papers.git' is gone; https://example.org/a/b and cs/0112017 are not"
    with writing(world.engine) as session:
        run_id = runs.start(session, "sync", now=world.now)
        detail = {"problems": ["/srv/some/folder/papers.md is no list"], "tokens": {"read": 3}}
        runs.finish(session, run_id, now=world.now, detail=detail, problem=told)
    (run,) = client.get("/api/v1/runs").json()["items"]
    assert run["problem"] == "fatal: '…/papers.git' is gone; https://example.org/a/b and cs/0112017 are not"
    assert run["detail"] == {"problems": ["…/papers.md is no list"], "tokens": {"read": 3}}


def test_coverage_and_publications_begin_empty_and_bound_their_answers(client: TestClient):
    assert client.get("/api/v1/coverage").json() == {"items": []}
    assert "at most 92 days" in client.get("/api/v1/coverage?from=2020-01-01").json()["detail"]
    assert client.get("/api/v1/coverage?to=0001-01-01").status_code == 200
    assert client.get("/api/v1/coverage?to=0").status_code == 422
    assert client.get("/api/v1/lists/tokens/publications").json() == {"items": []}
