"""Publishing through the API: see what would go, then send exactly that."""

from typing import Annotated, Literal

from fastapi import Header, Request, Response
from pydantic import Field

from service.api.callers import Publishing, Reviewing
from service.api.preconditions import named_in, strong
from service.api.schemas import Out
from service.api.wire import make_router
from service.api.writing import CREATED, In, Repeatable
from service.boundary import AppSettings, Now, ReadDb, engine_of
from service.db import lists
from service.domain.lists import Channel
from service.errors import PreconditionFailed
from service.workflows.publish import Preview, preview, publish

router = make_router("publications")


class GoingOut(Out):
    """A paper that goes, with the text that it adds."""

    paper: str = Field(examples=["2510.02912"])
    path: str = Field(examples=["README.md"])
    line: int | None = Field(examples=[60])
    text: str = Field(examples=["- [Fewer tokens](https://arxiv.org/abs/2510.02912)\n"])
    notes: list[str] = Field(default=[], examples=[[]])


class StayingOut(Out):
    """A paper that stays behind, and why."""

    paper: str = Field(examples=["2510.02913"])
    reason: str = Field(examples=["The list has it already."])


class PreviewOut(Out):
    """All that a publication would hold; its `digest` is its ETag."""

    digest: str = Field(examples=["5f2a…"])
    title: str = Field(examples=["Add 1 paper"])
    policy: str = Field(description="Whether the list wants publications.")
    going: list[GoingOut]
    staying: list[StayingOut]
    diff: str = Field(description="The exact change, as a unified diff.")


class PublishIn(In):
    """How to publish; without `channel` in the list's own way."""

    channel: Literal["patch"] | None = Field(default=None, description="`patch`: only make a patch file.")


class PublishedOut(Out):
    """What became of it."""

    state: str | None = Field(description="Null where nothing was there to publish.", examples=["committed"])
    commit: str | None = Field(examples=["0f5c1d…"])
    entries: int = Field(examples=[6])
    staying: list[StayingOut]
    request_url: str | None = Field(default=None, description="The pull request.")


@router.get("/lists/{slug}/publications/next", response_model=PreviewOut)
def next_publication(session: ReadDb, settings: AppSettings, now: Now, slug: str, who: Reviewing) -> Response:
    """Return what publishing would do now, with an ETag to publish exactly this."""
    found = lists.by_slug(session, slug)
    who.check_reviews(found.id)
    shown = preview(session, found, settings=settings, now=now)
    headers = {"ETag": strong(shown.digest)}
    return Response(_preview_out(shown).model_dump_json(), media_type="application/json", headers=headers)


@router.post("/lists/{slug}/publications", status_code=CREATED, response_model=PublishedOut)
def publish_list(
    *,
    request: Request,
    session: ReadDb,
    settings: AppSettings,
    now: Now,
    who: Publishing,
    once: Repeatable,
    slug: str,
    given: PublishIn,
    if_match: Annotated[str, Header(description="ETag of what would go; another is answered 412.")] = "",
) -> Response:
    """Publish a list's confirmed papers; with `If-Match` exactly what was seen, or nothing."""
    engine, found = engine_of(request), lists.by_slug(session, slug)
    who.check_publishes(found.id)

    def act() -> PublishedOut:
        shown = preview(session, found, settings=settings, now=now)  # ends the moment that was read
        expected = named_in(if_match)
        if expected is not None and shown.digest not in expected:
            raise PreconditionFailed("The list or its confirmed papers have changed since you looked.")
        channel = Channel(given.channel) if given.channel else None
        done = publish(engine, settings, found.slug, now=now, channel=channel, expected=shown.digest)
        return PublishedOut(
            state=done.state,
            commit=done.commit_id,
            entries=len(done.items) if done.state else 0,
            staying=_staying(done.preview),
            request_url=done.request_url,
        )

    return once.answer_apart(engine, who, given, act)


def _preview_out(shown: Preview) -> PreviewOut:
    return PreviewOut(
        digest=shown.digest,
        title=shown.title,
        policy=shown.policy,
        going=[
            GoingOut(
                paper=str(item.candidate.paper.record.arxiv_id),
                path=item.path,
                line=item.line,
                text=item.entry_text,
                notes=list(item.notes),
            )
            for item in shown.items
        ],
        staying=_staying(shown),
        diff=shown.diff,
    )


def _staying(shown: Preview) -> list[StayingOut]:
    return [
        StayingOut(paper=str(item.candidate.paper.record.arxiv_id), reason=item.reason)
        for item in shown.refused
    ]
