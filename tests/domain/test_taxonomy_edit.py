"""Changes of a taxonomy: nothing that the list says becomes unreadable."""

import pytest

from service.domain.taxonomy import Facet, Tag, Taxonomy
from service.domain.taxonomy_edit import EditKind, TaxonomyEdit, decide_edit
from service.errors import BadInput

TAXONOMY = Taxonomy(
    facets=(
        Facet(
            name="method",
            title="Method",
            tags=(
                Tag(name="prune", spellings=("Pruning", "Drop"), drifted=("Prunning",)),
                Tag(name="merge", spellings=("Merging",)),
            ),
        ),
    )
)


def edit(kind: str, **facts):
    return decide_edit(TAXONOMY, TaxonomyEdit(kind=EditKind(kind), facet="method", **facts))


def labels(change) -> list[str]:
    return [tag.label for tag in change.after.facets[0].tags]


def test_a_rename_is_written_from_now_on_and_the_old_word_still_read():
    change = edit("rename", tag="merge", word="Token merging")
    assert labels(change) == ["Pruning", "Token merging"]
    for word in ("Merging", "token-merging", "merge"):
        assert change.after.read(word) == (("method", "merge"),)


def test_a_merge_reads_everything_as_the_other_tag():
    change = edit("merge", tag="prune", into="merge")
    assert labels(change) == ["Merging"]
    assert change.moved == {"prune": "merge"}
    for word in ("Pruning", "Drop", "Prunning", "prune", "Merging"):
        assert change.after.read(word) == (("method", "merge"),)


def test_a_split_takes_chosen_spellings_along():
    change = edit("split", tag="prune", word="Dropping", words=("Drop",), definition="Tokens go.")
    assert labels(change) == ["Pruning", "Dropping", "Merging"]
    assert change.after.read("Drop") == (("method", "dropping"),)
    assert change.after.read("Prunning") == (("method", "prune"),)


def test_an_alias_is_read_and_a_new_tag_is_there():
    assert edit("alias", tag="merge", word="ToMe").after.read("tome") == (("method", "merge"),)
    change = edit("new", word="Token Folding", definition="Folds  tokens.")
    new = change.after.facets[0].tags[-1]
    assert (new.name, new.label, new.definition) == ("token-folding", "Token Folding", "Folds tokens.")


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("rename", {"tag": "gone", "word": "x"}, "has no tag"),
        ("rename", {"tag": "merge", "word": "drop"}, "means “Pruning” already"),
        ("rename", {"tag": "merge", "word": " ~ "}, "with a letter or a digit"),
        ("merge", {"tag": "merge", "into": "merge"}, "with itself"),
        ("split", {"tag": "prune", "word": "x", "words": ()}, "at least one spelling"),
        ("split", {"tag": "prune", "word": "x", "words": ("Pruning", "Drop")}, "must stay"),
        ("alias", {"tag": "merge", "word": "Pruning"}, "means “Pruning” already"),
        ("new", {"word": "merging"}, "means “Merging” already"),
        ("define", {"tag": "merge", "definition": "x" * 501}, "shorten it"),
    ],
)
def test_what_cannot_be_done_is_said(kind, facts, words):
    with pytest.raises(BadInput, match=words):
        edit(kind, **facts)


def test_a_facet_that_is_not_there_is_said():
    with pytest.raises(BadInput, match="has no facet"):
        decide_edit(TAXONOMY, TaxonomyEdit(kind=EditKind.NEW, facet="moon", word="x"))
