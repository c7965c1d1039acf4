"""Where GitHub tells us that something happened; answered at once, acted on after the answer."""

from typing import Annotated

import structlog
from fastapi import APIRouter, BackgroundTasks, Depends, Header, Request
from sqlalchemy import Engine

from service.boundary import AppSettings, Now, engine_of
from service.errors import BadInput, ListkeeperError
from service.publishing.webhooks import LARGEST_BODY
from service.settings import Settings
from service.workflows.publish_hook import receive
from service.workflows.publish_poll import poll_requests
from service.workflows.runs import utc_now

router = APIRouter(include_in_schema=False)
log = structlog.get_logger()


async def raw_body(request: Request) -> bytes:
    """Return the request's bytes, which the signature is about.

    Raises:
        BadInput: there are too many.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise BadInput(
                f"The webhook is larger than {LARGEST_BODY // 10**6} MB; send fewer kinds of events."
            )
    return body


@router.post("/hooks/github", status_code=202)
def take_hook(
    request: Request,
    settings: AppSettings,
    now: Now,
    tasks: BackgroundTasks,
    body: Annotated[bytes, Depends(raw_body)],
    signature: Annotated[str, Header(alias="X-Hub-Signature-256", max_length=200)] = "",
    delivery: Annotated[str, Header(alias="X-GitHub-Delivery", max_length=200)] = "",
    kind: Annotated[str, Header(alias="X-GitHub-Event", max_length=80)] = "",
) -> dict[str, list[str]]:
    """Take a signed webhook and look after the pull requests that it is about.

    Raises:
        Forbidden: it was not signed with our secret.
    """
    engine = engine_of(request)
    slugs = receive(engine, settings, signature=signature, delivery=delivery, kind=kind, body=body, now=now)
    if slugs:
        tasks.add_task(_look, engine, settings, slugs)
    return {"lists": slugs}


def _look(engine: Engine, settings: Settings, slugs: list[str]) -> None:
    """Look now; whatever goes wrong, the clockwork looks again."""
    try:
        poll_requests(engine, settings, now=utc_now(), only=slugs)
    except ListkeeperError as exc:
        log.warning("webhook not followed", lists=slugs, problem=str(exc))
