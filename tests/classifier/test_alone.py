import json
import lzma

import pytest

from classifier.__main__ import main
from classifier.jsonl import read_documents, read_examples, taxonomy_of
from classifier.taxonomy_file import read_taxonomy
from tests.classifier.factories import background, on_topic


def lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(example, **more):
    d = example.document
    return {
        "id": d.id,
        "title": d.title,
        "abstract": d.abstract,
        "date": "2025-10-01",
        "wanted": example.wanted,
        "tags": {facet: list(tags) for facet, tags in example.tags.items()},
    } | more


@pytest.fixture
def files(tmp_path):
    examples = [row(e) for e in on_topic(16)]
    unjudged = [
        {"id": d.id, "title": d.title, "abstract": d.abstract, "wanted": None} for d in background(30)
    ]
    return {
        "examples": lines(tmp_path / "examples.jsonl", [*examples, *unjudged]),
        "documents": lines(tmp_path / "documents.jsonl", [row(e) for e in on_topic(3, start=700)]),
        "bundle": tmp_path / "bundle",
    }


def train(files, *more):
    return main(["train", str(files["examples"]), "--out", str(files["bundle"]), "--encoder", "hash", *more])


def test_train_suggest_and_evaluate_on_files(files, capsys):
    assert train(files) == 0
    assert main(["suggest", str(files["bundle"]), str(files["documents"])]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [s["id"] for s in said] == ["2501.00700", "2501.00701", "2501.00702"]
    assert set(said[0]) >= {"id", "relevance", "tags", "proposed", "abstained"}
    assert said[0]["proposed"] == {"method": ["Prune"]}
    assert 0.0 <= said[0]["tags"]["method"]["Prune"] <= 1.0
    assert main(["evaluate", str(files["bundle"]), str(files["documents"])]) == 0
    judged = json.loads(capsys.readouterr().out)
    assert judged["tags"]["facets"]["method"]["exact"][0] == 1.0


def test_evidence_is_added_when_asked_for(files, capsys):
    train(files)
    main(["suggest", str(files["bundle"]), str(files["documents"]), "--evidence"])
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert len(first["evidence"]["nearest"]) == 8


def test_a_taxonomy_file_gives_names_definitions_and_spellings(files, tmp_path, capsys):
    taxonomy = tmp_path / "taxonomy.yaml"
    taxonomy.write_text(
        "facets:\n"
        "- name: method\n"
        "  exclusive: yes\n"
        "  tags:\n"
        "  - {name: pruning, spellings: [Prune], definition: Drops tokens., cues: [pruning]}\n"
        "  - {name: merging, spellings: [Merge]}\n"
        "- name: query\n"
        "  tags: [Yes, No]\n"
    )
    assert train(files, "--taxonomy", str(taxonomy)) == 0
    main(["suggest", str(files["bundle"]), str(files["documents"])])
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["proposed"]["method"] == ["pruning"]
    assert set(first["tags"]["query"]) == {"Yes", "No"}


def test_mappings_short_tags_and_constraints_are_understood(tmp_path):
    path = tmp_path / "t.yaml"
    path.write_text(
        "facets:\n  method: {exclusive: true, tags: {Prune: {cues: [prune]}, Merge: Joins tokens.}}\n"
        "constraints:\n- {facet: method, tags: [Prune, Merge]}\n"
    )
    found = read_taxonomy(path)
    assert found.facets[0].exclusive
    assert [(t.name, t.definition) for t in found.facets[0].tags] == [
        ("Prune", ""),
        ("Merge", "Joins tokens."),
    ]
    assert found.constraints[0].at_most == 1


def test_compressed_files_and_arxiv_dates_are_read(tmp_path):
    path = tmp_path / "d.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write('{"id": "2510.00001", "title": "A"}\n\n')
        file.write(
            '{"id": "x", "title": "B", "published": "2025-09-30T10:00:00Z"}\n{"id": "y", "title": "C"}\n'
        )
    assert [str(d.date) for d in read_documents(path)] == ["2025-10-15", "2025-09-30", "None"]


def test_facets_come_from_the_examples_where_no_taxonomy_is_given(tmp_path):
    path = lines(
        tmp_path / "e.jsonl",
        [
            {"id": "1", "title": "A", "tags": {"stage": ["x", "y"], "ratio": ["Fix"]}},
            {"id": "2", "title": "B", "tags": {"stage": ["z"]}},
        ],
    )
    found = taxonomy_of(read_examples(path))
    assert [(f.name, f.exclusive, [t.name for t in f.tags]) for f in found.facets] == [
        ("ratio", True, ["Fix"]),
        ("stage", False, ["x", "y", "z"]),
    ]
