"""Where a publication goes, and whether it may: the one place that enforces a list's policy."""

from dataclasses import dataclass

from service.domain.lists import Channel, ListSpec
from service.domain.publication import check_policy
from service.errors import BadInput
from service.publishing.push import find_target
from service.publishing.sources import ListSource


@dataclass(frozen=True, slots=True)
class Route:
    """How a publication leaves: without a target it is a patch file and no more."""

    channel: Channel
    target: ListSource | None
    is_own_copy: bool = False


def decide_route(spec: ListSpec, *, channel: Channel | None, to: str | None) -> Route:
    """Return the way that was asked for, or the list's own.

    Raises:
        Forbidden: it leads to the list's repository, and its maintainers have not invited us.
        BadInput: what was asked for contradicts itself, or names no repository.
    """
    if to is not None:
        if channel not in (None, Channel.BRANCH):
            raise BadInput(f"--to pushes a branch; leave --channel {channel} out.")
        is_own_copy = not same_repository(to, spec.repository)
        check_policy(spec.policy, name=spec.name, is_own_copy=is_own_copy)
        return Route(Channel.BRANCH, find_target(to), is_own_copy=is_own_copy)
    wanted = channel or spec.channel
    if not wanted.reaches_list:
        return Route(wanted, None)
    check_policy(spec.policy, name=spec.name, is_own_copy=False)
    return Route(wanted, find_target(spec.repository))


def same_repository(one: str, other: str) -> bool:
    """Whether two addresses mean the same repository, however they are spelled."""
    return _reduced(one) == _reduced(other)


def _reduced(address: str) -> str:
    text = address.strip().lower()
    for start in ("ssh://", "https://", "http://", "file://", "git@", "www."):
        text = text.removeprefix(start)
    text = text.removeprefix("git@").removeprefix("www.")
    return text.replace(":", "/", 1).rstrip("/").removesuffix(".git").rstrip("/")
