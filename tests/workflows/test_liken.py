"""Papers that are like one another: on the paper's page, in the API, and in the search by meaning."""

from sqlalchemy import Engine

from classifier import HashEncoder
from service.db import likenesses, meaning, papers
from service.db.engine import reading
from service.domain.searches import parse_search
from service.workflows.liken import NEAREST, liken_papers
from tests.world import World, entry, record

PRUNING = "Pruning visual tokens of vision language models by attention."
MERGING = "Merging visual tokens of vision language models by attention."
ROBOTS = "Walking robots learn to climb stairs with reinforcement."


def made(engine: Engine, folder, now) -> World:
    world = World(engine, folder, now)
    world.store(
        record(1, title="Pruning tokens", abstract=PRUNING),
        record(2, title="Merging tokens", abstract=MERGING),
        record(3, title="Robots on stairs", abstract=ROBOTS),
        record(4, title="Nobody listed this", abstract=PRUNING),
    )
    world.sync(*(entry(number, now) for number in (1, 2, 3)))
    return world


def test_the_nearest_listed_papers_are_kept_and_again_changes_nothing(engine: Engine, tmp_path, now):
    made(engine, tmp_path, now)
    encoder = HashEncoder()
    assert liken_papers(engine, encoder) == 2, "nothing is like the robots"
    assert liken_papers(engine, encoder) == 0
    with reading(engine) as session:
        first = papers.by_ids(session, ["2510.00001"])["2510.00001"]
        near = likenesses.nearest(session, first.id, limit=NEAREST)
    assert str(near[0][0].record.arxiv_id) == "2510.00002"
    assert "2510.00004" not in {str(paper.record.arxiv_id) for paper, _ in near}
    assert "2510.00001" not in {str(paper.record.arxiv_id) for paper, _ in near}


def test_nothing_to_compare_is_no_mistake(engine: Engine):
    assert liken_papers(engine, HashEncoder()) == 0


def test_the_paper_page_and_the_api_name_them(engine: Engine, tmp_path, now):
    client = made(engine, tmp_path, now).client()
    assert "Papers like this one" not in client.get("/papers/2510.00001").text
    liken_papers(engine, HashEncoder())
    page = client.get("/papers/2510.00001").text
    assert "Papers like this one" in page
    assert "/papers/2510.00002" in page
    near = client.get("/api/v1/papers/2510.00001").json()["nearest"]
    assert (near[0]["id"], 0 < near[0]["likeness"] <= 1) == ("2510.00002", True)


def test_meaning_finds_what_the_words_alone_do_not(engine: Engine, tmp_path, now):
    world = made(engine, tmp_path, now)
    liken_papers(engine, HashEncoder())
    with reading(engine) as session:
        found = meaning.papers(session, parse_search("title:pruning"), limit=10)
    assert [str(p.record.arxiv_id) for p in found][:2] == ["2510.00001", "2510.00002"]
    client = world.client()
    assert len(client.get("/api/v1/search?q=title:pruning").json()["items"]) == 1
    by_meaning = client.get("/api/v1/search?q=title:pruning&by=meaning").json()["items"]
    assert "2510.00002" in [item["id"] for item in by_meaning]
    assert client.get("/api/v1/search?q=pruning&by=meaning&filter=version:1").status_code == 400
    assert "Merging tokens" in client.get("/search?q=title:pruning&by=meaning").text


def test_a_mistyped_search_says_what_was_probably_meant(engine: Engine, tmp_path, now):
    client = made(engine, tmp_path, now).client()
    answer = client.get("/api/v1/search?q=prunning").json()
    assert (answer["items"], answer["did_you_mean"]) == ([], "pruning")
    assert 'href="/search?q=pruning">pruning</a>' in client.get("/search?q=prunning").text
    assert client.get("/api/v1/search?q=zzzzzz").json()["did_you_mean"] is None
