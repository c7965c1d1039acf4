"""The page on which the API can be tried."""

import re

import pytest
from fastapi.testclient import TestClient


def test_every_public_address_can_be_tried(client: TestClient):
    page = client.get("/api").text
    names = re.findall(r'action="/api-try/(\w+)"', page)
    assert len(names) == len(set(names)) > 10
    assert "candidates_page" not in names  # needs a token
    values = {"slug": "tokens", "paper_id": "2510.00004", "form": "csv", "q": "paper", "group_by": "stage"}
    for name in names:
        answer = client.get(f"/api-try/{name}", params=values | {"week": "2025-W01"})
        assert answer.status_code == (404 if name == "one_issue" else 200), name
        assert answer.url.path.startswith("/api/v1/")


@pytest.mark.parametrize(
    ("path", "status"),
    [("nothing", 404), ("one_list", 400), ("one_list?slug=" + "x" * 301, 400), ("one_list?slug=a/b?c", 404)],
)
def test_what_cannot_be_tried_says_so(client: TestClient, path: str, status: int):
    assert client.get(f"/api-try/{path}").status_code == status
