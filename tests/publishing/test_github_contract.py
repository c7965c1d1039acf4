"""GitHub's contract: what the client asks is accepted by a mock made from GitHub's own OpenAPI description.

The mock is a Node program; `make contracts` puts it where the test looks (`LISTKEEPER_PRISM` names another
folder). It gets GitHub's description of the paths below and no others, and so starts in seconds.
"""

import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.publishing.github import GitHub
from service.publishing.github_access import App, GitHubAccess
from service.publishing.github_http import GitHubHttp, WriteGate
from tests.emulators.github import GitHubEmulator
from tests.emulators.github_app import HostedApp, make_keys
from tests.emulators.github_rest import Asked
from tests.ports import held_port
from tests.publishing.repositories import Repo, git

ROOT = Path(__file__).resolve().parents[2]
PATHS = (
    "/repos/{owner}/{repo}",
    "/repos/{owner}/{repo}/forks",
    "/repos/{owner}/{repo}/pulls",
    "/repos/{owner}/{repo}/pulls/{pull_number}",
    "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    "/repos/{owner}/{repo}/pulls/{pull_number}/comments",
    "/repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    "/repos/{owner}/{repo}/installation",
    "/app/installations/{installation_id}/access_tokens",
)
_STARTS_WITHIN = 240  # seconds


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a mock that refuses what GitHub's description does not allow."""
    modules = ROOT / os.environ.get("LISTKEEPER_PRISM", ".venv/prism") / "node_modules"
    command = modules / ".bin" / "prism"
    if not command.exists():
        pytest.skip("GitHub's description and its mock are not there; `make contracts` gets them (needs npm)")
    described = modules / "@octokit" / "openapi" / "generated" / "api.github.com.deref.json"
    whole = json.loads(described.read_text(encoding="utf-8"))
    whole["paths"] = {path: whole["paths"][path] for path in PATHS}
    folder = tmp_path_factory.mktemp("prism")
    (folder / "github.json").write_text(json.dumps({**whole, "components": {}, "x-webhooks": {}}))
    with held_port() as port, (folder / "log").open("wb") as log:
        words = [str(command), "mock", "-h", "127.0.0.1", "-p", str(port), "github.json"]
        mock = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log)
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            mock.terminate()
            mock.wait(20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("prism did not start")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    """Every request that the client can make, as it reached the emulator."""
    folder = tmp_path_factory.mktemp("hub")
    repo = Repo(folder / "work")
    repo.commit(readme=b"one\n")
    with GitHubEmulator(folder / "hub") as hub:
        hub.hosting.host("ann/list", repo.path)
        http = GitHubHttp("token-of-bot", base_url=hub.api_url, gate=WriteGate(lambda _: None))
        github = GitHub(http, wait=lambda _: None)
        github.repository("ann/list")
        fork = github.ensure_fork("ann/list")
        git(repo.path, "checkout", "--quiet", "-b", "listkeeper")
        repo.commit("More", readme=b"one\ntwo\n")
        git(repo.path, "push", "--quiet", str(hub.hosting.repos[fork.full_name].path), "listkeeper")
        for body in ("First", "Second"):
            made = github.ensure_request(
                "ann/list", owner="bot", branch="listkeeper", base="main", title="Add", body=body
            )
        github.request("ann/list", made.number)
        github.drops("ann/list", made.number)
        github.requests_from("ann/list", owner="bot", branch="listkeeper")
        github.close_request("ann/list", made.number)
        private, public = make_keys()
        hub.hosting.app = hosted = HostedApp("12345", public, datetime.now(UTC), {"ann/list": 77})
        app, gate = App("12345", private), WriteGate(lambda _: None)
        access = GitHubAccess(api_url=hub.api_url, token="", app=app, gate=gate, now=hosted.now)
        assert access.token_for(hub.address("ann/list")).is_installed
        return list(hub.asked)


def violations(answer: httpx.Response) -> list[Any]:
    """Return what the mock minds in the request; GitHub's own examples break its description in places."""
    told = json.loads(answer.headers.get("sl-violations", "[]"))
    return [each for each in told if each["location"][0] == "request"]


def test_every_request_is_one_that_github_describes(prism: str, asked: list[Asked]) -> None:
    kinds = set()
    for each in asked:
        answer = httpx.request(
            each.method,
            f"{prism}{each.path}",
            params=dict(each.params) or None,
            json=dict(each.body) or None,
            headers={"Accept": "application/json", "Authorization": "Bearer x"},
            timeout=30,
        )
        assert answer.status_code < 300, (each.method, each.path, answer.text)
        assert violations(answer) == [], (each.method, each.path)
        kinds.add((each.method, re.sub(r"\d+", "N", each.path).replace("/repos/ann/list", "")))
    assert kinds - {("GET", "/repos/bot/list")} == {
        ("GET", ""),
        ("POST", "/forks"),
        ("GET", "/pulls"),
        ("POST", "/pulls"),
        ("GET", "/pulls/N"),
        ("PATCH", "/pulls/N"),
        ("GET", "/issues/N/comments"),
        ("GET", "/pulls/N/comments"),
        ("GET", "/pulls/N/reviews"),
        ("GET", "/installation"),
        ("POST", "/app/installations/N/access_tokens"),
    }


def test_no_request_of_the_client_is_left_out() -> None:
    """Every path that the code asks for is one of those that are held to the description."""
    asked = {
        _shape(found[2])
        for file in sorted((ROOT / "service").rglob("*.py"))
        for found in re.finditer(r'(?:ask\("[A-Z]+", |pages\()(f?)"(/[^"]+)"', file.read_text("utf-8"))
    }
    asked |= {
        f"/repos/{{}}/{kind}" for kind in ("issues/{}/comments", "pulls/{}/comments", "pulls/{}/reviews")
    }
    known = {_shape(path.replace("{owner}/{repo}", "{}")) for path in PATHS}
    assert {path for path in asked if path != "/repos/{}/{}"} == known


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def test_githubs_own_examples_are_understood(prism: str) -> None:
    github = GitHub(GitHubHttp("x", base_url=prism, gate=WriteGate(lambda _: None)), wait=lambda _: None)
    repository = github.repository("octocat/Hello-World")
    assert repository.full_name == "octocat/Hello-World"
    assert repository.clone_url.startswith("https://github.com/")
    request = github.request("octocat/Hello-World", 1347)
    assert (request.number, request.is_open) == (1347, True)
    assert github.requests_from("octocat/Hello-World", owner="octocat", branch="new-topic")
    assert github.drops("octocat/Hello-World", 1347) == []


def test_what_github_would_refuse_is_refused_by_the_mock(prism: str) -> None:
    answer = httpx.post(f"{prism}/repos/ann/list/pulls", json={"title": "No head"}, timeout=30)
    assert answer.status_code >= 400 or violations(answer)
