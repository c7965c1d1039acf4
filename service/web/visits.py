"""Forms for people who are not signed in: their token is bound to a cookie of its own."""

from dataclasses import dataclass

from fastapi import Response

from service import security
from service.boundary import COOKIE, WAITING
from service.settings import Settings
from service.web.frame import PageMaker

_DAY = 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser that was given a form; `token` belongs into it."""

    key: str
    token: str

    def remember(self, answer: Response, settings: Settings) -> None:
        """Let the browser keep what the form's token is bound to; nobody else keeps the page."""
        answer.set_cookie(
            WAITING, self.key, max_age=_DAY, httponly=True, samesite="lax", secure=settings.secure_cookies
        )
        answer.headers["Cache-Control"] = "no-store"


def make_visit(page: PageMaker) -> Visit:
    """Return the visit of this browser, a new one if it has none."""
    key = page.request.cookies.get(WAITING) or security.make_token()
    binding = page.request.cookies.get(COOKIE) or key
    token = security.make_form_token(page.request.app.state.secret_key, binding, now=page.now)
    return Visit(key, token)
