"""Whatever is asked, the API answers as its own document says, and never with a failure of ours.

A few requests for each operation here; `make fuzz` sends 20,000, half of them with a token.
"""

import math
import os
import warnings
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import checks
from sqlalchemy import Engine

from service.db import deliveries, webhooks
from service.db.engine import writing
from service.domain.webhooks import EventKind
from service.telling.hooks import HookPost
from service.workflows import webhooks as hooking
from tests.api.test_review import token
from tests.world import World, entry

REQUESTS = int(os.environ.get("LISTKEEPER_CONTRACT_REQUESTS", "0"))  # in all; 0: a few for each operation
FEW = 4
SEED = int(os.environ.get("LISTKEEPER_CONTRACT_SEED", "8"))
SCOPES = (
    "review:read",
    "verdicts:write",
    "suggestions:write",
    "classify",
    "publications:write",
    "webhooks:write",
)
_CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
_NAMES = {"slug": ["tokens", "t", "moon"], "candidate_id": [1, 2, 3, 99], "week": ["2025-W44", "2025-W40"],
          "webhook_id": [1, 2, 99], "paper_id": ["2510.00004", "2510.00001", "9999"]}  # fmt: skip


@pytest.fixture
def world(engine: Engine, tmp_path, now: datetime) -> World:
    made = World(engine, tmp_path, now - timedelta(days=1))
    made.sync(
        *(entry(number, now - timedelta(days=number), tags={"stage": ("llm",)}) for number in range(1, 7))
    )
    made.accept(7, stage=["llm"])
    made.candidate(8)
    made.candidate(9)
    made.now = now
    list_id = made.found().id
    with writing(engine) as session:  # addresses of documentation (RFC 5737): nobody is ever asked
        for number in (1, 2):
            hook = webhooks.add(
                session,
                list_id=list_id,
                url=f"https://203.0.113.{number}/",
                events=[EventKind.LISTED],
                salt="salt",
                seen={"until": now.isoformat()},
                made_by="eve",
                now=now,
            )
            deliveries.plan(session, hook.id, [("listed/1/2510.00001", "{}")], now=now)
    return made


@pytest.fixture(autouse=True)
def _nobody_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no made-up name lead anywhere."""
    monkeypatch.setattr(hooking, "HookPost", partial(HookPost, resolve=lambda _: []))


@pytest.mark.parametrize("scopes", [(), SCOPES], ids=["without token", "with token"])
def test_every_answer_is_as_the_document_says(world: World, scopes: tuple[str, ...]):
    app = world.app()
    app.state.api_limit = 10**9
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    header = token(world, *scopes, user="eve", role="admin") if scopes else {}
    found: Any = schema.get_all_operations()
    operations = [each.ok() for each in found]
    most = math.ceil(REQUESTS / 2 / len(operations)) or FEW
    counted = {each.label: _hold(each, header, most) for each in operations}
    print(f"{sum(counted.values()):,} requests to {len(operations)} operations, {scopes or 'no token'}")  # noqa: T201
    assert len(counted) >= 25
    assert all(counted.values())


def _hold(operation: Any, header: dict[str, str], most: int) -> int:
    """Ask one operation in many ways; return in how many."""
    count = 0

    @seed(SEED)
    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), dice=st.randoms(use_true_random=False))
    def ask(case: Any, dice: Any) -> None:
        nonlocal count
        count += 1
        for name, values in _NAMES.items():  # made-up names alone would only ever be answered with 404
            if name in (case.path_parameters or {}) and dice.random() < 0.8:
                case.path_parameters[name] = dice.choice(values)
        headers = (
            {**header, "Idempotency-Key": f"{operation.label}-{count}".replace(" ", "")} if header else {}
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of libraries that call each other in old ways
            case.call_and_validate(headers=headers, checks=_CHECKS)

    ask()
    return count
