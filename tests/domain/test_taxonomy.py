"""Taxonomies read a list's own spellings, and specs survive the way into the database and back."""

import json

import pytest

from service.catalog.loader import built_in_catalog, load_catalog
from service.domain.lists import Channel, ListSpec, Policy, spec_from_mapping, spec_to_mapping
from service.domain.publication import check_policy
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.errors import Forbidden

STAGE = Facet(
    name="stage",
    title="Stage",
    place=TagPlace.BADGE,
    exclusive=True,
    tags=(
        Tag(name="vision-encoder", spellings=("Vision_Encoder", "ViT"), drifted=("Vision_Encoderr",)),
        Tag(name="in-llm", spellings=("LLM",)),
        Tag(name="re-train"),
    ),
)
METHOD = Facet(name="method", title="Method", tags=(Tag(name="prune"), Tag(name="merge", spellings=("LLM",))))
TAXONOMY = Taxonomy(facets=(STAGE, METHOD))


@pytest.mark.parametrize(
    "text", ["Vision_Encoder", "vision encoder", "VISION-ENCODER", "Vision_Encoderr", "vit"]
)
def test_all_spellings_of_a_tag_are_read_drifted_ones_too(text: str) -> None:
    assert TAXONOMY.read(text) == (("stage", "vision-encoder"),)


def test_dashes_do_not_matter_to_a_spelling() -> None:
    assert TAXONOMY.read("Re--train") == (("stage", "re-train"),)


def test_one_spelling_may_mean_a_tag_of_each_facet() -> None:
    assert TAXONOMY.read("LLM") == (("stage", "in-llm"), ("method", "merge"))
    assert TAXONOMY.read("LLM", facet="method") == (("method", "merge"),)


def test_an_unknown_spelling_means_nothing() -> None:
    assert TAXONOMY.read("Projector") == ()
    assert TAXONOMY.read("") == ()


def test_the_first_spelling_is_written_and_the_name_where_there_is_none() -> None:
    assert [t.label for t in STAGE.tags] == ["Vision_Encoder", "LLM", "re-train"]


def test_tags_are_put_in_the_order_of_the_taxonomy_and_strangers_left_out() -> None:
    chosen = {"method": ("merge", "prune", "cook"), "stage": (), "cuisine": ("thai",)}
    assert TAXONOMY.normalise(chosen) == {"method": ("prune", "merge")}


def test_facets_and_tags_are_found_by_name() -> None:
    assert TAXONOMY.facet("stage") is STAGE
    assert STAGE.tag("in-llm") == STAGE.tags[1]
    assert TAXONOMY.facet("colour") is None
    assert STAGE.tag("colour") is None


@pytest.mark.parametrize("spec", load_catalog([built_in_catalog()]), ids=lambda spec: spec.slug)
def test_a_catalog_entry_comes_back_from_the_database_as_it_went(spec: ListSpec) -> None:
    assert spec_from_mapping(json.loads(json.dumps(spec_to_mapping(spec)))) == spec


def test_a_key_that_a_newer_version_has_written_is_passed_over() -> None:
    spec = ListSpec(
        slug="a", name="A", repository="r", source_name="s", policy=Policy.NEVER, channel=Channel.BRANCH
    )
    assert spec_from_mapping({**spec_to_mapping(spec), "from_the_future": 1}) == spec


@pytest.mark.parametrize(
    ("policy", "is_own_copy", "words"),
    [
        (Policy.ASK_FIRST, False, "has not invited Listkeeper yet: ask its maintainers"),
        (Policy.NEVER, False, "does not want publications"),
        (Policy.INVITED, False, None),
        (Policy.ASK_FIRST, True, None),
        (Policy.NEVER, True, None),
    ],
)
def test_nothing_is_pushed_where_nobody_invited_us(
    policy: Policy, words: str | None, *, is_own_copy: bool
) -> None:
    if words is None:
        check_policy(policy, name="A list", is_own_copy=is_own_copy)
        return
    with pytest.raises(Forbidden, match=words):
        check_policy(policy, name="A list", is_own_copy=is_own_copy)
