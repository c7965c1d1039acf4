"""The sample lists: five formats, read without loss, about papers that are there."""

import pytest

from service.catalog import built_in_catalog, load_catalog
from service.domain.papers import title_key
from service.lists.reading.document import read_document
from service.samples import sample_lists, sample_papers

SPECS = {spec.source_name: spec for spec in load_catalog([built_in_catalog()])}
ENTRIES = {
    "JinXins__Awesome-Token-Merge-for-MLLMs": 8,
    "daixiangzi__Awesome-Token-Compress": 16,
    "qianweijiujiu__Awesome-Token-Pruning-and-Merging": 10,
    "vision-token-pruning": 13,
    "yaolinli__MLLM-Token-Compression": 16,
}
WITHOUT_A_SENTENCE = {"2210.09461"}  # lists name papers that no crawl has brought yet

RENAMED = {"2503.23455", "2504.19627"}  # new titles on arXiv since the lists took them up


@pytest.fixture(params=sorted(ENTRIES))
def name(request):
    return request.param


@pytest.fixture
def document(name):
    data = (sample_lists() / f"{name}.md").read_bytes()
    return read_document(data, path=f"{name}.md", taxonomy=SPECS[name].taxonomy)


def test_there_is_one_for_each_list_of_the_catalog():
    assert {path.stem for path in sample_lists().glob("*.md")} == set(SPECS) == set(ENTRIES)


def test_every_entry_is_read_and_no_byte_is_lost(name, document):
    assert len(document.entries) == ENTRIES[name]
    assert document.problems == ()
    assert b"".join(document.spans) == document.data


def test_entries_are_about_sample_papers(document):
    ids = {str(e.arxiv_id) for e in document.entries if e.arxiv_id}
    assert ids <= {str(p.arxiv_id) for p in sample_papers()} | WITHOUT_A_SENTENCE


def test_titles_are_those_of_the_papers(document):
    titles = {p.arxiv_id: title_key(p.title) for p in sample_papers()}
    changed = {str(e.arxiv_id) for e in document.entries if title_key(e.title) != titles.get(e.arxiv_id)}
    assert changed - {"None"} <= RENAMED | WITHOUT_A_SENTENCE


def test_tags_are_recognised(document):
    assert [e.unknown_tags for e in document.entries if e.unknown_tags] == []


def test_the_table_ends_every_line_in_crlf():
    data = (sample_lists() / "yaolinli__MLLM-Token-Compression.md").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 0


def test_the_table_has_drifted_spellings_to_report():
    data = (sample_lists() / "yaolinli__MLLM-Token-Compression.md").read_text(encoding="utf-8")
    assert all(f"/badge/{spelling}-" in data for spelling in ("Vision_Encoderr", "TQ-yes", "Re--train"))


def test_enough_papers_wait_that_no_list_has():
    listed = {
        entry.arxiv_id
        for name in ENTRIES
        for entry in read_document((sample_lists() / f"{name}.md").read_bytes()).entries
    }
    assert len([p for p in sample_papers() if p.arxiv_id not in listed]) >= 60
