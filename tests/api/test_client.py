"""The client in docs/ is as typed as the API's document, and does what it says."""

import importlib.util
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from fastapi.testclient import TestClient

from tests.api.test_review import token
from tests.world import World, record

FILE = Path(__file__).parents[2] / "docs" / "listkeeper_client.py"
SITE = "https://lists.example.org"


@pytest.fixture(scope="module")
def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("listkeeper_client", FILE)
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


class Counting(TestClient):
    """Counts what is answered."""

    statuses: Counter[int]

    def request(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().request(*args, **kwargs)
        self.statuses[answer.status_code] += 1
        return answer


@pytest.fixture
def http(world: World) -> Iterator[Counting]:
    made = Counting(world.app(), base_url=SITE)
    made.statuses = Counter()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("Paper", "PaperOut"),
        ("Entry", "EntryOut"),
        ("Candidate", "CandidateOut"),
        ("Verdict", "VerdictOut"),
        ("Problem", "ProblemOut"),
    ],
)
def test_its_types_have_the_fields_of_the_document(
    client: TestClient, module: ModuleType, name: str, schema: str
):
    document = client.get("/api/v1/openapi.json").json()
    if schema == "ProblemOut":
        said = document["paths"]["/api/v1/papers"]["get"]["responses"]["400"]["content"]
        known = said["application/problem+json"]["schema"]
    else:
        known = document["components"]["schemas"][schema]
    assert set(get_type_hints(getattr(module, name))) == set(known["properties"])


def test_it_reads_to_the_end_and_asks_for_nothing_twice(world: World, module: ModuleType, http: Counting):
    for number in range(10, 70):
        world.accept(number, stage=["llm"])
    site = module.Listkeeper(SITE, http=http)
    first = list(site.entries("tokens", filter="stage:llm"))
    assert len({entry["id"] for entry in first}) == len(first) == 63
    assert list(site.entries("tokens", filter="stage:llm")) == first
    assert http.statuses == {200: 2, 304: 2}
    assert next(paper["id"] for paper in site.papers(sort="submitted")) == "2510.00004"
    assert site.search("abstract tokens")


def test_it_writes_with_a_token(world: World, module: ModuleType, http: Counting):
    header = token(world, "review:read", "verdicts:write", "suggestions:write")["Authorization"]
    site = module.Listkeeper(SITE, token=header.removeprefix("Bearer "), http=http)
    number = world.candidate(9)
    found = next(each for each in site.candidates("tokens") if each["id"] == number)
    assert site.judge(found, "accept", {"stage": ["llm"]})["user"] == "ada"
    with pytest.raises(module.Refused, match="since") as refused:
        site.judge(found, "reject")
    assert refused.value.status == 409
    with pytest.raises(module.Refused, match="no list"):
        list(site.entries("moon"))
    world.store(record(11))
    assert site.suggest("tokens", "2510.00011", note="It merges.")["paper"] == "2510.00011"


def test_it_waits_when_it_is_asked_to(world: World, module: ModuleType):
    app = world.app()
    app.state.api_limit = 1
    waited: list[float] = []
    with TestClient(app, base_url=SITE) as http:
        site = module.Listkeeper(SITE, http=http, wait=waited.append)
        list(site.entries("tokens"))
        with pytest.raises(module.Refused, match="too often"):
            list(site.papers())
    assert len(waited) == module.MOST_TRIES - 1
    assert all(0 < seconds <= 60 for seconds in waited)
