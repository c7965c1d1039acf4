"""What `python -m classifier` cannot use it refuses in one sentence, and not with 0."""

import json

import pytest

from classifier.__main__ import main
from tests.classifier.factories import on_topic
from tests.classifier.test_alone import files, lines, row, train

__all__ = ["files"]

GOOD = {"id": "1", "title": "T", "wanted": True, "tags": {"method": ["Prune"]}}
TAXONOMY = "facets: [{name: method, tags: [Prune, Merge]}]\n"


def sentence(capsys) -> str:
    """Return the one line that was said; there is no traceback, and nothing on the output."""
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1, said.err
    return str(said.err)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "line 1: this is not JSON"),
        ("[1]", "line 1: each line must be a JSON object"),
        ('{"id": "1"}', '"title" must be a text'),
        ('{"id": "1", "title": "T", "abstract": 3}', '"abstract" must be a text'),
        ('{"id": "1", "title": "T", "date": "soon"}', "must look like 2025-10-31"),
        ('{"id": "1", "title": "T", "wanted": "yes"}', '"wanted" must be true, false or null'),
        ('{"id": "1", "title": "T", "tags": {"a": "b"}}', "must map each facet to a list"),
        ('{"id": "1", "title": "T", "wanted": 1}', '"wanted" must be true, false or null'),
        ('{"id": "1", "title": "T", "tags": {"a": [" "]}}', "none of them empty"),
        ('{"id": 7, "title": "T"}', '"id" must be a text'),
        ('{"title": "T"}', '"id" must be a text that is not empty'),
        ('{"id": "1", "title": "T \\ud800"}', "half a character"),
        ("[" * 100_000, "this is not JSON"),
        ("", "examples.jsonl is empty"),
        ('{"id": "1", "title": "T"}', "at least one paper"),
        ('{"id": "1", "title": "T", "wanted": false}', "at least one paper"),
    ],
)
def test_bad_examples_are_refused_in_a_sentence(files, capsys, text, complaint):
    files["examples"].write_text(text + "\n")
    assert train(files) == 2
    assert complaint in sentence(capsys)
    assert not files["bundle"].exists()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("facets: [", "cannot be read as YAML"),
        ("tags: []", "has no `facets`"),
        ("facets: 3", "must be a list or a mapping"),
        ("facets: [{tags: []}]", "needs a `name`"),
        ("facets: [{name: a, tags: [{name: b, cues: {c: d}}]}]", "must be a list of texts"),
        ("facets: []\nconstraints: [3]", "needs a `facet`"),
        ("facets: [a, a]", "the facet 'a' is there twice"),
        ("facets: [{name: a, tags: [b, c, b]}]", "in a the tag 'b' is there twice"),
        ("facets: [a]\nconstraints: [{facet: b, tags: [c]}]", "the facet 'b', which is not there"),
        ("facets: [{name: a, tags: [b]}]\nconstraints: [{facet: a, tags: [b, c]}]", "the tag 'c', which"),
        ("facets: []\nconstraints: [{facet: a, tags: [b], at_most: many}]", "must be a number"),
    ],
)
def test_bad_taxonomies_are_refused_in_a_sentence(files, tmp_path, capsys, text, complaint):
    (tmp_path / "t.yaml").write_text(text)
    assert train(files, "--taxonomy", str(tmp_path / "t.yaml")) == 2
    assert complaint in capsys.readouterr().err


def test_a_missing_file_and_a_missing_bundle_are_refused(files, capsys, tmp_path):
    assert main(["train", str(tmp_path / "none.jsonl"), "--out", str(files["bundle"])]) == 2
    assert main(["suggest", str(tmp_path), str(files["documents"])]) == 2
    assert "is no bundle" in capsys.readouterr().err


def test_another_encoder_needs_its_revision(files, capsys):
    assert (
        main(["train", str(files["examples"]), "--out", str(files["bundle"]), "--encoder", "some/model"]) == 2
    )
    assert "needs a revision" in capsys.readouterr().err


