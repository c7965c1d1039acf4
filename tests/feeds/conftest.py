"""A list that was followed first on a Monday morning."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from service.domain.digest import IsoWeek
from tests.world import World, entry

MONDAY = IsoWeek(2025, 40).start  # 29 September 2025


@pytest.fixture
def world(engine: Engine, tmp_path) -> World:
    made = World(engine, tmp_path, MONDAY + timedelta(hours=9))
    made.sync(*(entry(number, MONDAY - timedelta(days=200 - number)) for number in (1, 2, 3)))
    return made
