"""What is wrong is said in one sentence: as a page, as problem JSON, as a fragment for htmx."""

import pytest
from fastapi.testclient import TestClient

from service.web.headers import LARGEST_BODY


def test_an_unknown_page_is_a_page(stranger):
    answer = stranger.get("/no/such/page")
    assert answer.status_code == 404
    assert "<h1>There is no such page</h1>" in answer.text


def test_an_error_does_not_look_as_if_one_were_signed_out(ada, stranger):
    known, unknown = ada.get("/no/such/page").text, stranger.get("/no/such/page").text
    assert 'href="/account"' in known
    assert "Sign in" not in known
    assert "Sign in" in unknown


def test_an_unknown_page_is_a_fragment_for_htmx(stranger):
    answer = stranger.get("/no/such/page", part=True)
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert answer.headers["hx-retarget"] == "#message"


def test_an_unknown_address_of_the_api_is_a_problem(stranger):
    answer = stranger.get("/api/v1/no-such-thing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_the_wrong_method_says_so(stranger):
    assert stranger.get("/theme").status_code == 405


def test_what_is_too_large_is_not_read(ada):
    answer = ada.client.post("/sign-out", content=b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert "<h1>Too large</h1>" in answer.text
    answer = ada.client.post("/api/v1/classify", content=b"x" * (LARGEST_BODY + 1))
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 413


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/no/such/page", "/static/app.css", "/api/v1/no-such-thing"]
)
def test_every_answer_is_secured(stranger, path):
    headers = stranger.get(path).headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_failure_of_ours_is_logged_and_says_nothing_of_the_inside(world, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("secret inside")

    monkeypatch.setattr("service.web.home.lists.every", fail)
    client = TestClient(world.app, raise_server_exceptions=False)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "not with you" in answer.text
    assert "secret inside" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_pages_carry_no_inline_script_or_style(ada):
    for path in ("/", "/lists/mllm-token-compression/queue", "/coverage", "/sign-in"):
        page = ada.get(path).text
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<style" not in page
        assert "<script>" not in page