def test_a_document_that_is_judged_twice_is_named_with_both_lines(files, capsys):
    lines(files["examples"], [GOOD, GOOD | {"wanted": False}])
    assert train(files) == 2
    assert "line 2: the id '1' is there already (examples.jsonl, line 1)" in sentence(capsys)


def test_one_id_for_two_documents_is_refused_and_the_same_document_again_is_not(files, capsys):
    train(files)
    again = [row(e) for e in on_topic(1)] * 2
    lines(files["documents"], again)
    assert main(["suggest", str(files["bundle"]), str(files["documents"])]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    lines(files["documents"], [again[0], again[0] | {"title": "Another"}])
    assert main(["suggest", str(files["bundle"]), str(files["documents"])]) == 2
    assert "is that of another document (documents.jsonl, line 1)" in sentence(capsys)


@pytest.mark.parametrize("command", ["suggest", "evaluate"])
def test_an_empty_file_is_no_input(files, capsys, command):
    train(files)
    files["documents"].write_text("\n\n")
    assert main([command, str(files["bundle"]), str(files["documents"])]) == 2
    assert "documents.jsonl is empty" in sentence(capsys)


def test_a_facet_that_the_taxonomy_does_not_have_is_refused(files, capsys, tmp_path):
    (tmp_path / "t.yaml").write_text("facets: [{name: colour, tags: [red]}]\n")
    assert train(files, "--taxonomy", str(tmp_path / "t.yaml")) == 2
    assert "the taxonomy has no facet 'method' (facets: colour)" in sentence(capsys)


def test_a_tag_that_the_taxonomy_does_not_have_is_told_and_not_learned_as_none(files, capsys, tmp_path):
    (tmp_path / "t.yaml").write_text(TAXONOMY)
    rows = [row(e) for e in on_topic(16)]
    rows[0]["tags"] = {"method": ["Fuse"]}
    lines(files["examples"], rows)
    assert train(files, "--taxonomy", str(tmp_path / "t.yaml")) == 0
    assert "not in the taxonomy, and so not learned: method: Fuse" in sentence(capsys)
    manifest = json.loads((files["bundle"] / "manifest.json").read_text())
    assert manifest["metrics"]["examples"]["tagged"] == 15


def test_what_a_bundle_does_not_know_is_told_and_the_rest_is_judged(files, capsys):
    train(files)
    told = {"method": ["Prune", "Fuse"], "colour": ["red"]}
    lines(files["documents"], [row(e, tags=told) for e in on_topic(3, start=700)])
    assert main(["evaluate", str(files["bundle"]), str(files["documents"])]) == 0
    said = capsys.readouterr()
    assert "the taxonomy has no facet 'colour' (facets: method). It is not judged." in said.err
    assert "and so not judged: method: Fuse" in said.err
    assert set(json.loads(said.out)["tags"]["facets"]) == {"method"}
    lines(files["documents"], [GOOD | {"wanted": None, "tags": {"colour": ["red"]}}])
    assert main(["evaluate", str(files["bundle"]), str(files["documents"])]) == 2
    assert "holds no judged example" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["suggest", "evaluate"])
def test_a_bundle_that_is_not_there_is_named(files, capsys, command):
    assert main([command, str(files["bundle"]), str(files["documents"])]) == 2
    assert "bundle is no bundle: it has no readable manifest.json; train one." in sentence(capsys)


def test_a_folder_of_something_else_is_never_overwritten(files, capsys, tmp_path):
    files["bundle"].mkdir()
    (files["bundle"] / "thesis.txt").write_text("years of work")
    assert train(files) == 2
    assert "is there already and is no bundle" in sentence(capsys)
    assert (files["bundle"] / "thesis.txt").read_text() == "years of work"
    (tmp_path / "file").write_text("")
    files["bundle"] = tmp_path / "file" / "bundle"
    assert train(files) == 2
    assert "cannot be written" in sentence(capsys)


def test_an_empty_folder_and_an_older_bundle_give_way(files):
    files["bundle"].mkdir()
    assert train(files) == 0
    assert train(files) == 0
