"""Coverage: what every day is, how arXiv is, and the banner for readers who would miss papers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.boundary import COOKIE
from service.db import harvests, windows
from service.db.circuits import DatabaseCircuit
from service.db.engine import writing
from service.errors import SourceBusy
from tests.factories import SLUG, World, session_cookie


def at(world: World, moment: datetime, cookies: dict[str, str] | None = None) -> TestClient:
    return TestClient(create_app(world.settings, world.engine, clock=lambda: moment), cookies=cookies)


def day(world: World, on: date, state: str, expected: int) -> None:
    values: dict[str, Any] = {
        "source": "arxiv",
        "query": "q",
        "fetched": expected,
        "stored": expected,
        "attempts": 1,
    }
    with writing(world.engine) as session:
        windows.save(
            session,
            windows.Window(
                day=on,
                state=state,
                expected=expected,
                problem=None,
                read_at=world.now,
                next_attempt_at=None,
                **values,
            ),
        )


def test_empty_days_are_called_what_they_are(world: World) -> None:
    today = world.now.date()
    day(world, today, "green", 0)
    day(world, date(2025, 11, 1), "green", 0)
    page = at(world, world.now).get("/coverage").text
    assert "Papers submitted on 2025-11-05 are announced until" in page
    assert "arXiv has nothing from 2025-11-01, a day of the weekend" in page


def test_an_empty_weekday_where_papers_are_usual_is_called_broken(world: World) -> None:
    client = at(world, datetime(2025, 11, 20, 12, tzinfo=UTC))
    for n in range(1, 6):
        day(world, date(2025, 11, 11) - timedelta(weeks=n), "green", 20)
    day(world, date(2025, 11, 11), "green", 0)
    page = client.get("/coverage").text
    assert "empty, not believed" in page
    assert "where about" in page


def test_how_arxiv_is_and_how_far_its_changes_were_read(world: World) -> None:
    assert "arXiv now" not in at(world, world.now).get("/coverage").text
    circuit = DatabaseCircuit(world.engine, "arxiv", clock=lambda: world.now)
    circuit.tell(None)
    with writing(world.engine) as session:
        harvests.save(
            session, harvests.Harvest(source="arxiv", of_set="cs", since=date(2025, 11, 4), done_at=world.now)
        )
    page = at(world, world.now).get("/coverage").text
    assert "answers</span>" in page
    assert "Changes of cs" in page
    for _ in range(5):
        circuit.tell(SourceBusy("arXiv asked us to slow down (HTTP 503).", retry_after=None))
    page = at(world, world.now).get("/coverage").text
    assert "left alone until" in page
    assert "asked us to slow down (HTTP 503)" in page


LIST = f"/lists/{SLUG}"
READ_BY_DAY = ["/", LIST, f"{LIST}/queue", "/new", f"{LIST}/new", f"{LIST}/digest", f"{LIST}/digest/2025-W45"]


@pytest.mark.parametrize("path", [*READ_BY_DAY, "/coverage"])
def test_a_reader_is_told_when_announced_papers_have_not_come(world: World, path: str) -> None:
    late = datetime(2025, 11, 7, 18, tzinfo=UTC)
    cookies = {COOKIE: session_cookie(world, "ada")}
    assert "none has reached this site yet" not in at(world, world.now, cookies).get(path).text
    page = at(world, late, cookies).get(path).text
    assert "arXiv announced papers on Fri 07 Nov at 01:00 UTC, and none has reached this site yet." in page


def test_metrics_tell_lag_gaps_and_how_arxiv_is(world: World) -> None:
    DatabaseCircuit(world.engine, "arxiv", clock=lambda: world.now).tell(None)
    text = at(world, world.now).get("/metrics").text
    assert 'listkeeper_source_papers{source="arxiv",what="expected"}' in text
    assert 'listkeeper_lag_seconds{until="stored"}' in text
    assert "listkeeper_arxiv_is_well 1.0" in text
    assert "listkeeper_arxiv_circuit_open 0.0" in text
    assert 'listkeeper_source_days{source="arxiv",state="amber"} 1.0' in text
