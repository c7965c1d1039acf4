"""What is put together from rows as text is what the API's document describes."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, TypeAdapter

from service.api import told
from service.api.schemas import EntriesOut, EntryOut, PaperOut, PapersOut
from service.api.search import HitOut, HitsOut
from tests.world import World, entry, record

ENTRIES = "/api/v1/lists/tokens/entries"
HARD = 'Quote " and \\ and </script> and \u2028 and 😀 and \x07'
MOMENTS = (
    datetime(2025, 10, 2, tzinfo=UTC),
    datetime(2025, 10, 2, 1, 2, 3, 4000, tzinfo=UTC),
    datetime(1991, 8, 14, 23, 59, 59, 999999, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("model", "fields"), [(EntryOut, told.ENTRY), (PaperOut, told.PAPER), (HitOut, told.HIT)]
)
def test_the_fields_are_those_of_the_document_in_its_order(model: type[BaseModel], fields: told.Fields):
    assert list(fields) == list(model.model_fields)


@pytest.mark.parametrize("at", MOMENTS)
def test_a_moment_is_written_as_the_models_write_it(at: datetime):
    assert told.moment(at) == TypeAdapter(datetime).dump_json(at).decode()


@pytest.mark.parametrize("words", ["", HARD])
def test_a_text_comes_back_as_it_was(words: str):
    assert json.loads(told.text(words)) == words


def _dumped(page: BaseModel) -> object:
    return page.model_dump(mode="json")["items"]


def test_entries_are_what_the_model_would_have_sent(world: World, client: TestClient):
    hard = entry(70, world.now - timedelta(days=1, microseconds=5), tags={"stage": ("llm", "encoder")})
    named = {"title": HARD, "venue": "A “place”", "date_text": "2025/10", "section": ("A", 'B "C"')}
    links = {"paper": ("https://example.org/?a=1&b=2",), "code": ("https://example.org/\u00e9",)}
    values = {name: getattr(hard, name) for name in hard.__slots__} | named
    world.sync(type(hard)(**{**values, "links": links, "arxiv_id": None, "key": "hard"}))
    body = client.get(ENTRIES).text
    sent = json.loads(body)["items"]
    assert {item["state"] for item in sent} == {"listed", "confirmed"}
    assert sent == _dumped(EntriesOut.model_validate_json(body))
    found = next(item for item in sent if item["title"] == HARD)
    assert (found["id"], found["section"], found["links"]) == (None, ["A", 'B "C"'], {
        role: list(urls) for role, urls in links.items()
    })  # fmt: skip
    on_its_way = next(item for item in sent if item["state"] == "confirmed")
    assert on_its_way["authors"] == "Ada 4 Lovelace, Bo Øst"
    assert on_its_way["links"] == {"paper": ["https://arxiv.org/abs/2510.00004"]}


def test_papers_are_what_the_model_would_have_sent(world: World, client: TestClient):
    world.store(
        record(
            80,
            title=HARD,
            authors=("Ada “A” Lovelace", "Bo Øst"),
            comment=HARD,
            journal_ref="J. 1",
            doi="10.1/x",
            submitted_at=world.now - timedelta(microseconds=7),
            updated_at=world.now,
        ),
        record(81, submitted_at=None, primary_category=None, categories=()),
    )
    body = client.get("/api/v1/papers").text
    sent = json.loads(body)["items"]
    assert len(sent) >= 3
    assert sent == _dumped(PapersOut.model_validate_json(body))
    found = next(item for item in sent if item["title"] == HARD)
    assert found["authors"] == ["Ada “A” Lovelace", "Bo Øst"]
    assert found["pdf_url"] == "https://arxiv.org/pdf/2510.00080"
    detail = client.get("/api/v1/papers/2510.00080").json()
    assert {name: detail[name] for name in found} == found


@pytest.mark.parametrize("by", ["words", "meaning"])
def test_hits_are_what_the_model_would_have_sent(world: World, client: TestClient, by: str):
    world.store(record(90), record(91))
    body = client.get(f"/api/v1/search?q=tokens&by={by}").text
    sent = json.loads(body)["items"]
    assert sent
    assert sent == _dumped(HitsOut.model_validate_json(body))
