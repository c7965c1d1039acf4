"""GitHub's webhooks: signed by it, and what they are about.

https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
"""

import hashlib
import hmac
import json
from dataclasses import dataclass

from service.errors import BadInput, Forbidden

LARGEST_BODY = 1_000_000  # bytes; GitHub's own limit is 25 million, for kinds that we do not ask for
_PREFIX = "sha256="
_KINDS = ("pull_request", "pull_request_review", "pull_request_review_comment", "issue_comment", "push")


@dataclass(frozen=True, slots=True)
class HookEvent:
    """Something happened in a repository that may concern a pull request of ours.

    `number` and `body` are the pull request's; `commits` say where its branch stands, or for a push where
    the pushed branch stood: by these, a repository is known again whose name has changed.
    """

    kind: str
    full_name: str
    number: int | None = None
    body: str = ""
    commits: tuple[str, ...] = ()


def check_signature(secret: str, body: bytes, signature: str) -> None:
    """Accept what was signed with our secret.

    Raises:
        Forbidden: it was not, or there is no secret.
    """
    if not secret:
        raise Forbidden("Webhooks are off; set LISTKEEPER_GITHUB_WEBHOOK_SECRET to take them.")
    expected = _PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        raise Forbidden("The signature does not fit; give GitHub the secret that Listkeeper has.")


def read_event(kind: str, body: bytes) -> HookEvent | None:
    """Return what a webhook says, or None where it does not concern us.

    Raises:
        BadInput: it is not what GitHub sends.
    """
    if kind not in _KINDS:
        return None
    try:
        said = json.loads(body)
        request = said.get("pull_request") or said.get("issue") or {}
        number = request.get("number")
        commits = ((request.get("head") or {}).get("sha"), said.get("before"))
        return HookEvent(
            kind,
            str(said["repository"]["full_name"]),
            number if isinstance(number, int) else None,
            str(request.get("body") or ""),
            tuple(commit for commit in commits if isinstance(commit, str)),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise BadInput("The webhook's body is not GitHub's; choose application/json as its type.") from exc
