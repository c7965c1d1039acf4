"""Numbers, months and weeks that are too large for anything, and HEAD: none of them is an error of ours."""

import re

import pytest

from tests.factories import SLUG
from tests.rights import ROUTES
from tests.web.conftest import QUEUE

LIST = f"/lists/{SLUG}"
TOO_LARGE = (2**31, 10**30)
_NUMBERS = sorted({name.split()[1] for name in ROUTES if "_id}" in name and "{arxiv_id" not in name})


@pytest.mark.parametrize("number", TOO_LARGE)
@pytest.mark.parametrize("path", _NUMBERS)
def test_a_number_that_no_row_can_have_is_not_found(ada, path, number):
    address = re.sub(r"{[a-z]+_id}", str(number), path.replace("{slug}", SLUG))
    for answer in (ada.get(address), ada.post(address, revision="1", opinion="accept")):
        assert answer.status_code in (403, 404, 405, 422)


def test_numbers_of_forms_and_older_pages_may_be_too_large(ada):
    for number in TOO_LARGE:
        for path in ("/runs", "/audit"):
            assert ada.get(f"{path}?before={number}").status_code == 422
        for form, name in (("undo", "verdict_id"), ("redo", "undo_id")):
            sent = {name: str(number), "request_key": "a-key-of-this-form"}
            assert ada.post(f"{LIST}/{form}", **sent).status_code == 404
        first = ada.get(QUEUE).headers.get("location", QUEUE)
        assert ada.get(f"{first}?undone={number}").status_code in (200, 303, 404)


@pytest.mark.parametrize(
    "path",
    ["feed/9999-12.atom", "feed/9999-11.json", "changes/9999-12.rss", "digest/0001-W01", "digest/9999-W52"],
)
def test_the_ends_of_the_calendar_are_no_errors(stranger, path):
    assert stranger.get(f"{LIST}/{path}").status_code in (400, 404)


@pytest.mark.parametrize(
    "path", ["/", "/health", "/robots.txt", LIST, f"{LIST}/digest", "/papers/2412.04467", "/nothing"]
)
def test_head_is_answered_as_get_without_the_content(stranger, path):
    asked, whole = stranger.client.head(path), stranger.get(path)
    assert (asked.status_code, asked.content) == (whole.status_code, b"")
    for name in ("content-type", "content-length", "etag"):
        assert asked.headers.get(name) == whole.headers.get(name)
