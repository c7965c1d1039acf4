import numpy as np

import classifier as c
from classifier.cues import cue_rows, matched, phrases_of
from classifier.texts import comparable, sentence_spans
from tests.classifier.factories import document


def test_text_of_joins_title_and_abstract_on_one_line():
    paper = document(title="A\n title", abstract="Some\t text.")
    assert c.text_of(paper) == "A title. Some text."
    assert c.text_of(document(title="Only this")) == "Only this"


def test_sentences_are_spans_of_the_abstract_and_short_forms_do_not_end_them():
    abstract = "We prune tokens, e.g. Patches. It works (see Fig. 3).  Done?  Yes!"
    found = [abstract[a:b] for a, b in sentence_spans(abstract)]
    assert found == ["We prune tokens, e.g. Patches.", "It works (see Fig. 3).", "Done?", "Yes!"]
    assert sentence_spans("   ") == []


def test_phrases_compare_without_case_dashes_and_plurals():
    assert comparable("Visual-Tokens") == comparable("visual token")
    assert " token " in comparable("many tokens are")
    assert " focus " in comparable("Focus")


def taxonomy(*tags):
    return c.Taxonomy(facets=(c.Facet(name="f", tags=tags),))


def test_a_phrase_in_the_title_counts_more_than_one_in_the_abstract():
    phrases = phrases_of(taxonomy(c.Tag(name="x", cues=("training-free",))))
    rows = cue_rows(
        [
            document(title="Training free pruning"),
            document(title="T", abstract="It is training-free."),
            document(title="T", abstract="A training-free, really training-free method."),
            document(title="T"),
        ],
        phrases,
    ).ravel()
    assert rows[0] > rows[2] > rows[1] > rows[3] == 0


def test_whole_words_only():
    phrases = phrases_of(taxonomy(c.Tag(name="x", cues=("art",))))
    assert not cue_rows([document(title="Start of the party")], phrases).any()


def test_a_tag_without_cues_is_looked_for_by_its_names_but_not_by_yes_and_no():
    phrases = phrases_of(
        taxonomy(c.Tag(name="in-llm", spellings=("LLM",)), c.Tag(name="yes"), c.Tag(name="KV"))
    )
    assert [p.written for p in phrases] == ["in-llm", "LLM"]


def test_matched_cues_are_given_as_the_taxonomy_writes_them():
    phrases = phrases_of(taxonomy(c.Tag(name="x", cues=("Plug-and-Play", "video"))))
    paper = document(title="A plug and play method")
    assert matched(paper, phrases) == (c.Cue("f", "x", "Plug-and-Play"),)


def test_hash_encoder_is_deterministic_and_of_unit_length():
    first, again = c.HashEncoder().encode(["a b", "", "c"]), c.HashEncoder().encode(["a b", "", "c"])
    assert np.array_equal(first, again)
    assert np.allclose(np.linalg.norm(first, axis=1), 1.0)
    assert c.HashEncoder().encode([]).shape == (0, 256)
