"""The five founding lists: they load, they agree on words, and they describe the real files."""

from collections import Counter
from pathlib import Path

import pytest

from service.catalog import built_in_catalog, load_catalog
from service.domain.lists import ListSpec, Policy
from service.domain.taxonomy import TagPlace, spelling_key
from service.lists.reading.document import ListDocument, read_document
from service.publishing.git import run_git
from tests.emulators.arxiv_corpus import load
from tests.emulators.arxiv_query import parse_query

SPECS = {spec.slug: spec for spec in load_catalog([built_in_catalog()])}
ENTRIES = {
    "awesome-token-compress": 96,
    "mllm-token-compression": 211,
    "token-merge-for-mllms": 24,
    "token-pruning-and-merging": 5,
    "vision-token-pruning": 56,
}


@pytest.fixture(params=sorted(SPECS))
def spec(request):
    return SPECS[request.param]


def test_all_five_are_there_and_ask_first():
    assert sorted(SPECS) == sorted(ENTRIES)
    assert {spec.policy for spec in SPECS.values()} == {Policy.ASK_FIRST}


def test_the_short_name_of_an_owner_is_enough():
    assert "yaolinli" in SPECS["mllm-token-compression"].aliases


def test_the_facets_of_the_survey_list_stand_in_its_order():
    names = [facet.name for facet in SPECS["mllm-token-compression"].taxonomy.facets]
    assert names == ["modality", "stage", "text-query", "method", "usage", "speed", "ratio", "train-infer"]


def test_a_spelling_means_one_tag_of_a_facet(spec):
    for facet in spec.taxonomy.facets:
        owners = Counter(
            key
            for tag in facet.tags
            for key in {spelling_key(s) for s in (tag.name, *tag.spellings, *tag.drifted)}
        )
        assert [key for key, count in owners.items() if count > 1] == []


def test_a_badge_means_one_tag_of_the_list():
    taxonomy = SPECS["mllm-token-compression"].taxonomy
    for facet in taxonomy.facets:
        for tag in facet.tags:
            for spelling in (*tag.spellings, *tag.drifted):
                assert taxonomy.read(spelling) == ((facet.name, tag.name),)


def test_every_tag_says_what_it_means_and_what_gives_it_away(spec):
    for facet in spec.taxonomy.facets:
        assert facet.definition
        for tag in facet.tags:
            assert tag.definition, tag.name
            assert 5 <= len(tag.cues) <= 20, tag.name


def test_the_known_drift_is_read_and_never_written():
    taxonomy = SPECS["mllm-token-compression"].taxonomy
    for drifted, pair in {
        "Vision_Encoderr": ("stage", "vision-encoder"),
        "TQ-yes": ("text-query", "yes"),
        "Re--train": ("usage", "retrain"),
    }.items():
        assert taxonomy.read(drifted) == (pair,)
    labels = {tag.label for facet in taxonomy.facets for tag in facet.tags}
    assert {"Vision_Encoder", "TQ-Yes", "Retrain"} <= labels
    assert not labels & {"Vision_Encoderr", "TQ-yes", "Re--train"}


def real_list(spec: ListSpec, shared: Path, tmp_path: Path) -> ListDocument:
    """The list's file at its snapshot."""
    lists = shared / "data" / "lists"
    bundle = lists / f"{spec.source_name}.bundle"
    if bundle.exists():
        run_git(None, "clone", "-q", str(bundle), str(tmp_path / "clone"))
    path = tmp_path / "clone" / spec.paths[0] if bundle.exists() else lists / spec.paths[0]
    return read_document(path.read_bytes(), path=spec.paths[0], taxonomy=spec.taxonomy)


@pytest.mark.shared
def test_the_real_file_is_read_whole_and_every_badge_is_known(spec, shared, tmp_path):
    document = real_list(spec, shared, tmp_path)
    assert len(document.entries) == ENTRIES[spec.slug]
    assert document.problems == ()
    assert [(e.first_line, e.unknown_tags) for e in document.entries if e.unknown_tags] == []


@pytest.mark.shared
def test_written_tags_occur_in_the_real_files(spec, shared, tmp_path):
    document = real_list(spec, shared, tmp_path)
    seen = {(facet, tag) for e in document.entries for facet, tags in e.tags.items() for tag in tags}
    declared = {
        (facet.name, tag.name)
        for facet in spec.taxonomy.facets
        if facet.place is not TagPlace.NOWHERE
        for tag in facet.tags
    }
    announced = {  # blocks that stand empty, and what a sister list may bring
        ("mllm-token-compression", "audio"),
        ("token-pruning-and-merging", "audio"),
        ("token-pruning-and-merging", "video"),
    }
    assert {(spec.slug, tag) for _, tag in declared - seen} <= announced
    assert seen <= declared


@pytest.mark.shared
def test_the_query_finds_what_the_list_holds(spec, shared, tmp_path):
    listed = {str(e.arxiv_id) for e in real_list(spec, shared, tmp_path).entries if e.arxiv_id}
    corpus = load([shared / "data" / "arxiv" / "listed.jsonl.xz"], tell=lambda _: None)
    query = parse_query(spec.query)
    # a paper whose categories nobody recorded cannot be found by category, here or anywhere
    known = [p for p in corpus.between(0, 10**13) if p.id in listed and p.categories]
    found = [p for p in known if query.meets(p)]
    corpus.close()
    assert len(found) >= 0.85 * len(known) > 0
