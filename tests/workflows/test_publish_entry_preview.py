"""What the queue shows of an entry is what goes: the same plan, checked in the same way."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.catalog import built_in_catalog, load_catalog
from service.db import bundles, candidates, proposals
from service.db.candidates import Candidate
from service.db.engine import reading, writing
from service.domain.lists import ListSpec
from service.domain.review import CandidateState
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.lists import Addition, AdditionKind, Edit
from service.publishing.sources import find_in_folder
from service.settings import load_settings
from service.workflows import publish_plan
from service.workflows.publish import preview, publish
from service.workflows.publish_entry_preview import EntryPreview, NoEntry, preview_entry
from service.workflows.publish_plan import PlannedItem
from service.workflows.sync import sync_list
from tests.publishing.repositories import Repo, git, show
from tests.workflows.publications import README, World, make_world

METHOD = Facet(
    name="method",
    title="Method",
    tags=(Tag(name="pruning", spellings=("Pruning",)), Tag(name="merging", spellings=("Merging",))),
    place=TagPlace.BADGE,
    marker="blue",
)


def in_queue(world: World, candidate_id: int) -> EntryPreview | NoEntry | None:
    with reading(world.engine) as session:
        candidate = candidates.by_id(session, candidate_id)
        return preview_entry(session, candidate, settings=world.settings, now=world.now)


def on_page(world: World) -> PlannedItem:
    with reading(world.engine) as session:
        shown = preview(session, world.found, settings=world.settings, now=world.now)
    (item,) = shown.items
    return item


def is_same(shown: EntryPreview | NoEntry | None, goes: PlannedItem) -> bool:
    """Whether place, text, lines around it and remarks are those of the publication."""
    assert isinstance(shown, EntryPreview)
    names = ("path", "line", "section", "entry_text", "notes", "context_before", "context_after")
    return all(getattr(shown, name) == getattr(goes, name) for name in names)


def test_an_entry_reads_as_the_maintainers_corrected_the_last_one(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    world = make_world(engine, tmp_path, now)
    world.confirm("2504.00004", "Delta of Tokens")
    publish(engine, world.settings, "some-list", now=now)
    git(world.repo.path, "fetch", "--quiet", str(world.mirror), "refs/heads/listkeeper")
    git(world.repo.path, "merge", "--quiet", "--ff-only", "FETCH_HEAD")
    line = b"- [Delta of Tokens](https://arxiv.org/abs/2504.00004)"
    text = show(world.repo.path, "HEAD")
    mended = text.replace(line, b"- **Delta of Tokens** [[paper](https://arxiv.org/pdf/2504.00004)]")
    assert mended != text
    world.repo.commit("Mend", readme=mended)
    world.sync(days=1)
    found = world.confirm("2505.00005", "Epsilon of Tokens", minutes=5)
    shown = in_queue(world, found)
    assert isinstance(shown, EntryPreview)
    assert "**Epsilon of Tokens** [[paper](" in shown.entry_text
    assert is_same(shown, on_page(world))


def test_what_the_lists_own_checks_would_mind_is_told_while_one_decides(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    world = make_world(engine, tmp_path, now)
    rules = b'{"default": false, "MD013": {"line_length": 90}}'
    world.repo.commit("Checks", readme=README, files={".markdownlint.json": rules})
    world.sync()
    found = world.confirm("2505.00005", "Epsilon of Tokens with so very many words that no line has room")
    shown = in_queue(world, found)
    assert isinstance(shown, EntryPreview)
    assert "would mind (MD013)" in shown.notes[-1]
    assert is_same(shown, on_page(world))


def test_an_entry_that_would_stay_behind_is_not_shown_as_one_that_goes(
    engine: Engine, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(engine, tmp_path, now).with_spec(taxonomy=Taxonomy(facets=(METHOD,)))
    found = world.confirm("2504.00004", "Delta of Tokens")
    line = b"- [Delta of Tokens](https://arxiv.org/abs/2504.00004) CVPR 2025"

    def insert(_mirror: object, _spec: object, _path: str, data: bytes, *_: object, **_more: object) -> Edit:
        lines = data.split(b"\r\n")
        made = b"\r\n".join([*lines[:6], line, *lines[6:]])
        return Edit(made, (Addition(AdditionKind.ENTRY, 6, (line + b"\r\n",)),), ("Papers", "2025"), 7)

    monkeypatch.setattr(publish_plan, "insert", insert)
    shown = in_queue(world, found)
    assert isinstance(shown, NoEntry)
    with reading(engine) as session:
        (behind,) = preview(session, world.found, settings=world.settings, now=now).refused
    assert shown.reason == behind.reason
    assert "CVPR 2025" in shown.reason


def test_a_hidden_day_is_that_of_the_verdict_and_today_while_there_is_none(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    lines = (
        f"- [{name} of Tokens](https://arxiv.org/abs/250{n}.0000{n}) <!-- #0{n}/0{n} -->\n"
        for n, name in ((3, "Gamma"), (2, "Beta"), (1, "Alpha"))
    )
    world = make_world(engine, tmp_path, now, readme=f"# Papers\n\n## 2025\n\n{''.join(lines)}".encode())
    found = world.confirm("2504.00004", "Delta of Tokens")
    later = now + timedelta(days=40)
    with reading(engine) as session:
        confirmed = candidates.by_id(session, found)
        waiting = replace(confirmed, state=CandidateState.PENDING)

        def shown(candidate: Candidate, at: datetime) -> str:
            entry = preview_entry(session, candidate, settings=world.settings, now=at)
            assert isinstance(entry, EntryPreview)
            return entry.entry_text

        assert shown(confirmed, later) == on_page(world).entry_text == shown(waiting, now)
        assert f"#{now:%m/%d}" in shown(waiting, now)
        assert f"#{later:%m/%d}" in shown(waiting, later)


def test_papers_that_a_proposal_found_nearest_lead_to_the_section(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    other = b"## Audio\r\n\r\n- [Speech](https://arxiv.org/abs/2401.00009) (2024-01)\r\n\r\n## Licence"
    readme = README.replace(b"## 2025", b"## Vision").replace(b"## Licence", other)
    world = make_world(engine, tmp_path, now, readme=readme)
    found = world.confirm("2504.00004", "Delta of Tokens")
    shown = in_queue(world, found)
    assert isinstance(shown, EntryPreview)
    assert shown.section[-1] == "Vision"
    with writing(engine) as session:
        bundle = bundles.add(session, list_id=world.found.id, folder="bundles/x", manifest={}, now=now)
        proposals.add(
            session,
            candidate_id=found,
            bundle_id=bundle,
            relevance=0.9,
            scores={},
            proposed={},
            abstained=[],
            evidence={"nearest": [{"id": "2401.00009", "similarity": 0.9}]},
            now=now,
        )
    shown = in_queue(world, found)
    assert isinstance(shown, EntryPreview)
    assert shown.section[-1] == "Audio"
    assert is_same(shown, on_page(world))


@pytest.mark.shared
@pytest.mark.parametrize("spec", load_catalog([built_in_catalog()]), ids=lambda spec: spec.slug)
def test_on_every_founding_list_the_queue_shows_what_goes(
    engine: Engine, tmp_path: Path, shared: Path, now: datetime, spec: ListSpec
) -> None:
    settings = load_settings(data_dir=tmp_path / "data")
    source = Path(find_in_folder(shared / "data" / "lists", spec.source_name).where)
    sync_list(engine, spec, settings=settings, source=source, now=now)
    world = World(engine, settings, Repo(tmp_path / "unused"), spec, now)
    badges = [facet for facet in spec.taxonomy.facets if facet.place is TagPlace.BADGE]
    tags = {facet.name: (facet.tags[0].name,) for facet in badges}
    found = world.confirm("2510.00042", "Merging | Tokens [with] Brackets", tags=tags)
    assert is_same(in_queue(world, found), on_page(world))
