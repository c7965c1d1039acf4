"""Every feed that the site has, in every format, against a schema of the format."""

import json
from datetime import timedelta
from pathlib import Path

import jsonschema_rs
import pytest
from lxml import etree

from service.feeds import atom, jsonfeed, rss
from service.workflows.digest import make_due_digests
from tests.feeds.test_formats import FEED, HOSTILE
from tests.world import World, entry, record

SCHEMAS = Path(__file__).parent / "schemas"
ATOM = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
RSS = etree.XMLSchema(etree.parse(SCHEMAS / "rss.xsd"))
JSON = jsonschema_rs.validator_for(json.loads((SCHEMAS / "jsonfeed.json").read_text(encoding="utf-8")))
PATHS = (
    "/lists/tokens/feed.{form}",
    "/lists/tokens/feed.{form}?view=summary",
    "/lists/tokens/feed.{form}?q=paper&stage=llm",
    "/lists/tokens/feed.{form}?modality=video",
    "/lists/tokens/feed/2025-09.{form}",
    "/lists/tokens/changes.{form}",
    "/lists/tokens/changes/2025-09.{form}",
    "/lists/tokens/digest/feed.{form}",
)


def problems(form: str, body: bytes) -> list[str]:
    """Return what a document does that its format does not allow."""
    if form == "json":
        return [str(error) for error in JSON.iter_errors(json.loads(body))]
    schema = ATOM if form == "atom" else RSS
    schema.validate(etree.fromstring(body))
    return [f"{error.line}: {error.message}" for error in schema.error_log]


@pytest.fixture
def full(world: World) -> World:
    """A list on which everything has happened that feeds tell of, some of it hostile."""
    world.store(record(1, title=HOSTILE.replace("\x00", ""), comment=HOSTILE.replace("\x00", "")))
    world.accept(8, stage=["llm"])
    world.now += timedelta(days=2)
    world.sync(*(entry(number, world.now, tags={"stage": ("llm",)}) for number in (2, 3, 9)))
    world.store(record(2, version=2), record(3, version=2, comment="This paper has been withdrawn."))
    world.now += timedelta(weeks=1)
    make_due_digests(world.engine, now=world.now)
    return world


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_every_feed_is_what_its_format_asks_for(full: World, form: str):
    client = full.client()
    for path in PATHS:
        answer = client.get(path.format(form=form))
        assert answer.status_code == 200, path
        assert problems(form, answer.content) == [], path


def test_the_schemas_find_what_is_wrong():
    body = atom.render(FEED)
    assert problems("atom", body) == []
    assert problems("atom", body.replace(b"2025-11-05T09:30:00Z", b"yesterday"))
    assert problems("atom", body.replace(b"<id>", b"<ident>").replace(b"</id>", b"</ident>"))
    body = rss.render(FEED)
    assert problems("rss", body) == []
    assert problems("rss", body.replace(b"Wed, 05 Nov", b"05.11."))
    assert problems("rss", body.replace(b"<guid", b"<uid").replace(b"</guid", b"</uid"))
    found = json.loads(jsonfeed.render(FEED))
    assert problems("json", json.dumps(found).encode()) == []
    assert problems("json", json.dumps(found | {"title": 7}).encode())
    assert problems("json", json.dumps(found | {"items": [{"id": "1"}]}).encode())
