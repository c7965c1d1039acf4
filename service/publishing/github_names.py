"""Names of repositories on GitHub, taken from their addresses."""

import re
from urllib.parse import urlsplit

from service.errors import BadInput

_SSH = re.compile(r"[\w.-]+@[\w.-]+:(?P<path>[^:].*)")
_FULL_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_REQUEST = re.compile(r"(https?://.+)/pull/(\d+)")


def full_name_of(address: str) -> str:
    """Return `owner/name` of a repository's address.

    Raises:
        BadInput: the address is not of that form.
    """
    ssh = _SSH.fullmatch(address)
    path = (ssh["path"] if ssh else urlsplit(address).path).strip("/").removesuffix(".git")
    if (ssh is None and not urlsplit(address).netloc) or not _FULL_NAME.fullmatch(path):
        raise BadInput(f"{address[:80]} is no GitHub repository; publish with --channel patch or --to.")
    return path


def place_of_request(url: str) -> tuple[str, int]:
    """Return the address of the repository that a pull request was made in, and its number there.

    Raises:
        BadInput: the address is not that of a pull request.
    """
    found = _REQUEST.fullmatch(url)
    if found is None:
        raise BadInput(f"{url[:80]} is no pull request on GitHub.")
    return found[1], int(found[2])
