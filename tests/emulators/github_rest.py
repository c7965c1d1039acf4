"""The REST requests that publishing makes, answered as GitHub answers them.

https://docs.github.com/en/rest/pulls/pulls and https://docs.github.com/en/rest/repos/forks
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.emulators.github_app import HostedApp
from tests.emulators.github_state import HostedRepo, Hosting, Request, git


@dataclass(frozen=True)
class Asked:
    """A request; `account` is whose token it carries."""

    method: str
    path: str
    params: Mapping[str, str]
    body: Mapping[str, Any]
    account: str
    token: str
    base: str
    api: str
    is_rejected: bool = False


@dataclass(frozen=True)
class Told:
    """An answer."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


_Route = Callable[[Hosting, Asked, HostedRepo, str], Told]
_REPO = re.compile(r"/repos/([^/]+/[^/]+)(/.*)?")


def answer(hosting: Hosting, asked: Asked) -> Told:
    """Answer one request."""
    told = _app(hosting.app, asked) if hosting.app is not None else None
    if told is not None:
        return told
    if asked.is_rejected or (hosting.app is not None and hosting.app.has_ended(asked.token)):
        return Told(401, {"message": "Bad credentials"})
    return _of_repository(hosting, asked)


def _of_repository(hosting: Hosting, asked: Asked) -> Told:
    match = _REPO.fullmatch(asked.path)
    if match is None:
        return Told(404, {"message": "Not Found"})
    name, rest = match[1], match[2] or ""
    if name in hosting.renamed:
        status = 301 if asked.method == "GET" else 307
        moved = f"{asked.api}/repos/{hosting.renamed[name]}{rest}"
        query = "&".join(f"{k}={v}" for k, v in asked.params.items())
        return Told(
            status, {"message": "Moved Permanently"}, {"Location": f"{moved}?{query}" if query else moved}
        )
    repo = hosting.repos.get(name)
    if repo is None:
        return Told(404, {"message": "Not Found"})
    for method, pattern, route in _ROUTES:
        if method == asked.method and (found := re.fullmatch(pattern, rest)):
            return route(hosting, asked, repo, (found.groups() or ("",))[0])
    return Told(404, {"message": "Not Found"})


def _app(app: HostedApp, asked: Asked) -> Told | None:
    """Answer what only Apps ask, with what they signed as their token."""
    installed = re.fullmatch(r"/repos/([^/]+/[^/]+)/installation", asked.path)
    wanted = re.fullmatch(r"/app/installations/(\d+)/access_tokens", asked.path)
    if installed is None and wanted is None:
        return None
    if not app.knows(asked.token):
        return Told(401, {"message": "A JSON web token could not be decoded"})
    if installed is not None:
        number = app.installations.get(installed[1].lower())
        return Told(200, {"id": number}) if number else Told(404, {"message": "Not Found"})
    names = (
        {n.split("/")[1] for n, i in app.installations.items() if i == int(wanted[1])} if wanted else set()
    )
    if not set(asked.body.get("repositories", ())) <= names:
        return Told(422, {"message": "There is at least one repository that does not exist"})
    if any(app.rights.get(name) != right for name, right in asked.body.get("permissions", {}).items()):
        return Told(422, {"message": "The permissions requested are not granted to this installation."})
    return Told(201, app.give())


def _show_repo(hosting: Hosting, asked: Asked, repo: HostedRepo, _: str) -> Told:
    del hosting
    return Told(200, _repo_json(asked, repo))


def _fork(hosting: Hosting, asked: Asked, repo: HostedRepo, _: str) -> Told:
    refused = _may_not_write(asked, repo)
    if refused is not None:
        return refused
    return Told(202, _repo_json(asked, hosting.fork(repo, asked.account)))


def _list_requests(hosting: Hosting, asked: Asked, repo: HostedRepo, _: str) -> Told:
    found = hosting.requests_of(repo)
    state, head = asked.params.get("state", "open"), asked.params.get("head")
    if state != "all":
        found = [r for r in found if r.state == state]
    if head:
        found = [r for r in found if f"{r.head_repo.split('/')[0]}:{r.head}" == head]
    shown = sorted(found, key=lambda r: -r.number) if int(asked.params.get("page", 1)) == 1 else []
    return Told(200, [_request_json(hosting, asked, r) for r in shown])


