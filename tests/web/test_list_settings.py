"""Settings and taxonomy in the browser, suggestions, gaps, and the audit as a file."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from service.catalog.loader import built_in_catalog, load_catalog, load_spec
from service.db import candidates, ledger, lists, papers, proposals, retagging, suggestions
from service.db.engine import reading, writing
from service.samples import sample_lists
from service.workflows.suggest import EACH_HOUR, settle_suggestions
from service.workflows.sync import sync_lists
from tests.factories import SLUG, accept, queue_ids
from tests.web.conftest import OTHER, QUEUE, Person

LIST = f"/lists/{SLUG}"


def spec(world):
    with reading(world.engine) as session:
        return lists.by_slug(session, SLUG).spec


def sync_again(world) -> None:
    specs = [s for s in load_catalog([built_in_catalog()]) if s.slug == SLUG]
    sync_lists(world.engine, specs, settings=world.settings, from_folder=sample_lists(), now=world.now)


def test_settings_are_kept_over_a_sync_and_told(ada, world):
    sent = {"daily": "7", "least": "0.2", "order": "newest", "query": "cat:cs.CV AND all:token"}
    assert ada.post(f"{LIST}/settings", **sent).status_code == 303
    sync_again(world)
    now = spec(world)
    assert (now.daily, now.least, now.order, now.query) == (7, 0.2, "newest", "cat:cs.CV AND all:token")
    page = ada.get(f"{LIST}/settings").text
    assert "Changed here; the catalog says: <code>25</code>" in page or "Changed here" in page
    with reading(world.engine) as session:
        line = next(each for each in ledger.newest(session, limit=9) if each.action == "settings")
    assert line.after["daily"] == 7
    assert line.before["daily"] != 7


def test_the_usual_order_is_the_lists_own(ada):
    ada.post(f"{LIST}/settings", order="newest")
    assert '<option value="newest" selected>' in ada.get(QUEUE).text
    assert "order=" not in ada.get(QUEUE, part=True).headers["hx-push-url"]


def test_back_to_the_catalog_forgets_all_changes(ada, world):
    before = spec(world)
    ada.post(f"{LIST}/settings", daily="7")
    ada.post(f"{LIST}/settings/catalog")
    assert spec(world).daily == 7, "the box was not ticked"
    ada.post(f"{LIST}/settings/catalog", sure="yes")
    assert spec(world) == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"query": "all:token all:vision"}, "not arXiv's syntax"),
        ({"daily": "0"}, "number from 1"),
        ({"least": "2"}, "number from 0 to 1"),
        ({"order": "random"}, "is one of"),
        ({"policy": "always"}, "is one of"),
        ({"branch": "../x"}, "A branch name"),
        ({"habits": "order"}, "is no habit"),
        ({"habits": "blank lines = 9"}, "The habit"),
    ],
)
def test_settings_that_make_no_sense_are_explained_and_not_kept(ada, world, fields, words):
    before = spec(world)
    answer = ada.post(f"{LIST}/settings", **fields)
    assert answer.status_code == 400
    assert words in answer.text.replace("&#39;", "'")
    assert spec(world) == before


def edit(person: Person, **fields):
    page = person.post(f"{LIST}/taxonomy/preview", **fields).text
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None, page
    return page, person.post(f"{LIST}/taxonomy", seen=found[1], **fields)


def proposed(world, tag: str) -> list[int]:
    """Return the waiting candidates whose proposals name a tag."""
    with reading(world.engine) as session:
        said = proposals.latest(session, queue_ids(world))
    return [key for key, each in said.items() if tag in each.proposed.get("method", ())]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "rename", "word": "Cutting"}, "None of them changes"),
        ({"kind": "alias", "word": "Cutting"}, "None of them changes"),
        ({"kind": "merge", "into": "merging"}, "All of them change"),
        ({"kind": "split", "word": "Cutting", "words": "Pruning"}, "keep it until somebody says otherwise"),
    ],
)
def test_the_preview_counts_entries_verdicts_and_proposals(ada, world, fields, words):
    spelled = {"kind": "alias", "facet": "method", "tag": "pruning", "word": "Prune_tokens"}
    assert edit(ada, **spelled)[1].status_code == 303, "so that one spelling can stay"
    accept(world, proposed(world, "pruning")[0])
    waiting = len(proposed(world, "pruning"))
    assert waiting > 1
    page = ada.post(f"{LIST}/taxonomy/preview", facet="method", tag="pruning", **fields).text
    assert f"1 verdict and {waiting} proposals that wait have the tag now." in page
    assert words in page
    with reading(world.engine) as session:
        entries = retagging.uses(session, world.list_id)["method", "pruning"]
    assert f"{entries} entries of the list" in page


def test_after_a_merge_proposals_are_read_as_the_other_tag_one_by_one_and_at_once(ada, world):
    waiting = proposed(world, "pruning")
    edit(ada, kind="merge", facet="method", tag="pruning", into="merging")
    page = ada.get(f"{QUEUE}/{waiting[0]}").text
    assert 'name="tag.method" value="merging" checked' in page
    bulk = ada.get(f"{LIST}/bulk").text
    seen, key = (re.search(f'name="{name}" value="([^"]+)"', bulk) for name in ("seen", "request_key"))
    assert seen is not None
    assert key is not None
    answer = ada.post(f"{LIST}/bulk", verdict="accept", seen=seen[1], request_key=key[1])
    assert answer.status_code == 303
    with reading(world.engine) as session:
        assert "merging" in candidates.by_id(session, waiting[0]).tags["method"]


def test_all_of_it_as_yaml_is_what_a_catalog_reads(ada, bo, world, tmp_path):
    ada.post(f"{LIST}/settings", daily="7", least="0.25", order="newest", habits="blank lines = 1")
    edit(ada, kind="new", facet="method", word="Folding: twice", definition='Says "fold" & <more>')
    answer = ada.get(f"{LIST}/settings/catalog.yaml")
    assert f'filename="{SLUG}.yaml"' in answer.headers["content-disposition"]
    path = tmp_path / f"{SLUG}.yaml"
    path.write_bytes(answer.content)
    assert load_spec(path) == spec(world)
    assert bo.get(f"{LIST}/settings/catalog.yaml").status_code == 403


def test_a_merge_is_shown_first_then_made_and_confirmed_tags_follow(ada, world):
    first = queue_ids(world)[0]
    accept(world, first)
    merge = {"kind": "merge", "facet": "method", "tag": "pruning", "into": "merging"}
    page, answer = edit(ada, **merge)
    assert "is read as" in page
    assert answer.status_code == 303
    with reading(world.engine) as session:
        assert "merging" in candidates.by_id(session, first).tags["method"]
        assert "pruning" not in candidates.by_id(session, first).tags["method"]
    sync_again(world)
    facet = spec(world).taxonomy.facet("method")
    assert facet is not None
    assert facet.tag("pruning") is None


def test_a_change_upon_a_change_that_was_not_seen_is_refused(ada):
    new = {"kind": "new", "facet": "method", "word": "Folding"}
    seen = re.search(r'name="seen" value="([^"]+)"', ada.post(f"{LIST}/taxonomy/preview", **new).text)
    assert seen is not None
    ada.post(f"{LIST}/settings", daily="7")
    assert ada.post(f"{LIST}/taxonomy", seen=seen[1], **new).status_code == 409


def test_an_unknown_word_is_an_alias_or_a_new_tag(ada):
    page = ada.get(f"{LIST}/taxonomy/word?facet=method&word=Folding&back={QUEUE}").text
    assert "Another word for" in page
    assert "A new tag" in page
    _, answer = edit(ada, kind="new", facet="method", word="Folding", back=QUEUE)
    assert answer.headers["location"] == QUEUE
    assert "Folding" in ada.get(QUEUE).text
    assert "read as" in ada.get(f"{LIST}/taxonomy/word?facet=method&word=folding").text


def test_tags_are_explained_with_two_papers_each(stranger):
    page = stranger.get(f"{LIST}/tags").text
    assert "Such as" in page
    assert "<html" not in stranger.get(f"{LIST}/tags", part=True).text


def test_anybody_suggests_a_paper_and_it_is_in_the_queue(stranger, bo, world):
    page = stranger.get(f"{LIST}/suggest").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    unlisted = missing(world)
    sent = {"paper": f"https://arxiv.org/abs/{unlisted}v2", "note": "It merges."}
    answer = stranger.post(f"{LIST}/suggest", token=token[1], **sent)
    assert "The paper is in the queue" in answer.text
    queue = bo.get(f"{QUEUE}?source=suggestion").text
    assert "suggested" in queue
    assert "It merges." in queue
    again = stranger.post(f"{LIST}/suggest", token=token[1], **sent)
    assert again.status_code == 409


def missing(world) -> str:
    """Return a paper that we know and that the list neither has nor looks at."""
    with reading(world.engine) as session:
        listed = lists.listed_ids(session, world.list_id)
        waiting = candidates.undecided_papers(session, world.list_id)
        known = papers.since(session, None)
    ids = (str(p.record.arxiv_id) for p in known if p.id not in waiting)
    return next(each for each in ids if each not in listed)


def test_what_is_not_known_yet_waits_for_the_crawl(stranger, world):
    token = re.search(r'name="csrf_token" value="([^"]+)"', stranger.get(f"{LIST}/suggest").text)
    assert token is not None
    answer = stranger.post(f"{LIST}/suggest", token=token[1], paper="2501.00001")
    assert "fetched with the next crawl" in answer.text
    with reading(world.engine) as session:
        assert suggestions.open_ids(session) == {"2501.00001"}
    assert settle_suggestions(world.engine, now=world.now) == 0


def test_suggestions_of_one_address_are_limited(stranger):
    token = re.search(r'name="csrf_token" value="([^"]+)"', stranger.get(f"{LIST}/suggest").text)
    assert token is not None
    for number in range(EACH_HOUR):
        assert stranger.post(f"{LIST}/suggest", token=token[1], paper=f"2501.0000{number}").status_code == 200
    answer = stranger.post(f"{LIST}/suggest", token=token[1], paper="2501.00099")
    assert answer.status_code == 429
    assert "in an hour" in answer.text


@pytest.mark.parametrize("paper", ["", "no id", "https://example.org/x", "<script>alert(1)</script>"])
def test_what_is_no_arxiv_id_is_said_and_the_form_keeps_it(stranger, paper):
    token = re.search(r'name="csrf_token" value="([^"]+)"', stranger.get(f"{LIST}/suggest").text)
    assert token is not None
    answer = stranger.post(f"{LIST}/suggest", token=token[1], paper=paper)
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text


def test_a_reviewer_puts_a_paper_into_the_queue_by_hand(bo, world):
    answer = bo.post(f"{LIST}/suggest", paper=missing(world))
    assert answer.status_code == 303
    assert "added by hand" in bo.get(answer.headers["location"]).text


def test_gaps_are_shown_with_the_sisters_tags_and_go_into_the_queue(bo, world):
    gap, path = missing(world), f"{LIST}/gaps"
    with writing(world.engine) as session:
        other = lists.by_slug(session, OTHER)
        like = lists.entries(session, world.list_id, limit=1)[0].record
        entry = replace(like, key="gap", arxiv_id=gap, title="A gap", tags={"stage": ("in-llm",)})
        lists.record_sync(session, other.id, snapshots=(), entries=[entry], head="x", now=world.now)
    page = bo.get(path).text
    assert gap in page
    assert "chip facet facet-stage" in page
    assert bo.post(path, papers=["2511.90001"]).status_code == 400, "it waits here already"
    answer = bo.post(path, papers=[gap])
    assert answer.headers["location"] == f"{QUEUE}?source=sister+list"
    assert "from a sister list" in bo.get(answer.headers["location"]).text
    assert gap not in bo.get(path).text


def test_the_audit_is_narrowed_down_and_given_as_a_file(ada, world):
    first, second = queue_ids(world)[:2]
    accept(world, first, "ada")
    accept(world, second, "bo")
    page = ada.get("/audit?actor=bo").text
    assert {"ada", "bo"} & set(re.findall(r"<td[^>]*>([^<]*)</td>", page)) == {"bo"}
    rows = list(csv.DictReader(io.StringIO(ada.get("/audit.csv?action=accept").text)))
    assert [row["actor"] for row in rows] == ["bo", "ada"]
    lines = [json.loads(line) for line in ada.get("/audit.jsonl?about=2511.90001").text.splitlines()]
    assert {"accept"} <= {line["action"] for line in lines}
    assert lines[-1]["after"]["bundle"]
    assert ada.get("/audit.exe").status_code == 422


def test_a_formula_in_the_audit_stays_text_in_a_spreadsheet(ada, world):
    with writing(world.engine) as session:
        ledger.note(session, at=world.now, actor="=1+1", action="x", subject="@cmd")
    row = next(csv.DictReader(io.StringIO(ada.get("/audit.csv").text)))
    assert (row["actor"], row["subject"]) == ("'=1+1", "'@cmd")
