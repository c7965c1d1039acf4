"""The OpenAPI document is the truth about the API."""

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from service.api.examples import fields, has_example
from tests.world import World

ROOT = Path(__file__).parents[2]
PUBLIC = {
    "/api/v1/papers",
    "/api/v1/papers/{paper_id}",
    "/api/v1/search",
    "/api/v1/lists",
    "/api/v1/lists/{slug}",
    "/api/v1/lists/{slug}/entries",
    "/api/v1/lists/{slug}/tags",
    "/api/v1/lists/{slug}/counts",
    "/api/v1/lists/{slug}/export.{form}",
    "/api/v1/lists/{slug}/digests",
    "/api/v1/lists/{slug}/digests/{week}",
    "/api/v1/lists/{slug}/publications",
    "/api/v1/tags",
    "/api/v1/runs",
    "/api/v1/coverage",
}


@pytest.fixture
def document(sqlite: Engine, tmp_path, now) -> dict[str, Any]:
    found: dict[str, Any] = World(sqlite, tmp_path, now).client().get("/api/v1/openapi.json").json()
    return found


def test_it_is_openapi_3_1_and_describes_only_the_api(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1")
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert document["info"]["description"].startswith("Papers, lists, tags")


def test_every_operation_has_a_name_a_sentence_and_its_problems(document: dict[str, Any]):
    names = []
    for path, methods in document["paths"].items():
        for operation in methods.values():
            names.append(operation["operationId"])
            assert operation["description"].endswith("."), path
            for status in ("400", "404", "422", "429"):
                assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
    assert len(names) == len(set(names))


def test_what_is_open_to_all_is_written_down(document: dict[str, Any]):
    """An operation without a security requirement can be read by anybody: this list says which ones."""
    is_open = {
        (method, path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if not operation.get("security")
    }
    assert is_open == {("get", path) for path in PUBLIC}


def test_every_public_address_answers_without_an_account(client: TestClient):
    values = {"{slug}": "tokens", "{paper_id}": "2510.00004", "{form}": "jsonl", "{week}": "2025-W01"}
    for path in PUBLIC:
        for name, value in values.items():
            path = path.replace(name, value)  # noqa: PLW2901  # filled in step by step
        answer = client.get(path, params={"q": "paper", "group_by": "stage"})
        assert answer.status_code == (404 if "W01" in path else 200), path


def test_every_address_is_introduced_in_the_docs(document: dict[str, Any]):
    told = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for path in document["paths"]:
        short = (
            path.removeprefix("/api/v1")
            .replace("{paper_id}", "{id}")
            .replace("{candidate_id}", "{id}")
            .replace("{webhook_id}", "{id}")
        )
        assert f"{short}`" in told or f"{short}?" in told, short


def test_everything_has_an_example_and_each_fits_its_schema(document: dict[str, Any]):
    bare, wrong = [], []
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                schema = parameter["schema"]
                if not has_example(schema):
                    bare.append(f"{path} {parameter['name']}")
                wrong += _misfits(f"{path} {parameter['name']}", schema)
    for name, schema in fields(document):
        if not has_example(schema):
            bare.append(name)
        wrong += _misfits(name, schema)
    assert (bare, wrong) == ([], [])


def _misfits(name: str, schema: dict[str, Any]) -> list[str]:
    validator = jsonschema_rs.validator_for(schema)
    return [f"{name}: {example}" for example in schema.get("examples", ()) if not validator.is_valid(example)]


def test_filters_and_orders_in_the_examples_can_be_asked(document: dict[str, Any], client: TestClient):
    for path in ("/api/v1/papers", "/api/v1/runs"):
        shown = {p["name"]: p["schema"]["examples"][0] for p in document["paths"][path]["get"]["parameters"]}
        asked = {name: shown[name] for name in ("filter", "sort", "select" if "papers" in path else "sort")}
        assert client.get(path, params=asked).status_code == 200, path
