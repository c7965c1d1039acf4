"""Reading the API: papers, lists, entries, tags, digests."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from service.workflows.digest import make_due_digests
from tests.world import World, entry, record

ENTRIES = "/api/v1/lists/tokens/entries"


def _ids(client: TestClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return [item["id"][-1] for item in answer.json()["items"]]


def _walk(client: TestClient, path: str) -> list[str]:
    """Follow `next` to the end and return all ids."""
    ids: list[str] = []
    target: str | None = path
    while target:
        answer = client.get(target)
        assert answer.status_code == 200, answer.text
        ids += [item["id"] for item in answer.json()["items"]]
        target = answer.json()["next"]
        assert answer.headers.get("link") == (f'<{target}>; rel="next"' if target else None)
    return ids


def test_entries_show_the_list_and_the_confirmed_papers_on_their_way(client: TestClient):
    items = client.get(ENTRIES).json()["items"]
    assert [(item["id"][-1], item["state"]) for item in items] == [
        ("4", "confirmed"),
        ("3", "listed"),
        ("2", "listed"),
        ("1", "listed"),
    ]
    assert items[0]["tags"] == {"stage": ["llm"]}


def test_a_confirmed_paper_that_has_landed_is_listed_once(world: World, client: TestClient):
    world.sync(*(entry(number, world.now - timedelta(days=9 - number)) for number in (1, 2, 3, 4)))
    items = client.get(ENTRIES).json()["items"]
    assert sorted((item["id"][-1], item["state"]) for item in items) == [
        (str(n), "listed") for n in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("filter=stage:llm", "431"),
        ("filter=stage:llm|encoder", "4321"),
        ("filter=-stage:llm", "2"),
        ("filter=stage:llm,stage:encoder", "3"),
        ("filter=state:confirmed", "4"),
        ("filter=state:listed,date:2025-09-02..", "32"),
        ("filter=date:2025-09-02", "2"),
        ("filter=date:..2025-09-02", "21"),
        ("filter=id:2510.00002|2510.00004", "42"),
        ('filter=venue:"No such, place"', ""),
        ("sort=date", "1234"),
        ("sort=date&limit=2", "12"),
    ],
)
def test_entries_can_be_filtered_and_sorted(client: TestClient, query: str, ids: str):
    assert "".join(_ids(client, f"{ENTRIES}?{query}")) == ids


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("filter=stagee:llm", "unknown field `stagee`; did you mean `stage`?"),
        ("filter=stage:lmm", "unknown value of `stage`: `lmm`; did you mean `llm`?"),
        ("filter=stage", "The filter cannot be read at 'stage'; write field:value"),
        ("filter=stage:", "The field `stage` needs a value"),
        ("filter=date:yesterday", "'yesterday' is no day for `date`; write it like 2025-10-31."),
        ("filter=date:..", "open on both sides"),
        ("filter=stage:llm%00", "characters that cannot be seen"),
        ("sort=dat", "unknown order `dat`; did you mean `date`?"),
        ("select=titel", "unknown field `titel`; did you mean `title`?"),
        ("cursor=nonsense", "This cursor was not made by this request"),
        ("cursor=bnVsbA", "This cursor was not made by this request"),
        ("limit=0", "“limit”"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_problem_that_helps(
    client: TestClient, query: str, sentence: str
):
    answer = client.get(f"{ENTRIES}?{query}")
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]
    assert answer.json()["status"] == answer.status_code


def test_select_sends_only_what_was_asked_for(client: TestClient):
    assert client.get(f"{ENTRIES}?select=title&limit=1").json()["items"] == [
        {"id": "2510.00004", "title": "Paper 4 on <tokens> & less"}
    ]


def test_a_cursor_of_another_filter_is_refused(client: TestClient):
    target = client.get(f"{ENTRIES}?limit=1").json()["next"]
    assert client.get(f"{target}&filter=stage:llm").status_code == 400


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_pages_hold_every_entry_once(client: TestClient, world: World, sort: str):
    listed_at = world.now - timedelta(days=3)
    world.sync(*(entry(number, listed_at) for number in range(10, 30)))
    for number in range(40, 50):
        world.accept(number)
    for limit in (1, 3, 7, 200):
        ids = _walk(client, f"{ENTRIES}?limit={limit}&sort={sort}")
        assert len(ids) == len(set(ids)) == 31  # twenty listed, ten confirmed, and the one of the fixture


@pytest.mark.parametrize("sort", ["learned", "-learned", "submitted", "-submitted"])
def test_pages_miss_nothing_while_rows_come_and_go(client: TestClient, world: World, sort: str):
    """What was there from the first page to the last is seen exactly once, whatever else happens."""
    world.store(*(record(number) for number in range(100, 130)))
    world.now += timedelta(hours=1)
    stays = {f"2510.{number:05d}" for number in (4, *range(100, 130))}
    seen: list[str] = []
    target: str | None = f"/api/v1/papers?limit=4&sort={sort}"
    number = 200
    while target and number < 260:
        answer = client.get(target).json()
        seen += [item["id"] for item in answer["items"]]
        target = answer["next"]
        world.store(record(number), record(number + 1, submitted_at=world.now))
        number += 2
    assert stays <= set(seen)
    assert len(seen) == len(set(seen))


def test_papers_can_be_filtered(client: TestClient, world: World):
    world.store(record(5, categories=("cs.LG",), primary_category="cs.LG", version=3), record(1))
    assert _ids(client, "/api/v1/papers?filter=category:cs.CL&sort=submitted") == ["1", "4"]
    assert _ids(client, "/api/v1/papers?filter=-category:cs.CL") == ["5"]
    assert _ids(client, "/api/v1/papers?filter=version:2..") == ["5"]
    assert _ids(client, "/api/v1/papers?filter=list:tokens") == ["1"]
    assert _ids(client, "/api/v1/papers?filter=submitted:2025-10-03..") == []


def test_a_paper_tells_where_it_stands(client: TestClient, world: World):
    world.store(record(4, version=2, comment="Better"))
    body = client.get("/api/v1/papers/2510.00004v1").json()
    assert body["lists"] == [
        {"list": "tokens", "state": "confirmed", "tags": {"stage": ["llm"]}, "at": "2025-11-04T09:30:00Z"}
    ]
    assert [version["version"] for version in body["versions"]] == [1, 2]
    assert client.get("/api/v1/papers/2510.99999").status_code == 404
    assert "no arXiv id" in client.get("/api/v1/papers/x").json()["detail"]


def test_lists_and_tags(client: TestClient):
    found = client.get("/api/v1/lists").json()["items"][0]
    assert (found["slug"], found["entries"], found["facets"][0]["tags"]) == ("tokens", 3, ["encoder", "llm"])
    assert client.get("/api/v1/lists/t").json()["slug"] == "tokens"
    counts = {
        (tag["facet"], tag["name"]): tag["entries"] for tag in client.get("/api/v1/tags").json()["items"]
    }
    assert counts["stage", "llm"] == 2
    assert client.get("/api/v1/lists/x").json()["title"] == "There is no such page"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("group_by=stage", {"llm": 3, "encoder": 2}),
        ("group_by=modality", {"": 4}),
        ("group_by=state", {"listed": 3, "confirmed": 1}),
        ("group_by=month&filter=state:listed", {"2025-09": 3}),
        ("group_by=year&filter=stage:encoder", {"2025": 2}),
    ],
)
def test_entries_can_be_counted(client: TestClient, query: str, found: dict[str, int]):
    items = client.get(f"/api/v1/lists/tokens/counts?{query}").json()["items"]
    assert {item["key"]: item["entries"] for item in items} == found


def test_a_group_that_is_none_says_which_was_meant(client: TestClient):
    answer = client.get("/api/v1/lists/tokens/counts?group_by=stages")
    assert answer.json()["detail"] == "unknown group `stages`; did you mean `stage`?"


def test_digests(client: TestClient, world: World):
    world.now += timedelta(weeks=1)
    make_due_digests(world.engine, now=world.now)
    issue = client.get("/api/v1/lists/tokens/digests").json()["items"][0]
    assert (issue["week"], issue["papers"]) == ("2025-W45", 1)
    content = client.get("/api/v1/lists/tokens/digests/2025-W45").json()["content"]
    assert content["items"][0]["key"] == "2510.00004"
    assert client.get("/api/v1/lists/tokens/digests/2025-W40").status_code == 404


def test_an_answer_that_the_client_has_is_304_in_every_process(world: World):
    first = world.client().get(ENTRIES)
    again = world.client().get(ENTRIES, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    world.accept(9)
    changed = world.client().get(ENTRIES, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


def test_long_answers_are_compressed_on_request(client: TestClient):
    assert client.get(ENTRIES).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get(ENTRIES, headers={"Accept-Encoding": "identity"}).headers
