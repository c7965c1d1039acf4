"""What pages and API share: a session that commits before the answer, who is asking, and what time it is."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from sqlalchemy import Engine
from starlette.datastructures import FormData

from service import security
from service.db import lists, sessions
from service.db.engine import (
    SQLITE,
    ReadSession,
    WriteSession,
    close_reading,
    dialect_of,
    end_moment,
    opened_to_read,
    opened_to_write,
    refusing_conflicts,
)
from service.db.lists import StoredList
from service.domain.people import Role, User
from service.errors import BadInput, Forbidden
from service.settings import Settings

Answer = TypeVar("Answer")
Fields = TypeVar("Fields", bound=BaseModel)

COOKIE = "listkeeper_session"
_LONGEST_TOKEN = 200  # characters
WAITING = "listkeeper_visit"  # binds form tokens of people who are not signed in


class SignInNeeded(Forbidden):
    """Nobody is signed in; pages answer with the way to the sign-in page."""

    status = 401


def engine_of(request: Request) -> Engine:
    """Return the application's database."""
    engine: Engine = request.app.state.engine
    return engine


def settings_of(request: Request) -> Settings:
    """Return the application's settings."""
    settings: Settings = request.app.state.settings
    return settings


async def read_session(request: Request) -> AsyncIterator[ReadSession]:
    """Open a session that keeps nothing; what waits for no server needs no thread."""
    session = opened_to_read(engine_of(request))
    try:
        yield session
    finally:
        if dialect_of(session) == SQLITE or not session.in_transaction():
            close_reading(session)
        else:
            await run_in_threadpool(close_reading, session)


ReadDb = Annotated[ReadSession, Depends(read_session)]


async def write_session(request: Request, read: ReadDb) -> AsyncIterator[WriteSession]:
    """Open a session that is committed before the answer is sent, here or by `save`.

    On SQLite the moment that was read ends first: it cannot write its log back into the file while anybody
    looks at an older one, and would try again, in vain, with every commit.
    """
    session = opened_to_write(engine_of(request))
    try:
        with refusing_conflicts():
            yield session
        if session.in_transaction():
            await run_in_threadpool(save, session, read)
    finally:
        if session.in_transaction():
            await run_in_threadpool(session.close)


def save(session: WriteSession, read: ReadSession) -> None:
    """Commit what a request changes; a handler that calls this itself spares the way to another thread.

    What `read` sees afterwards may be what it saw before; `end_moment` lets it see the change.

    Raises:
        Conflict: a constraint says that somebody else was faster.
    """
    if dialect_of(read) == SQLITE:
        end_moment(read)
    with refusing_conflicts():
        session.commit()


async def _asked(session: ReadSession, ask: Callable[[], Answer]) -> Answer:
    """Ask the database; what needs no server is there before a thread would be."""
    return ask() if dialect_of(session) == SQLITE else await run_in_threadpool(ask)


def present(request: Request) -> datetime:
    """Return the present moment; tests set `app.state.clock`."""
    clock = getattr(request.app.state, "clock", None)
    return clock() if clock else datetime.now(UTC)


async def _present(request: Request) -> datetime:
    return present(request)


async def _settings(request: Request) -> Settings:
    return settings_of(request)


