"""A pull request that we left behind: its list lives in another repository by now, and it goes on there."""

from collections.abc import Collection

from sqlalchemy import Engine

from service.db import publications
from service.db.engine import reading
from service.db.lists import StoredList
from service.errors import BadInput, NotFound, PublishError, SetupError
from service.publishing.github import GitHub
from service.publishing.github_names import full_name_of, place_of_request
from service.publishing.texts import markdown_text
from service.settings import Settings
from service.workflows.publish_access import connect


def close_left_behind(
    engine: Engine, settings: Settings, found: StoredList, github: GitHub | None = None
) -> bool:
    """Close our last pull request with a sentence if it lies in another repository than the list.

    One with a commit of somebody else's stays theirs; so does one that was opened again after that.

    Raises:
        PublishError: GitHub cannot answer now; the next look closes it.
    """
    with reading(engine) as session:
        known = publications.of_list(session, found.id)
        ours = publications.commits_of(session, found.id)
    url = next((each.request_url for each in known if each.request_url and each.asked_by is None), None)
    if url is None:
        return False
    try:
        return _close(settings, found, url, ours, github)
    except (BadInput, SetupError):  # it is no more, or we may not see it
        return False
    except PublishError as exc:
        if exc.is_permanent:  # we may not close it
            return False
        raise


def _close(
    settings: Settings, found: StoredList, url: str, ours: Collection[str], github: GitHub | None
) -> bool:
    address, number = place_of_request(url)
    there, here = full_name_of(address), full_name_of(found.spec.repository)
    if there.lower() == here.lower():
        return False
    github = github or connect(settings, address)
    there = github.repository(there).full_name
    if there.lower() == _name_now(github, here).lower():
        return False  # it was renamed, and the pull request is still the list's
    request = github.request(there, number)
    words = f"{markdown_text(found.spec.name)} lives at {here} now, and Listkeeper goes on there."
    if not request.is_open or request.head_commit not in ours or request.body.startswith(words):
        return False
    github.close_request(there, number, body=f"{words}\n\n{request.body}")
    return True


def _name_now(github: GitHub, full_name: str) -> str:
    try:
        return github.repository(full_name).full_name
    except NotFound:  # with a token for the old place alone, the new one may be out of sight
        return full_name
