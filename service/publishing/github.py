"""Repositories, forks, pull requests and comments on GitHub, as values of ours."""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from service.domain.papers import ArxivId
from service.errors import BadInput, NotFound, PublishError
from service.publishing.github_http import GitHubHttp, RequestRefused, as_github_says

_FORK_LOOKS = 10  # GitHub makes forks in the background
_FORK_WAIT = 3.0
_TRUSTED = ("OWNER", "MEMBER", "COLLABORATOR")
_DROP = re.compile(r"^\s*/listkeeper\s+drop\s+(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository as GitHub tells of it."""

    full_name: str
    default_branch: str
    clone_url: str
    can_push: bool
    is_archived: bool

    @property
    def owner(self) -> str:
        """The account that it belongs to."""
        return self.full_name.split("/", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A pull request into the branch `base`: `head_commit` is where its own branch stands.

    Without `has_branch` its fork is gone.
    """

    number: int
    url: str
    title: str
    body: str
    base: str
    head: str
    head_commit: str
    is_open: bool
    is_merged: bool
    has_branch: bool = True


@dataclass(frozen=True, slots=True)
class Drop:
    """A paper that a maintainer wants out of the pull request, who said so, and when."""

    arxiv_id: str
    who: str
    at: datetime | None


class GitHub:
    """What publishing needs of GitHub."""

    def __init__(self, http: GitHubHttp, *, wait: Callable[[float], None], may_write: bool = False) -> None:
        """`may_write`: the token is an App's for one repository, which GitHub's answers do not tell."""
        self._http = http
        self._wait = wait
        self._may_write = may_write

    def repository(self, full_name: str) -> Repository:
        """Return a repository, under its new name if it was renamed.

        Raises:
            NotFound: there is none, or the token may not see it.
        """
        found = _repository(self._http.ask("GET", f"/repos/{full_name}"))
        return replace(found, can_push=True) if self._may_write else found

    def ensure_fork(self, full_name: str) -> Repository:
        """Return our fork of a repository, making it if there is none.

        Raises:
            PublishError: it may not be forked, or GitHub takes too long.
        """
        made = self._http.ask("POST", f"/repos/{full_name}/forks", body={"default_branch_only": True})
        name = _repository(made).full_name
        for _ in range(_FORK_LOOKS):
            try:
                return self.repository(name)
            except NotFound:
                self._wait(_FORK_WAIT)
        raise PublishError(f"GitHub has not made {name} yet; publish again in a minute.", is_permanent=False)

    def requests_from(self, full_name: str, *, owner: str, branch: str) -> list[PullRequest]:
        """Return the pull requests from a branch, open or not, newest first."""
        query = {"head": f"{owner}:{branch}", "state": "all", "sort": "created", "direction": "desc"}
        return [_request(each) for each in self._http.pages(f"/repos/{full_name}/pulls", params=query)]

    def request(self, full_name: str, number: int) -> PullRequest:
        """Return one pull request.

        Raises:
            NotFound: there is none of that number.
        """
        return _request(self._http.ask("GET", f"/repos/{full_name}/pulls/{number}"))

    def ensure_request(
        self, full_name: str, *, owner: str, branch: str, base: str, title: str, body: str
    ) -> PullRequest:
        """Return the open pull request from a branch with this title and body, making or changing it.

        Raises:
            PublishError: GitHub refuses it.
        """
        found = self._open_request(full_name, owner, branch)
        if found is None:
            asked = {
                "title": title,
                "body": body,
                "head": f"{owner}:{branch}",
                "base": base,
                "maintainer_can_modify": True,
            }
            try:
                return _request(self._http.ask("POST", f"/repos/{full_name}/pulls", body=asked))
            except RequestRefused as exc:
                found = self._open_request(full_name, owner, branch)
                if found is None or "already exists" not in exc.reasons.lower():
                    raise
        if (found.title, found.body) == (title, body):
            return found
        change = {"title": title, "body": body}
        return _request(self._http.ask("PATCH", f"/repos/{full_name}/pulls/{found.number}", body=change))

    def close_request(self, full_name: str, number: int, *, body: str | None = None) -> PullRequest:
        """Close a pull request, with another body if one is given; closing it twice is closing it once."""
        change = {"state": "closed", **({} if body is None else {"body": body})}
        return _request(self._http.ask("PATCH", f"/repos/{full_name}/pulls/{number}", body=change))

    def drops(self, full_name: str, number: int) -> list[Drop]:
        """Return the papers that people with rights in the repository want out, from all comments."""
        found: list[Drop] = []
        for kind in ("issues/{}/comments", "pulls/{}/comments", "pulls/{}/reviews"):
            for comment in self._http.pages(f"/repos/{full_name}/{kind.format(number)}"):
                if comment.get("author_association") in _TRUSTED:
                    with as_github_says():
                        found += _drops(comment)
        return found

    def _open_request(self, full_name: str, owner: str, branch: str) -> PullRequest | None:
        found = self.requests_from(full_name, owner=owner, branch=branch)
        return next((each for each in found if each.is_open), None)


def _drops(comment: Mapping[str, Any]) -> Iterator[Drop]:
    who = str((comment.get("user") or {}).get("login", "somebody"))
    said = next((comment[k] for k in ("updated_at", "submitted_at", "created_at") if comment.get(k)), None)
    at = datetime.fromisoformat(str(said)).astimezone(UTC) if said else None
    for name in _DROP.findall(str(comment.get("body") or "")):
        with contextlib.suppress(BadInput):  # a word that is no id names no paper
            yield Drop(str(ArxivId.parse(name)), who, at)


@as_github_says()
def _repository(said: Mapping[str, Any]) -> Repository:
    rights = said.get("permissions") or {}
    return Repository(
        full_name=quote(str(said["full_name"]), safe="/"),
        default_branch=str(said["default_branch"]),
        clone_url=str(said["clone_url"]),
        can_push=bool(rights.get("push")),
        is_archived=bool(said.get("archived") or said.get("disabled")),
    )


@as_github_says()
def _request(said: Mapping[str, Any]) -> PullRequest:
    head = said["head"]
    return PullRequest(
        number=int(said["number"]),
        url=str(said["html_url"]),
        title=str(said["title"]),
        body=str(said.get("body") or ""),
        base=str(said["base"]["ref"]),
        head=str(head.get("label") or ""),
        head_commit=str(head["sha"]),
        is_open=said["state"] == "open",
        is_merged=bool(said.get("merged_at")),
        has_branch="repo" not in head or head["repo"] is not None,
    )
