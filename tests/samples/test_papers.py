"""The sample papers: real facts, our own sentences."""

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.domain.papers import ArxivId, title_key
from service.samples import sample_papers

PAPERS = sample_papers()
RUN = 8  # that many words in a row would be somebody else's sentence


def test_there_are_enough_papers_each_once():
    assert len(PAPERS) >= 60
    assert len({p.arxiv_id for p in PAPERS}) == len({title_key(p.title) for p in PAPERS}) == len(PAPERS)


def test_they_stand_in_the_order_of_their_ids():
    assert [p.arxiv_id for p in PAPERS] == sorted(p.arxiv_id for p in PAPERS)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: str(p.arxiv_id))
def test_a_paper_has_its_facts_and_one_sentence(paper):
    assert ArxivId.parse(str(paper.arxiv_id)) == paper.arxiv_id
    assert paper.title
    assert all(name.strip() == name and name for name in paper.authors)
    assert paper.authors
    assert paper.primary_category in paper.categories
    assert paper.abstract.endswith(".")
    assert 10 <= len(words(paper.abstract)) <= 60


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: str(p.arxiv_id))
def test_a_paper_was_submitted_about_when_its_id_was_given(paper):
    year, month = paper.arxiv_id.month
    submitted = paper.submitted_at
    assert submitted is not None
    assert submitted.utcoffset() is not None
    assert abs((submitted.year - year) * 12 + submitted.month - month) <= 1


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def real_abstracts(folder: Path, ids: set[str]) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.split('"', 4)[3] in ids:  # the id comes first; most lines need no further reading
                    found = json.loads(line)
                    yield found["id"], found["abstract"]


@pytest.mark.shared
def test_no_sentence_repeats_the_abstract(shared):
    sentences = {str(p.arxiv_id): runs(p.abstract) for p in PAPERS}
    abstracts = list(real_abstracts(shared / "data" / "arxiv", set(sentences)))
    assert {paper for paper, _ in abstracts} == set(sentences)
    assert [paper for paper, abstract in abstracts if sentences[paper] & runs(abstract)] == []
