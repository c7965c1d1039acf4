"""One world for each test of the API, and somebody who asks it."""

from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.world import World, entry


@pytest.fixture
def world(engine: Engine, tmp_path, now: datetime) -> World:
    """A list with three entries and one confirmed paper."""
    made = World(engine, tmp_path, now - timedelta(days=1))
    made.sync(
        entry(1, datetime.fromisoformat("2025-09-01T00:00:00+00:00"), tags={"stage": ("llm",)}),
        entry(2, datetime.fromisoformat("2025-09-02T00:00:00+00:00"), tags={"stage": ("encoder",)}),
        entry(3, datetime.fromisoformat("2025-09-03T00:00:00+00:00"), tags={"stage": ("llm", "encoder")}),
    )
    made.accept(4, stage=["llm"])
    made.now = now
    return made


@pytest.fixture
def client(world: World) -> TestClient:
    return world.client()