WriteDb = Annotated[WriteSession, Depends(write_session, scope="function")]
Now = Annotated[datetime, Depends(_present)]
AppSettings = Annotated[Settings, Depends(_settings)]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is signed in, if anybody is, and the session that told."""

    session: ReadSession
    user: User | None


async def caller(request: Request, session: ReadDb) -> Caller:
    """Return who is asking. Each dependency costs a page something, so those below need no other ones."""
    token = request.cookies.get(COOKIE, "")
    if not token:
        return Caller(session, None)
    now, is_of_list = present(request), "slug" in request.path_params

    def ask() -> User | None:
        user = sessions.user(session, security.digest(token), now=now)
        if user is not None and is_of_list:
            lists.every(session)  # wanted next, and the page around it names them all: on the same way
        return user

    return Caller(session, await _asked(session, ask))


Calling = Annotated[Caller, Depends(caller)]


async def visitor(asks: Calling) -> User | None:
    """Return who is signed in, if anybody is."""
    return asks.user


Visitor = Annotated[User | None, Depends(visitor)]


async def signed_in(asks: Calling) -> User:
    """Return who is signed in.

    Raises:
        SignInNeeded: nobody is.
    """
    if asks.user is None:
        raise SignInNeeded("Sign in to see this page.")
    return asks.user


async def admin(user: Annotated[User, Depends(signed_in)]) -> User:
    """Return the signed-in person, who may do everything.

    Raises:
        Forbidden: the person is no administrator.
    """
    if not user.may(Role.ADMIN):
        raise Forbidden("This page is for administrators.")
    return user


async def reviewer(user: Annotated[User, Depends(signed_in)]) -> User:
    """Return the signed-in person, who may give verdicts on some list.

    Raises:
        Forbidden: the person may only read.
    """
    if not user.may(Role.REVIEWER):
        raise Forbidden(_ONLY_READS)
    return user


@dataclass(frozen=True, slots=True)
class OnList:
    """A signed-in person on a list, with the right that the page needs."""

    user: User
    list: StoredList

    @property
    def is_maintainer(self) -> bool:
        """Whether the person may publish, invite and change settings here."""
        return self.user.may(Role.MAINTAINER, self.list.id)


async def list_reviewer(asks: Calling, slug: str) -> OnList:
    """Return who may give verdicts on the list of the address.

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: there is no such list.
        Forbidden: the person may only read it.
    """
    user = await signed_in(asks)
    found = lists.by_slug(asks.session, slug)
    if not user.may(Role.REVIEWER, found.id):
        raise Forbidden(_ONLY_READS)
    return OnList(user, found)


async def list_maintainer(asks: Calling, slug: str) -> OnList:
    """Return who may publish and change the list of the address.

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: there is no such list.
        Forbidden: the person is no maintainer of it.
    """
    user = await signed_in(asks)
    found = lists.by_slug(asks.session, slug)
    if not user.may(Role.MAINTAINER, found.id):
        raise Forbidden(f"This is for those who maintain {found.spec.name}; ask a maintainer.")
    return OnList(user, found)


SignedIn = Annotated[User, Depends(signed_in)]
Reviewer = Annotated[User, Depends(reviewer)]
Admin = Annotated[User, Depends(admin)]
ListReviewer = Annotated[OnList, Depends(list_reviewer)]
ListMaintainer = Annotated[OnList, Depends(list_maintainer)]
_ONLY_READS = "Your account may read only; ask an administrator for the role of a reviewer."


def browser_of(request: Request) -> str:
    """Return the digest of this browser's session, or nothing."""
    token = request.cookies.get(COOKIE, "")
    return security.digest(token) if token else ""


def form_token(request: Request) -> str:
    """Return a CSRF token for the forms of the page that is being made."""
    return security.make_form_token(request.app.state.secret_key, _binding(request), now=present(request))


async def checked_form(request: Request) -> FormData:
    """Return the fields of a form, or of a request of our own script, that was made for this browser.

    Raises:
        BadInput: its token is missing, foreign or too old.
    """
    sent = await request.form()
    token = sent.get("csrf_token") or request.headers.get("x-csrf-token", "")
    if not isinstance(token, str) or not token or len(token) > _LONGEST_TOKEN:
        raise BadInput("This form carries no token; reload the page and send it again.")
    security.check_form_token(request.app.state.secret_key, _binding(request), token, now=present(request))
    return sent


def read_fields(model: type[Fields], given: Mapping[str, Any]) -> Fields:
    """Read the fields of a form or an address; an empty one counts as none. FastAPI's own way costs more.

    Raises:
        RequestValidationError: a field is missing or cannot be used.
    """
    try:
        return model.model_validate({name: value for name, value in given.items() if value != ""})
    except ValidationError as exc:
        raise RequestValidationError(exc.errors()) from exc


def _binding(request: Request) -> str:
    return request.cookies.get(COOKIE) or request.cookies.get(WAITING) or ""
