"""Writing through the API, with a token: verdicts and suggestions, each done once."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import Engine

from service import security
from service.api.callers import Caller, GivingVerdicts, Suggesting
from service.api.paging import Day
from service.api.preconditions import named_in
from service.api.review import RowId, candidate_tag
from service.api.review_schemas import CandidateOut, VerdictOut, candidate_fields, verdict_out
from service.api.wire import make_router
from service.boundary import Now, WriteDb
from service.db import answers, candidates, lists, proposals, verdicts
from service.db.engine import reading, take_turn, writing
from service.domain.requests import Answered, check_key, decide_answer, hash_request
from service.domain.review import LONGEST_NOTE, RejectReason, VerdictGiven, VerdictKind
from service.errors import BadInput, PreconditionFailed
from service.row_ids import LARGEST_ID
from service.workflows.review import give_verdict
from service.workflows.suggest import suggest_paper

router = make_router("writing")

CREATED = 201
_MOST_FACETS = 50


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("holds a character that cannot be kept")
    return text


Text = Annotated[str, AfterValidator(_without_nul)]
Name = Annotated[str, Field(max_length=80), AfterValidator(_without_nul)]


class In(BaseModel):
    """What is sent; an unknown field is a mistake and is answered as one."""

    model_config = ConfigDict(extra="forbid")


class VerdictIn(In):
    """A verdict about a candidate."""

    kind: VerdictKind = Field(examples=["accept"])
    revision: int = Field(ge=1, le=LARGEST_ID, description="The candidate's, as it was seen.", examples=[1])
    tags: dict[Name, list[Name]] = Field(
        default={}, max_length=_MOST_FACETS, examples=[{"stage": ["in-llm"]}]
    )
    reason: RejectReason | None = Field(default=None, examples=[None])
    note: Text = Field(default="", max_length=LONGEST_NOTE)
    due_on: Day | None = Field(default=None, description="For `later`.")


class SuggestionIn(In):
    """A paper that a list might want."""

    paper: Name = Field(description="arXiv id or link.", examples=["2510.02912"])
    note: Text = Field(default="", max_length=LONGEST_NOTE, examples=["It merges tokens in the encoder."])


class Once:
    """Answers a write once: the same key and the same request get the first answer again."""

    def __init__(
        self,
        request: Request,
        session: WriteDb,
        now: Now,
        idempotency_key: Annotated[
            str,
            Header(description="New for each write; the same again for a repetition.", examples=["a1b2c3"]),
        ] = "",
    ) -> None:
        self._path, self._session, self._now = request.url.path, session, now
        self._key = check_key(idempotency_key)

    def request_key(self, who: Caller) -> str:
        """Return the key as it is kept with a verdict: one caller's keys are not another's."""
        return security.digest(f"{who.token_id}:{self._key}")

    def answer(self, who: Caller, given: BaseModel, act: Callable[[], BaseModel]) -> Response:
        """Act and answer 201, or answer again what was answered before."""
        if not who.token_id:
            raise BadInput("Writing needs a token.")
        asked = hash_request("POST", self._path, given.model_dump_json().encode())
        take_turn(self._session, self.request_key(who))  # one that is under way is waited for
        known = decide_answer(answers.by_key(self._session, who.token_id, self._key), asked)
        if known is None:
            known = Answered(asked, CREATED, act().model_dump_json())
            answers.keep(self._session, who.token_id, self._key, known, now=self._now)
        return Response(known.body, known.status, media_type="application/json")

    def answer_apart(
        self, engine: Engine, who: Caller, given: BaseModel, act: Callable[[], BaseModel]
    ) -> Response:
        """Do the same with a write that keeps its own sessions and can itself be run twice."""
        asked = hash_request("POST", self._path, given.model_dump_json().encode())
        with reading(engine) as session:
            known = decide_answer(answers.by_key(session, who.token_id, self._key), asked)
        if known is None:
            known = Answered(asked, CREATED, act().model_dump_json())
            with writing(engine) as session:
                take_turn(session, self.request_key(who))
                if answers.by_key(session, who.token_id, self._key) is None:
                    answers.keep(session, who.token_id, self._key, known, now=self._now)
        return Response(known.body, known.status, media_type="application/json")


Repeatable = Annotated[Once, Depends(scope="function")]


@router.post("/candidates/{candidate_id}/verdicts", status_code=CREATED, response_model=VerdictOut)
def give(
    session: WriteDb,
    now: Now,
    who: GivingVerdicts,
    once: Repeatable,
    candidate_id: RowId,
    given: VerdictIn,
    if_match: Annotated[str, Header(description="ETag of the candidate as it was seen.")] = "",
) -> Response:
    """Give a verdict about a candidate; 409 if its revision has changed since it was seen, 412 its ETag."""
    who.check_reviews(candidates.by_id(session, candidate_id).list_id)
    seen = named_in(if_match)
    verdict = VerdictGiven(
        kind=given.kind,
        revision=given.revision,
        request_key=once.request_key(who),
        tags={facet: tuple(names) for facet, names in given.tags.items()},
        reason=given.reason,
        note=given.note,
        due_on=given.due_on,
    )

    def act() -> VerdictOut:
        found = candidates.by_id(session, candidate_id)
        if seen is not None and candidate_tag(found, proposals.latest_of(session, found.id)) not in seen:
            raise PreconditionFailed("Somebody has judged this paper since you looked; look again.")
        verdict_id = give_verdict(session, candidate_id, verdict, user=who.user, now=now)
        return verdict_out(verdicts.by_id(session, verdict_id))

    return once.answer(who, given, act)


@router.post("/lists/{slug}/suggestions", status_code=CREATED, response_model=CandidateOut)
def suggest(
    session: WriteDb, now: Now, who: Suggesting, once: Repeatable, slug: str, given: SuggestionIn
) -> Response:
    """Suggest a paper for a list's queue; 409 if the list has it."""
    found = lists.by_slug(session, slug)

    def act() -> CandidateOut:
        made = suggest_paper(session, found, given.paper, note=given.note, user=who.user, now=now)
        return CandidateOut(**candidate_fields(made, found.slug))

    return once.answer(who, given, act)
