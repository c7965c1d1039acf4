import json

import numpy as np
import pytest

import classifier as c
from tests.classifier.factories import TOPIC, background, document, on_topic, taxonomy, trained, wanted


def test_wanted_topic_ranks_above_everything_else():
    new = [document(5000 + i, title=f"Faster {TOPIC[i % 2]}", abstract="New work.") for i in range(3)]
    ranked = trained().rank([*background(20), *new], c.HashEncoder())
    assert {id_ for id_, _ in ranked[:3]} == {d.id for d in new}
    assert [s for _, s in ranked] == sorted((s for _, s in ranked), reverse=True)


def test_limit_cuts_the_ranking():
    assert len(trained().rank(background(20), c.HashEncoder(), limit=7)) == 7


def test_survivors_stay_ahead_of_documents_that_were_not_encoded():
    bundle, many = trained(), [document(9000 + i, title=f"Robots {i}") for i in range(300)]
    ranked = bundle.rank([*many, *(e.document for e in on_topic(6))], c.HashEncoder())
    assert {id_ for id_, _ in ranked[:6]} == {e.document.id for e in on_topic(6)}


def test_a_corpus_read_once_ranks_like_its_documents():
    bundle, some = trained(), background(15)
    assert bundle.rank(c.read_corpus(some), c.HashEncoder()) == bundle.rank(some, c.HashEncoder())


def test_an_empty_stream_ranks_to_nothing():
    assert trained().rank([], c.HashEncoder()) == []
    assert trained().suggest([], c.HashEncoder()) == []


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_list_of_a_few_papers_without_tags_or_background_still_works(count):
    bundle = trained(
        [wanted(i, title=f"Token pruning {i}") for i in range(count)], others=[], known=c.Taxonomy()
    )
    ranked = bundle.rank([document(1, title="Cats"), document(2, title="Token pruning")], c.HashEncoder())
    assert ranked[0][0] == "2501.00002"
    assert 0.0 <= bundle.suggest([document(1, title="Cats")], c.HashEncoder())[0].relevance <= 1.0


def test_a_facet_without_examples_and_one_without_tags_are_no_obstacle():
    known = c.Taxonomy(
        facets=(
            c.Facet(name="nothing", tags=()),
            c.Facet(name="modality", tags=(c.Tag(name="Audio", cues=("audio", "speech")),)),
        )
    )
    bundle = trained(known=known)
    speech, silent = bundle.suggest(
        [document(1, title="Speech token merging"), document(2, title="Image token merging")], c.HashEncoder()
    )
    assert speech.proposed == {"modality": ("Audio",)}
    assert silent.proposed == {"modality": ()}


def test_learned_tags_are_proposed_with_probabilities():
    prune, merge = trained().suggest(
        [document(1, title=TOPIC[0], abstract=TOPIC[0]), document(2, title=TOPIC[1], abstract=TOPIC[1])],
        c.HashEncoder(),
    )
    assert (prune.proposed, merge.proposed) == ({"method": ("Prune",)}, {"method": ("Merge",)})
    assert prune.tags["method"]["Prune"] > 0.5 > prune.tags["method"]["Merge"]


def test_no_wanted_example_is_refused_with_a_sentence():
    with pytest.raises(c.InputError, match="at least one paper"):
        trained([c.Example(document=document(1), wanted=False)])


def test_evidence_names_neighbours_sentences_and_cues():
    paper = document(
        77, title="Video models", abstract="Long videos are slow. We use merging of visual tokens."
    )
    (said,) = trained().suggest([paper], c.HashEncoder())
    assert said.proposed["method"] == ("Merge",)
    assert len(said.evidence.nearest) == 8
    best = max((s for s in said.evidence.sentences if s.tag == "Merge"), key=lambda s: s.weight)
    assert paper.abstract[best.start : best.end] == "We use merging of visual tokens."
    assert c.Cue("method", "Merge", "merging") in said.evidence.cues


def test_a_document_is_not_its_own_neighbour():
    mine = on_topic()[0].document
    (said,) = trained().suggest([mine], c.HashEncoder())
    assert mine.id not in [n.id for n in said.evidence.nearest]


def test_a_saved_bundle_says_the_same(tmp_path):
    bundle, some = trained(), [e.document for e in on_topic(4)]
    loaded = c.load_bundle(bundle.save(tmp_path / "one"), c.HashEncoder())
    assert loaded.suggest(some, c.HashEncoder()) == bundle.suggest(some, c.HashEncoder())
    assert loaded.rank(some, c.HashEncoder()) == bundle.rank(some, c.HashEncoder())
    assert (loaded.taxonomy, loaded.training_hash) == (bundle.taxonomy, bundle.training_hash)


def test_saving_again_replaces_the_bundle_and_leaves_nothing_beside_it(tmp_path):
    trained().save(tmp_path / "one")
    trained(on_topic(8)).save(tmp_path / "one")
    assert [p.name for p in tmp_path.iterdir()] == ["one"]
    assert len(c.load_bundle(tmp_path / "one").known_ids) == 8


def test_a_damaged_bundle_is_refused_by_its_checksum(tmp_path):
    trained().save(tmp_path / "one")
    (arrays,) = (tmp_path / "one").glob("arrays*.npz")
    arrays.write_bytes(arrays.read_bytes()[:-1] + b"?")
    with pytest.raises(c.BundleError, match="checksum"):
        c.load_bundle(tmp_path / "one")


def test_a_folder_that_is_no_bundle_is_refused(tmp_path):
    with pytest.raises(c.BundleError, match=r"no readable manifest\.json"):
        c.load_bundle(tmp_path)


def test_another_format_is_refused(tmp_path):
    trained().save(tmp_path / "one")
    manifest = tmp_path / "one" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99}))
    with pytest.raises(c.BundleError, match="format"):
        c.load_bundle(tmp_path / "one")


def test_vectors_of_another_encoder_are_refused(tmp_path):
    trained().save(tmp_path / "one")
    with pytest.raises(c.BundleError, match="trained on hash"):
        c.load_bundle(tmp_path / "one", c.HashEncoder(32))


def test_training_hash_changes_with_what_is_learned():
    same, other = trained(on_topic()), trained(on_topic(11))
    assert same.training_hash == trained(on_topic()).training_hash != other.training_hash


def test_training_twice_gives_the_same_model():
    first, second = trained(), trained()
    pairs = zip(first.heads[0].views, second.heads[0].views, strict=True)
    assert all(np.array_equal(a.coefficients, b.coefficients) for a, b in pairs)
    assert taxonomy() == first.taxonomy
