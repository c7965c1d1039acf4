"""Who calls: a program with a token, a person with a session, or anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from service import security
from service.boundary import Now, ReadDb, SignInNeeded, Visitor
from service.db import tokens
from service.domain.people import Role, User
from service.domain.tokens import Scope
from service.errors import Forbidden

_bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A token of `listkeeper token make`.")
_FOR_READERS = (Scope.SUGGEST, Scope.CLASSIFY)
_HOW = "send a token as `Authorization: Bearer …`; `listkeeper token make` makes one."

_ONLY_READS = "Your account may read only; ask an administrator for the role of a reviewer."


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf a request comes; `token_id` is 0 for a person's own browser."""

    user: User
    token_id: int
    scopes: tuple[Scope, ...]

    def check_reviews(self, list_id: int) -> None:
        """Accept somebody who may review this list.

        Raises:
            Forbidden: the person may not.
        """
        if not self.user.may(Role.REVIEWER, list_id):
            raise Forbidden(_ONLY_READS)

    def check_publishes(self, list_id: int) -> None:
        """Accept somebody who maintains this list.

        Raises:
            Forbidden: the person may not publish.
        """
        if not self.user.may(Role.MAINTAINER, list_id):
            raise Forbidden("Your account may not publish on this list; ask a maintainer of it.")


def caller(
    request: Request,
    session: ReadDb,
    now: Now,
    visitor: Visitor,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Caller | None:
    """Return who calls, if it is anybody we know.

    Raises:
        SignInNeeded: a token was sent that does not work.
    """
    if credentials is not None:
        found = tokens.by_digest(session, security.digest(credentials.credentials), now=now)
        if found is None:
            raise SignInNeeded(f"This token is unknown, expired or revoked; {_HOW}")
        return Caller(found.user, found.id, found.scopes)
    is_read = request.method in ("GET", "HEAD")
    return Caller(visitor, 0, (Scope.READ_REVIEW,)) if visitor and is_read else None


def needs(scope: Scope) -> Callable[[Caller | None], Caller]:
    """Return the dependency that lets only callers with a scope through, and only reviewers review.

    A browser's session is enough to read; to write, a token is needed, so that no other site can
    make a signed-in browser write.
    """

    def check(who: Annotated[Caller | None, Depends(caller)]) -> Caller:
        if who is None:
            raise SignInNeeded(f"This needs a token with the scope {scope}; {_HOW}")
        if scope not in who.scopes:
            raise Forbidden(f"This token has not the scope {scope}; make another one.")
        if scope not in _FOR_READERS and not who.user.may(Role.REVIEWER):
            raise Forbidden(_ONLY_READS)
        return who

    return check


Reviewing = Annotated[Caller, Depends(needs(Scope.READ_REVIEW))]
GivingVerdicts = Annotated[Caller, Depends(needs(Scope.GIVE_VERDICTS))]
Suggesting = Annotated[Caller, Depends(needs(Scope.SUGGEST))]
Publishing = Annotated[Caller, Depends(needs(Scope.PUBLISH))]
Hooking = Annotated[Caller, Depends(needs(Scope.WEBHOOKS))]
Classifying = Annotated[Caller, Depends(needs(Scope.CLASSIFY))]
