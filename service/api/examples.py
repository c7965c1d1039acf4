"""Examples for everything in the API's document: by name where a name means one thing, else by kind."""

from collections.abc import Iterator
from typing import Any

_BY_NAME: dict[str, Any] = {
    "slug": "mllm-token-compression",
    "candidate_id": 17,
    "webhook_id": 3,
    "week": "2025-W44",
    "group_by": "stage",
    "from": "2025-10-01",
    "to": "2025-10-31",
    "cursor": "eyJxIjoiM2Y1ZCIsImsiOltdfQ",
    "select": "id,title",
    "form": "jsonl",
    "journal_ref": "Advances in Neural Information Processing Systems 38 (2025)",
    "doi": "10.48550/arXiv.2510.02912",
    "head": "8a27ce91d0b1d9c5a1e5b7b8f0c2d3e4f5a6b7c8",
    "base_commit": "8a27ce91d0b1d9c5a1e5b7b8f0c2d3e4f5a6b7c8",
    "commit_id": "0f5c1d22e7a94c3b8d6e5f4a3b2c1d0e9f8a7b6c",
    "policy": "ask first",
    "diff": "@@ -60,0 +61 @@\n+- [Fewer tokens](https://arxiv.org/abs/2510.02912)\n",
    "channel": "patch",
    "request_url": "https://github.com/owner/list/pull/7",
    "problem": "arXiv did not answer within 30 seconds.",
    "version": 2,
    "limit": 50,
    "comment": "Accepted at NeurIPS 2025",
    "content": {
        "items": [],
        "changes": [],
        "numbers": {"found": 31, "judged": 12, "total": 205},
        "weeks": [],
    },
}
_BY_COLLECTION: dict[str, dict[str, str]] = {
    "filter": {
        "/entries": "stage:in-llm,date:2025-10-01..",
        "/counts": "stage:in-llm",
        "/export.{form}": "stage:in-llm",
        "/papers": "category:cs.CV,submitted:2025-10-01..",
        "/search": "category:cs.CV",
        "/candidates": "state:pending,relevance:0.8..",
    },
    "sort": {"/entries": "-date", "/papers": "-submitted", "/candidates": "-relevance"},
    "if-match": {"/publications": '"5f2a9c"', "/verdicts": '"candidate-17-1"'},
}
_ELSE = {"filter": "", "sort": "-id"}
_BY_FORMAT = {"date-time": "2025-11-05T09:30:00Z", "date": "2025-11-05"}


def add_examples(document: dict[str, Any]) -> None:
    """Give an example to every parameter and field that has none yet."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if not has_example(parameter["schema"]):
                    parameter["schema"]["examples"] = [_of_parameter(parameter["name"], path)]
    for name, field in fields(document):
        if not has_example(field):
            field["examples"] = [_of_field(name, field)]


def fields(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the (name, schema) pairs of all fields that hold values themselves."""
    for schema in document["components"]["schemas"].values():
        for name, field in schema.get("properties", {}).items():
            if "$ref" not in str(field):
                yield name, field


def has_example(schema: dict[str, Any]) -> bool:
    """Tell whether a schema shows what it takes."""
    return bool(schema.get("examples")) or "enum" in schema or "const" in schema


def _of_parameter(name: str, path: str) -> Any:
    if name in _BY_COLLECTION:
        known = _BY_COLLECTION[name]
        return next((text for end, text in known.items() if path.endswith(end)), _ELSE.get(name, ""))
    return _BY_NAME.get(name, "")


def _of_field(name: str, field: dict[str, Any]) -> Any:
    kinds = [field, *field.get("anyOf", ())]
    found = next((_BY_FORMAT[kind["format"]] for kind in kinds if kind.get("format") in _BY_FORMAT), None)
    if found is not None:
        return found
    if any(kind.get("type") == "boolean" for kind in kinds):
        return False
    return _BY_NAME.get(name, field.get("default"))
