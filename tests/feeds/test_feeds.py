"""The feeds that the site answers with."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest

from service.domain.lists import EntryRecord
from tests.api.test_review import token
from tests.world import World, entry, record

ATOM = "{http://www.w3.org/2005/Atom}"


def _keys(world: World, path: str = "feed.atom") -> list[str]:
    answer = world.client().get(f"/lists/tokens/{path}")
    assert answer.status_code == 200, answer.text
    return [found.id.rsplit("/", 1)[1] for found in feedparser.parse(answer.content).entries]


def test_a_feed_holds_what_people_confirmed_and_what_the_list_took_in(world: World):
    world.now += timedelta(days=1)
    world.accept(5, stage=["llm"])
    assert _keys(world) == ["2510.00005", "2510.00003", "2510.00002", "2510.00001"]


def test_a_paper_that_stands_twice_on_a_list_is_one_item(world: World):
    twice = EntryRecord(**{name: getattr(entry(3, world.now), name) for name in EntryRecord.__slots__})
    again = EntryRecord(
        **{name: getattr(twice, name) for name in EntryRecord.__slots__}
        | {"key": "2510.00003#2", "tags": {"stage": ("llm",)}}
    )
    without_id = EntryRecord(
        **{name: getattr(twice, name) for name in EntryRecord.__slots__} | {"key": "other", "arxiv_id": None}
    )
    world.sync(twice, again, without_id)
    assert _keys(world) == ["2510.00003"]


def test_a_paper_without_arxiv_id_has_an_id_that_stays(world: World):
    alone = EntryRecord(
        **{name: getattr(entry(8, world.now), name) for name in EntryRecord.__slots__}
        | {"key": "only on openreview", "arxiv_id": None, "title": "Only on OpenReview"}
    )
    world.sync(alone)
    first = _keys(world)
    world.now += timedelta(days=1)
    world.sync(alone)
    assert _keys(world) == first
    assert first[0].startswith("sha256-")


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_a_reader_that_has_the_feed_is_answered_with_304(world: World, form: str):
    path = f"/lists/tokens/feed.{form}"
    first = world.client().get(path)
    assert first.headers["last-modified"] == "Mon, 29 Sep 2025 09:00:00 GMT"
    by_tag = world.client().get(path, headers={"If-None-Match": first.headers["etag"]})
    by_date = world.client().get(path, headers={"If-Modified-Since": first.headers["last-modified"]})
    assert (by_tag.status_code, by_date.status_code, by_tag.content) == (304, 304, b"")
    world.now += timedelta(hours=1)
    world.accept(5)
    assert world.client().get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 200
    stale = {"If-Modified-Since": first.headers["last-modified"]}
    assert world.client().get(path, headers=stale).status_code == 200
    assert world.client().get(path, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_a_feed_by_tag_holds_only_papers_with_it_and_has_its_own_id(world: World):
    world.accept(5, stage=["llm"], modality=["video"])
    world.accept(6, stage=["llm"], modality=["image"])
    world.accept(7, stage=["encoder"])
    assert _keys(world, "feed.atom?stage=llm") == ["2510.00006", "2510.00005"]
    assert _keys(world, "feed.atom?stage=llm&modality=video") == ["2510.00005"]
    assert _keys(world, "feed.atom?stage=llm&stage=encoder") == ["2510.00007", "2510.00006", "2510.00005"]
    client = world.client()
    ids = [
        ET.fromstring(client.get(f"/lists/tokens/feed.atom{query}").content).findtext(f"{ATOM}id")  # noqa: S314  # ours
        for query in ("", "?stage=llm&stage=encoder", "?stage=encoder&stage=llm")
    ]
    assert ids[0] != ids[1] == ids[2]
    answer = client.get("/lists/tokens/feed.atom?stage=lmm")
    assert answer.status_code == 400
    assert "Stage has no tag" in answer.text


def test_the_short_form_leaves_the_abstract_out(world: World):
    world.accept(5)
    body = world.client().get("/lists/tokens/feed.json?view=summary").json()
    assert "content_html" not in body["items"][0]
    assert body["feed_url"].endswith("/feed.json?view=summary")


def test_new_versions_withdrawals_and_removals_have_a_feed_of_their_own(world: World):
    world.store(record(1), record(2))
    world.now += timedelta(days=1)
    world.store(record(1, version=2), record(2, version=2, comment="Withdrawn: an error in section 3"))
    world.now += timedelta(days=1)
    world.sync(*(entry(number, world.now) for number in (1, 2)))
    found = feedparser.parse(world.client().get("/lists/tokens/changes.atom").content)
    assert [each.title.split(":")[0] for each in found.entries] == [
        "Taken off the list",
        "Withdrawn 2",
        "New version 2",
    ]


def test_an_empty_list_has_a_feed_too(engine, tmp_path, now):
    world = World(engine, tmp_path, now)
    world.found()
    for form in ("atom", "rss", "json"):
        assert world.client().get(f"/lists/tokens/feed.{form}").status_code == 200
    assert world.client().get("/lists/nothing/feed.atom").status_code == 404
    assert world.client().get("/lists/tokens/feed.xml").status_code == 422


def test_candidates_have_a_feed_for_reviewers_with_a_token(world: World):
    world.candidate(5)
    world.now += timedelta(hours=1)
    world.candidate(6)
    world.accept(7)
    secret = token(world, "review:read")["Authorization"].removeprefix("Bearer ")
    client = world.client()
    answer = client.get(f"/lists/tokens/candidates.atom?token={secret}")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "access-control-allow-origin" not in answer.headers
    assert secret not in answer.text
    ids = [found.id for found in feedparser.parse(answer.content).entries]
    assert ids == [f"tag:listkeeper,2025:list/tokens/candidate/2510.0000{n}" for n in (6, 5)]
    other = token(world, "suggestions:write")["Authorization"].removeprefix("Bearer ")
    for wrong in ("", "lk_wrong", other):
        assert client.get(f"/lists/tokens/candidates.atom?token={wrong}").status_code == 403


def test_the_feed_of_candidates_holds_two_weeks_however_many_came(world: World):
    header = token(world, "review:read")["Authorization"].removeprefix("Bearer ")
    for number in range(100, 110):
        world.candidate(number)
    world.now += timedelta(days=13)
    for number in range(200, 300):
        world.candidate(number)
    path = f"candidates.atom?token={header}"
    assert len(_keys(world, path)) == 110
    world.now += timedelta(days=2)
    assert len(_keys(world, path)) == 100


def test_the_link_of_a_candidate_leads_to_its_place_in_the_queue(world: World):
    header = token(world, "review:read")["Authorization"].removeprefix("Bearer ")
    number = world.candidate(5)
    items = world.client().get(f"/lists/tokens/candidates.json?token={header}").json()["items"]
    assert [item["external_url"] for item in items] == [f"{world.base_url}/lists/tokens/queue/{number}"]


def test_opml_leads_to_feeds_that_exist(world: World):
    client = world.client()
    body = client.get("/feeds.opml").content
    addresses = [each.get("xmlUrl") for each in ET.fromstring(body).iter("outline") if each.get("xmlUrl")]  # noqa: S314  # ours
    assert len(addresses) == 7  # the list, its changes, its digest, four tags
    for address in addresses:
        assert client.get(address or "").status_code == 200
    assert client.get("/lists/tokens/feeds.opml").status_code == 200


def test_archive_pages_lead_back_to_the_first_paper(world: World):
    for week in range(10):
        world.now += timedelta(days=7)
        for number in range(12):
            world.accept(100 + week * 12 + number)
    client, seen, pages = world.client(), set(), 0
    target: str | None = "/lists/tokens/feed.atom"
    while target:
        root = ET.fromstring(client.get(target).content)  # noqa: S314  # our own bytes
        seen |= {found.text for found in root.iter(f"{ATOM}id")} - {root.findtext(f"{ATOM}id")}
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        is_archive = root.find("{http://purl.org/syndication/history/1.0}archive") is not None
        assert is_archive == bool(pages)
        assert links.get("current") == ("https://lists.example.org/lists/tokens/feed.atom" if pages else None)
        target, pages = links.get("prev-archive"), pages + 1
    assert len(seen) == 123
    assert pages > 3
    assert client.get("/lists/tokens/feed/2025-12.atom").status_code == 404  # not over yet
    assert client.get("/lists/tokens/feed/2025-13.atom").status_code == 400


def test_tex_is_read_as_on_the_pages(world: World):
    abstract = r"It needs $O(n^2)$ steps and 50\% of the tokens."
    world.store(record(1, title=r"$\psi$-merging of G\"odel tokens", abstract=abstract))
    world.store(record(2, title="Plain"))
    world.now += timedelta(days=1)
    world.store(record(2, version=2, title=r"$\beta$ of plain"))
    for form in ("atom", "rss", "json"):
        body = world.client().get(f"/lists/tokens/feed.{form}").text
        assert "ψ-merging of Gödel tokens" in body
        assert "It needs O(n²) steps and 50% of the tokens." in body
        assert "New version 2: β of plain" in world.client().get(f"/lists/tokens/changes.{form}").text
    candidate = world.candidate(9)
    world.store(record(9, version=2, title=r"$\lambda$ waits"))
    header = token(world, "review:read")["Authorization"].removeprefix("Bearer ")
    assert candidate
    assert "λ waits" in world.client().get(f"/lists/tokens/candidates.atom?token={header}").text
