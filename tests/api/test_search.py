"""Search through the API."""

import pytest
from fastapi.testclient import TestClient

from tests.world import World, record


@pytest.fixture
def searched(world: World) -> TestClient:
    world.store(
        record(20, title="Pruning <visual> tokens", categories=("cs.CV",)),
        record(21, title="Merging tokens", abstract="No pruning here.", categories=("cs.CL",)),
    )
    return world.client()


def _found(client: TestClient, query: str) -> list[str]:
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 200, answer.text
    return [item["id"][-2:] for item in answer.json()["items"]]


def test_the_best_fit_comes_first_with_its_words_marked(searched: TestClient):
    items = searched.get("/api/v1/search?q=pruning").json()["items"]
    assert [item["id"][-2:] for item in items] == ["20", "21"]
    assert items[0]["title_html"] == "<mark>Pruning</mark> &lt;visual&gt; tokens"
    assert "<mark>pruning</mark> here" in items[1]["snippet_html"]


def test_marks_can_be_left_out(searched: TestClient):
    marked = searched.get("/api/v1/search?q=pruning").json()["items"]
    plain = searched.get("/api/v1/search?q=pruning&marks=none").json()["items"]
    nothing = {"title_html": "", "snippet_html": ""}
    assert plain == [item | nothing for item in marked]
    assert searched.get("/api/v1/search?q=pruning&marks=all").status_code == 422


def test_a_search_can_be_narrowed(searched: TestClient):
    assert _found(searched, "q=pruning -merging") == ["20"]
    assert _found(searched, "q=pruning&filter=category:cs.CL") == ["21"]
    assert _found(searched, "q=pruning&limit=1") == ["20"]
    assert _found(searched, "q=paper&filter=list:tokens") == []


def test_conditions_may_stand_among_the_words(world: World, searched: TestClient):
    world.store(record(1, title="Pruning what is listed"), record(2, title="Pruning encoders"))
    assert set(_found(searched, "q=pruning list:tokens")) == {"01", "02"}
    assert _found(searched, "q=pruning tag:llm") == ["01"]
    assert _found(searched, "q=pruning -tag:stage:llm list:tokens") == ["02"]
    assert _found(searched, "q=tag:llm pruning category:cs.CL") == ["01"]
    assert _found(searched, "q=pruning submitted:2025-10-03..") == []
    assert set(_found(searched, "q=pruning submitted:..2025-10-03")) == {"20", "21", "01", "02"}
    assert _found(searched, 'q="pruning encoders" submitted:2025-10-02') == ["02"]
    wrong = searched.get("/api/v1/search?q=pruning submitted:soon")
    assert (wrong.status_code, "2025-10-31" in wrong.json()["detail"]) == (400, True)
    page = searched.get("/search?q=pruning tag:llm").text
    assert "Pruning</mark> what is listed" in page
    assert "Pruning</mark> encoders" not in page
    assert "takes words only" in searched.get("/search?q=pruning tag:llm&by=meaning").text


def test_a_search_for_nothing_says_what_to_type(searched: TestClient):
    answer = searched.get("/api/v1/search?q=-pruning")
    assert (answer.status_code, "type a word" in answer.json()["detail"]) == (400, True)
    assert searched.get("/api/v1/search").status_code == 422
