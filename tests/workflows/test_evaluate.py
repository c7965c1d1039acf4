import json
from dataclasses import replace
from datetime import date

import pytest

from classifier import HashEncoder
from classifier.asreview_baseline import NAME, is_installed
from service.domain.lists import ListSpec
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.errors import BadInput
from service.workflows import evaluate, evaluated

SPLIT = date(2025, 4, 1)
ASREVIEW = [NAME] if is_installed() else []
TAXONOMY = Taxonomy(
    facets=(
        Facet(
            name="method",
            title="Method",
            place=TagPlace.HEADING,
            tags=(Tag(name="pruning", cues=("pruning",)), Tag(name="merging", cues=("merging",))),
        ),
    )
)
SPEC = ListSpec(slug="tiny", name="Tiny", repository=".", source_name="tiny", taxonomy=TAXONOMY)


def paper(number, month, verb):
    return {
        "id": f"25{month:02d}.{number:05d}",
        "title": f"Token {verb} for video models, part {number}",
        "abstract": f"We present {verb} of visual tokens. It is fast.",
        "published": f"2025-{month:02d}-{1 + number % 28:02d}",
    }


@pytest.fixture
def folders(tmp_path):
    listed = [paper(i, 1 + i % 6, "pruning" if i % 2 else "merging") for i in range(1, 43)]
    sections = [
        f"## {verb}\n\n"
        + "".join(
            f"- [{p['title']}](https://arxiv.org/abs/{p['id']})\n" for p in listed if verb in p["title"]
        )
        for verb in ("pruning", "merging")
    ]
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "tiny.md").write_text("# Tiny\n\n" + "\n".join(sections), encoding="utf-8")
    (tmp_path / "arxiv").mkdir()
    others = [
        paper(900 + i, 4 + i % 3, "gossip") | {"title": f"Robots {i}", "abstract": "Arms."} for i in range(60)
    ]
    for name, rows in (("listed", listed[:-1]), ("2025-04", others)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "arxiv" / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def found(folders):
    return evaluated.load_evaluated(SPEC, lists_folder=folders / "lists", arxiv_folder=folders / "arxiv")


def test_entries_meet_their_abstracts_and_those_without_are_counted(found):
    assert (len(found.examples), found.without_abstract) == (41, 1)
    assert {tags for e in found.examples for tags in e.tags["method"]} == {"pruning", "merging"}


def test_tags_are_judged_beside_all_baselines(found):
    reports = evaluate.evaluate_tags(found, HashEncoder(), walk=21)
    assert set(reports) == {
        "listkeeper",
        "listkeeper without the catalog's cue phrases",
        "majority",
        "cue phrases only",
        "TF-IDF + linear SVM",
        "embedding + logistic regression",
        *ASREVIEW,
    }
    assert reports["listkeeper"].exact.value == 1.0
    assert reports["listkeeper"].facets[0].documents == 20
    split = evaluate.evaluate_tags(found, HashEncoder(), split=SPLIT)
    assert split["listkeeper"].facets[0].documents == sum(e.document.date >= SPLIT for e in found.examples)


def test_a_stream_gets_the_later_entries_that_its_files_leave_out(found, folders):
    stream = evaluated.load_corpus(found, [folders / "arxiv" / "2025-04.jsonl"], split=SPLIT)
    later = {e.document.id for e in found.examples if e.document.date >= SPLIT}
    assert {d.id for d in stream.documents} >= later
    assert len(stream) == 60 + len(later)
    learners = evaluate.make_learners(found, stream, HashEncoder(), split=SPLIT)
    ranked = evaluate.evaluate_ranking(found, stream, learners, split=SPLIT)
    assert ranked["listkeeper"].rank_at_95_percent <= len(later)
    assert ranked["majority (newest first)"].read_per_wanted.keys() == {50, 100, 200, 500}
    days = evaluate.evaluate_days(found, stream, learners, split=SPLIT, budgets=[3])
    assert days.keys() == ranked.keys(), "every baseline is read day by day as well"
    assert (days["listkeeper"][0].found, days["listkeeper"][0].wanted) == (len(later), len(later))


@pytest.mark.skipif(not ASREVIEW, reason="asreview is not installed (extra bench)")
def test_asreview_ranks_the_same_stream_by_its_own_package(found, folders):
    stream = evaluated.load_corpus(found, [folders / "arxiv" / "2025-04.jsonl"], split=SPLIT)
    learners = evaluate.make_learners(found, stream, HashEncoder(), split=SPLIT)
    ranked = evaluate.evaluate_ranking(found, stream, learners, split=SPLIT)
    assert ranked[ASREVIEW[0]].rank_at_95_percent <= 2 * ranked["listkeeper"].wanted


def test_probabilities_are_held_against_what_was_listed_later(found, folders):
    stream = evaluated.load_corpus(found, [folders / "arxiv" / "2025-04.jsonl"], split=SPLIT)
    said = evaluate.evaluate_probabilities(found, stream, HashEncoder(), split=SPLIT)
    assert said.wanted == sum(e.document.date >= SPLIT for e in found.examples)
    assert 0.0 < said.expected <= len(stream)
    assert 0.0 <= said.calibration_error <= 1.0
    assert said.top == len(stream), "the first 500 of fewer are all of them"


def test_reading_everything_closely_is_compared_with_reading_the_first(found, folders):
    stream = evaluated.load_corpus(found, [folders / "arxiv" / "2025-04.jsonl"], split=SPLIT)
    steps = evaluate.evaluate_cascade(found, stream, HashEncoder(), split=SPLIT, shares=[1.0, 0.3])
    assert [step.encoded for step in steps] == [pytest.approx(0.3 * len(stream), abs=1), len(stream)]
    assert steps[-1].same_top == {100: 1.0, 500: 1.0}
    assert steps[0].report.wanted == steps[1].report.wanted


def test_sister_lists_teach_the_shared_tags_of_papers_that_this_list_lacks(folders):
    sister = replace(SPEC, slug="sister", name="Sister", source_name="sister")
    text = (
        "# Sister\n\n## pruning\n\n"
        "- [Robots 0](https://arxiv.org/abs/2504.00900)\n"
        "- [Token](https://arxiv.org/abs/2502.00001)\n"
    )
    (folders / "lists" / "sister.md").write_text(text, encoding="utf-8")
    taught = evaluated.load_evaluated(
        SPEC,
        lists_folder=folders / "lists",
        arxiv_folder=folders / "arxiv",
        sisters=[SPEC, sister, replace(SPEC, slug="gone", source_name="gone")],
    )
    assert [(e.document.id, e.wanted, e.tags) for e in taught.sisters] == [
        ("2504.00900", None, {"method": ("pruning",)})
    ]
    reports = evaluate.evaluate_tags(taught, HashEncoder(), walk=21)
    assert "listkeeper without sister lists" in reports


def test_tags_without_an_example_are_named(found):
    assert evaluate.unlearned_tags(found, split=None, walk=1) == ["method: pruning"]
    assert evaluate.unlearned_tags(found, split=SPLIT, walk=60) == []


def test_nothing_to_learn_or_to_test_is_refused_in_a_sentence(found, folders):
    stream = evaluated.load_corpus(found, [folders / "arxiv" / "2025-04.jsonl"], split=SPLIT)
    with pytest.raises(BadInput, match="later split"):
        evaluate.make_learners(found, stream, HashEncoder(), split=date(2020, 1, 1))
    with pytest.raises(BadInput, match="later months"):
        evaluate.make_learners(found, stream, HashEncoder(), split=date(2030, 1, 1))
    with pytest.raises(BadInput, match="no facet 'colour'"):
        evaluate.evaluate_tags(found, HashEncoder(), facets=["colour"])
    with pytest.raises(BadInput, match="left to test on"):
        evaluate.evaluate_tags(found, HashEncoder(), walk=500)


def test_bad_files_are_refused_with_their_names(folders):
    bad = folders / "arxiv" / "bad.jsonl"
    bad.write_text('{"id": "2501.00001"}\n')
    with pytest.raises(BadInput, match=r"bad\.jsonl, line 1 is no paper"):
        list(evaluated.read_stream([bad]))
    bad.write_text("{\n")
    with pytest.raises(BadInput, match="cannot be read as JSON lines"):
        list(evaluated.read_stream([bad]))
    with pytest.raises(BadInput, match=r"no \.jsonl"):
        evaluated.arxiv_files(folders)