def _make_request(hosting: Hosting, asked: Asked, repo: HostedRepo, _: str) -> Told:
    refused = _may_not_write(asked, repo)
    if refused is not None:
        return refused
    owner, _colon, branch = str(asked.body["head"]).rpartition(":")
    network = [r for r in hosting.repos.values() if repo.full_name in (r.full_name, r.parent)]
    head = next((r for r in network if r.owner == (owner or repo.owner)), None)
    if head is None or not head.head(branch):
        return _invalid({"resource": "PullRequest", "field": "head", "code": "invalid"})
    if not repo.head(str(asked.body["base"])):
        return _invalid({"resource": "PullRequest", "field": "base", "code": "invalid"})
    for known in hosting.requests_of(repo):
        if known.state == "open" and (known.head_repo, known.head) == (head.full_name, branch):
            return _invalid({"message": f"A pull request already exists for {owner}:{branch}."})
    git(repo.path, "fetch", "--quiet", str(head.path), branch)
    if git(repo.path, "rev-list", "--count", f"{asked.body['base']}..{head.head(branch)}") == "0":
        return _invalid({"message": f"No commits between {asked.body['base']} and {branch}"})
    made = Request(
        number=len(hosting.requests) + 1,
        base_repo=repo.full_name,
        base=str(asked.body["base"]),
        head_repo=head.full_name,
        head=branch,
        title=str(asked.body["title"]),
        body=str(asked.body.get("body", "")),
        author=asked.account,
    )
    hosting.requests.append(made)
    return Told(201, _request_json(hosting, asked, made))


def _show_request(hosting: Hosting, asked: Asked, repo: HostedRepo, number: str) -> Told:
    found = _find(hosting, repo, number)
    return Told(200, _request_json(hosting, asked, found)) if found else Told(404, {"message": "Not Found"})


def _change_request(hosting: Hosting, asked: Asked, repo: HostedRepo, number: str) -> Told:
    found = _find(hosting, repo, number)
    if found is None:
        return Told(404, {"message": "Not Found"})
    if repo.is_archived:
        return _may_not_write(asked, repo) or Told(403, {})
    if asked.account not in {found.author, *repo.writers}:
        return Told(403, {"message": "Resource not accessible by personal access token"})
    found.title = str(asked.body.get("title", found.title))
    found.body = str(asked.body.get("body", found.body))
    if found.merged_at is None:
        found.state = str(asked.body.get("state", found.state))
    return Told(200, _request_json(hosting, asked, found))


def _issue_comments(hosting: Hosting, asked: Asked, repo: HostedRepo, number: str) -> Told:
    found = _find(hosting, repo, number)
    if found is None or int(asked.params.get("page", 1)) > 1:
        return Told(200, [])
    return Told(200, found.comments)


def _review_comments(hosting: Hosting, asked: Asked, repo: HostedRepo, number: str) -> Told:
    found = _find(hosting, repo, number)
    return Told(200, found.review_comments if found and int(asked.params.get("page", 1)) == 1 else [])


def _reviews(hosting: Hosting, asked: Asked, repo: HostedRepo, number: str) -> Told:
    found = _find(hosting, repo, number)
    return Told(200, found.reviews if found and int(asked.params.get("page", 1)) == 1 else [])


def _may_not_write(asked: Asked, repo: HostedRepo) -> Told | None:
    if not asked.account:
        return Told(401, {"message": "Requires authentication"})
    if repo.is_archived:
        return Told(403, {"message": "Repository was archived so is read-only."})
    return None


def _find(hosting: Hosting, repo: HostedRepo, number: str) -> Request | None:
    return next((r for r in hosting.requests_of(repo) if r.number == int(number)), None)


def _invalid(error: Mapping[str, str]) -> Told:
    return Told(422, {"message": "Validation Failed", "errors": [error]})


def _repo_json(asked: Asked, repo: HostedRepo) -> dict[str, Any]:
    return {
        "full_name": repo.full_name,
        "default_branch": repo.default_branch,
        "clone_url": f"{asked.base}/{repo.full_name}.git",
        "archived": repo.is_archived,
        "disabled": False,
        "permissions": {"push": asked.account in repo.writers, "pull": True},
    }


def _request_json(hosting: Hosting, asked: Asked, request: Request) -> dict[str, Any]:
    head = hosting.repos.get(request.head_repo) if request.has_head_repo else None
    if head is not None and (request.state == "open" or not request.last_head):
        request.last_head = head.head(request.head) or request.last_head
    owner = request.head_repo.split("/")[0]
    shown = {"full_name": head.full_name} if head else None
    return {
        "number": request.number,
        "html_url": f"{asked.base}/{request.base_repo}/pull/{request.number}",
        "title": request.title,
        "body": request.body,
        "state": request.state,
        "merged_at": request.merged_at,
        "head": {
            "label": f"{owner}:{request.head}",
            "ref": request.head,
            "sha": request.last_head,
            "repo": shown,
        },
        "base": {"ref": request.base},
    }


_ROUTES: list[tuple[str, str, _Route]] = [
    ("GET", "", _show_repo),
    ("POST", "/forks", _fork),
    ("GET", "/pulls", _list_requests),
    ("POST", "/pulls", _make_request),
    ("GET", r"/pulls/(\d+)", _show_request),
    ("PATCH", r"/pulls/(\d+)", _change_request),
    ("GET", r"/issues/(\d+)/comments", _issue_comments),
    ("GET", r"/pulls/(\d+)/comments", _review_comments),
    ("GET", r"/pulls/(\d+)/reviews", _reviews),
]
