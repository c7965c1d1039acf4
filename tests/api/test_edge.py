"""What all answers of the API have in common."""

from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from service.api.edge import WINDOW, ApiEdge
from tests.world import World


def test_other_sites_may_read_but_not_write(client: TestClient):
    for path in ("/api/v1/lists", "/api/v1/lists/nothing"):
        assert client.get(path).headers["access-control-allow-origin"] == "*"
    asked = client.options("/api/v1/lists", headers={"Origin": "https://example.com"})
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert "access-control-allow-credentials" not in asked.headers
    assert "access-control-allow-origin" not in client.get("/").headers


def test_head_is_answered_like_get_without_a_body(client: TestClient):
    answer = client.head("/api/v1/lists")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == client.get("/api/v1/lists").headers["etag"]


def test_answers_say_how_many_requests_are_left(world: World):
    app = world.app()
    app.state.api_limit = 2
    client = TestClient(app)
    answers = [client.get("/api/v1/lists") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == ["r=1", "r=0", "r=0"]
    assert answers[0].headers["ratelimit-policy"] == '"default";q=2;w=60'
    assert 0 < int(answers[2].headers["retry-after"]) <= WINDOW + 1
    assert answers[2].headers["content-type"] == "application/problem+json"
    assert answers[2].headers["x-content-type-options"] == "nosniff"
    assert client.get("/").status_code == 200  # pages are not counted


def test_a_method_that_there_is_not_is_answered_with_those_there_are(client: TestClient):
    answer = client.put("/api/v1/lists")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_a_new_window_starts_anew():
    moment = [0.0]

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        """Never asked here."""

    edge = ApiEdge(app, clock=lambda: moment[0])
    assert [edge._take("a")[0] for _ in range(3)] == [1, 2, 3]
    assert edge._take("b")[0] == 1
    moment[0] = WINDOW
    assert edge._take("a")[0] == 1
