"""Titles, authors, abstracts and notes that want out of their box, on every page: nothing does."""

import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest

from service.db import candidates, deliveries, ledger, lists, papers, suggestions, webhooks
from service.db.engine import writing
from service.domain.lists import EntryRecord
from service.domain.papers import ArxivId, PaperRecord
from service.domain.webhooks import Answer, EventKind
from service.web.rendered import render_entry
from tests.factories import SLUG, make_queue
from tests.rights import ROUTES
from tests.web.conftest import QUEUE
from tests.web.test_routes import ask

CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><iframe srcdoc='<script>alert(1)</script>'>",
    "<style>body{display:none}</style>",
    '" style="position:fixed;inset:0" x="',
    '" hx-get="/evil" hx-trigger="load" x="',
    "[click](javascript:alert(1))",
    "![x](https://evil.example/p.png)",
    "{{ 1234 * 5678 }} {% raw %} ${1234*5678} #{1234*5678}",
    "<!-- --><base href=https://evil.example/>",
    "\\u202eevil\\u202c <a href=data:text/html,x>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
)
_BAD_ADDRESS = re.compile(r"^\s*(javascript|data|vbscript):", re.IGNORECASE)


class Watcher(HTMLParser):
    """Notes what must not be there: foreign elements, event handlers, styles, active addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in ("iframe", "style", "base", "object", "embed", "img"):
            self.found.append(tag)
        if tag == "script" and not (values.get("src") or "").startswith("/static/"):
            self.found.append("script")
        for name, value in attrs:
            is_handler = name.startswith("on") or name == "style"
            if is_handler or (name in ("href", "src", "action") and _BAD_ADDRESS.match(value or "")):
                self.found.append(f"{tag} {name}={value}")
            if name.startswith("hx-") and "evil" in (value or ""):
                self.found.append(f"{tag} {name}={value}")


def plant(world, texts: Sequence[str] = CORPUS) -> list[int]:
    """Put the corpus into every field of papers, candidates and entries."""
    records = [
        PaperRecord(
            arxiv_id=ArxivId(f"2511.8{n:04d}"),
            title=text,
            abstract=f"First {text}. Prune tokens {text}.",
            authors=(text, "Bo Øst"),
            categories=(text[:20], "cs.CV"),
            comment=text,
            journal_ref=text,
            submitted_at=world.now,
            version=2,
            updated_at=world.now,
        )
        for n, text in enumerate(texts, start=1)
    ]
    with writing(world.engine) as session:
        papers.store(session, records, now=world.now)
        found = lists.by_slug(session, SLUG)
        ids = make_queue(session, found, records, world.now)
        entries = [
            EntryRecord(
                key=f"hostile-{n}",
                arxiv_id=str(record.arxiv_id),
                title=record.title,
                path="README.md",
                position=900 + n,
                first_byte=0,
                last_byte=1,
                section=(record.title,),
                links={record.title: (f"javascript:alert({n})", f"https://example.org/{record.title}")},
                authors_text=record.title,
                date_text=record.title,
                venue=record.title,
                listed_at=world.now,
            )
            for n, record in enumerate(records, start=1)
        ]
        known = [e.record for e in lists.entries(session, found.id)]
        lists.record_sync(
            session, found.id, snapshots=(), entries=[*known, *entries], head=found.head or "x", now=world.now
        )
    return ids


def plant_webhook(world) -> None:
    """Let a receiver answer with the corpus."""
    with writing(world.engine) as session:
        hook = webhooks.add(
            session,
            list_id=world.list_id,
            url=f"https://example.org/{CORPUS[1]}",
            events=[EventKind.CONFIRMED],
            salt="salt",
            seen={"until": world.now.isoformat()},
            made_by=CORPUS[0],
            now=world.now,
        )
        deliveries.plan(session, hook.id, [(text[:100], _message(text)) for text in CORPUS], now=world.now)
        for each in deliveries.newest(session, hook.id, limit=99):
            answer = Answer(status=500, said=each.event, problem=each.event)
            deliveries.record(session, each.id, answer, until=None, now=world.now)
        webhooks.stop(session, hook.id, because=CORPUS[0], now=world.now)


def _message(text: str) -> str:
    return json.dumps({"type": text, "data": {"paper": {"id": text}}})


def check(page: str, path: str) -> None:
    watcher = Watcher()
    watcher.feed(page)
    assert watcher.found == [], f"{path} let something out"
    assert str(1234 * 5678) not in page, f"{path} computed what somebody wrote"


def test_nothing_of_the_corpus_leaves_its_box(world, bo, stranger):
    ids = plant(world)
    for candidate_id in ids:
        for part in (False, True):
            check(bo.get(f"{QUEUE}/{candidate_id}", part=part).text, f"queue {candidate_id}")
    for n in range(1, len(CORPUS) + 1):
        path = f"/papers/2511.8{n:04d}"
        check(bo.get(path).text, path)
        check(stranger.get(path).text, path)
    for path in ("/", f"/lists/{SLUG}", f"{QUEUE}?order=newest", "/search?q=prune", "/search?q=alert"):
        check(bo.get(path).text, path)


def test_what_people_write_leaves_its_box_neither(world, bo, ada):
    ids = plant(world)
    for candidate_id, text in zip(ids, CORPUS, strict=True):
        sent = {
            "verdict": "reject:other",
            "note": text,
            "revision": 1,
            "request_key": f"hostile-{candidate_id}",
        }
        answer = bo.post(f"{QUEUE}/{candidate_id}", part=True, **sent)
        assert answer.status_code == 200
        check(answer.text, "status line")
        check(bo.get(f"{QUEUE}/{candidate_id}").text, "earlier verdicts")
    check(ada.get("/audit").text, "/audit")


@pytest.mark.parametrize("text", CORPUS)
def test_what_is_asked_for_comes_back_harmless(bo, stranger, text):
    for person, path in ((stranger, f"/lists/{SLUG}"), (bo, QUEUE)):
        answer = person.client.get(path, params={"q": text})
        check(answer.text, path)
        check(person.client.get(path, params={"stage": text}).text, path)
    check(stranger.client.get("/search", params={"q": text}).text, "/search")
    check(stranger.client.get("/sign-in", params={"next": text}).text, "/sign-in")
    check(stranger.client.get(f"/lists/{text.replace('/', '')}").text, "unknown list")


def test_an_accepted_hostile_paper_is_shown_harmlessly_before_it_is_published(world, ada):
    for candidate_id in plant(world)[:6]:
        with writing(world.engine) as session:
            revision = candidates.by_id(session, candidate_id).revision
        sent = {"verdict": "accept", "revision": revision, "request_key": f"hostile-{candidate_id}"}
        assert ada.post(f"{QUEUE}/{candidate_id}", **sent).status_code == 303
    check(ada.get(f"/lists/{SLUG}/publish").text, "publish")


def test_every_page_that_there_is_stays_harmless(world, ada, bo):
    ids = plant(world)
    with writing(world.engine) as session:
        for candidate_id, text in zip(ids[:4], CORPUS, strict=False):
            candidate = candidates.by_id(session, candidate_id)
            suggestions.add(
                session,
                list_id=world.list_id,
                arxiv_id=str(candidate.paper.record.arxiv_id),
                note=text,
                asked_by=text,
                now=world.now,
            )
            ledger.note(session, at=world.now, actor=text, action=text[:40], subject=text, after={text: text})
    plant_webhook(world)
    bo.client.headers["User-Agent"] = CORPUS[0]
    for name in sorted(name for name in ROUTES if name.startswith("GET ")):
        answer = ask(ada, name)
        if answer.headers.get("content-type", "").startswith("text/html"):
            check(answer.text, name)
    for path in (f"/lists/{SLUG}/bulk", f"/lists/{SLUG}/second", "/audit", f"/lists/{SLUG}/gaps"):
        answer = ada.get(path)
        assert answer.status_code == 200
        check(answer.text, path)


@pytest.mark.parametrize("text", CORPUS)
def test_what_people_name_things_stays_harmless(ada, text):
    word = ada.client.get(
        f"/lists/{SLUG}/taxonomy/word", params={"facet": "method", "word": text, "back": text}
    )
    check(word.text, "word")
    for path, fields in (
        (
            f"/lists/{SLUG}/taxonomy/preview",
            {"kind": "new", "facet": "method", "word": text[:50], "definition": text},
        ),
        (f"/lists/{SLUG}/settings", {"habits": f"{text} = {text}"}),
        (f"/lists/{SLUG}/suggest", {"paper": text, "note": text}),
        ("/account/tokens", {"name": text, "scopes": ["suggestions:write"]}),
        ("/people", {"name": text, "role": text}),
    ):
        answer = ada.post(path, **fields)
        assert answer.status_code < 500, path
        check(answer.text, path)


@pytest.mark.parametrize("text", CORPUS)
def test_an_entry_is_rendered_without_what_it_would_run(text):
    check(str(render_entry(text)), "entry")
    check(str(render_entry(f"| {text} | [{text}]({text}) |", ("| A | B |", "|---|---|"))), "row")
