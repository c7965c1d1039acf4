"""What is wrong in a list is found, with its place, and what is right is left alone."""

from collections import Counter

import pytest

from service.catalog import built_in_catalog, load_catalog
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.lists import read_document
from service.lists.checking.lint import lint
from tests.lists.shapes import SHAPES


def kinds(text: str) -> list[str]:
    return [f.kind for f in lint(read_document(text.encode()))]


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_sound_lists_have_no_findings(shape):
    assert lint(read_document(SHAPES[shape])) == ()


LINK = "https://arxiv.org/abs/"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"- [Tokens Are Too Many Here]({LINK}2501.00001.pdf)\n", "malformed-url"),
        (f"- [Tokens Are Too Many Here](https://{LINK}2501.00001)\n", "malformed-url"),
        ("- [Tokens Are Too Many Here](https://arxiv.org/2501.00001)\n", "malformed-url"),
        (f"- [Tokens Are Too Many Here]({LINK}2509.262311)\n", "id-typo"),
        (f"- [Tokens Are Too Many Here]({LINK}2501.00001)]\n", "brackets"),
        (f"- [Tokens Are\nToo Many Here]({LINK}2501.00001)\n", "wrapped-title"),
        (f"- [Tokens Arenâ€™t Too Many]({LINK}2501.00001)\n", "mojibake"),
        (f"|Paper|Date|\n|-|-|\n|[Tokens Are Too Many]({LINK}2501.00001)|2024/03|\n", "date"),
        (f"|Paper|Date|\n|-|-|\n|[Tokens Are Too Many]({LINK}2501.00001)|2025/01|x|\n", "cells"),
    ],
)
def test_each_fault_is_found(text, kind):
    assert kinds(text) == [kind]


def test_repeats_are_found_by_id_and_by_title():
    one, two = "- [Tokens Are Too Many Here]({})\n", "- [Frames Were Merged Long Ago]({})\n"
    assert kinds(one.format(f"{LINK}2501.00001") * 2) == ["duplicate"]
    assert kinds(one.format(f"{LINK}2501.00001") + two.format(f"{LINK}2501.00001")) == ["wrong-link"]
    assert kinds(one.format(f"{LINK}2501.00001") + one.format("https://openreview.net/forum?id=abcdefg")) == [
        "duplicate-title"
    ]


def rows(*cells: str, header: str = "|Paper|Code|Note|") -> str:
    shown = "".join(f"|[Tokens of Kind {n}]({LINK}2501.{n:05d})|{c}\n" for n, c in enumerate(cells, 1))
    return f"{header}\n|-|-|-|\n{shown}"


def test_last_cells_that_most_rows_of_a_table_leave_away_are_no_fault():
    assert kinds(rows("-|", "-|", "-|", "-|x|")) == []
    assert kinds(rows("-|x|", "-|", "-|x|", "-|x|")) == ["cells"]
    assert kinds(rows("-|", "-|", "-|", "-|x|y|")) == ["cells"]


def test_two_things_that_a_table_names_may_be_of_one_paper():
    head = "|Name|Paper|Link|\n|-|-|-|\n"
    row = f"|{{}}|[Sea Charts and Maps of the Coast]({LINK}2501.00001)|x|\n"
    assert kinds(head + row.format("**SeaSet**") + row.format("**CoastSet**")) == []
    assert kinds(head + row.format("**SeaSet**") + row.format("SeaSet")) == ["duplicate"]
    assert kinds(head + row.format("**SeaSet**") + row.format("")) == ["duplicate"]


def test_a_title_that_changed_between_versions_is_no_error():
    here = read_document(f"- [Faster Tokens for Video Models]({LINK}2501.00001)\n".encode())
    there = read_document(f"- [Quicker Tokens for Video Transformers]({LINK}2501.00001)\n".encode())
    assert lint(here, others=[there]) == ()


def test_another_lists_unrelated_title_is_reported():
    here = read_document(f"- [Faster Tokens for Video Models]({LINK}2501.00001)\n".encode())
    there = read_document(f"- [Quantum Chemistry Beyond Density Functionals]({LINK}2501.00001)\n".encode())
    assert [f.kind for f in lint(here, others=[there])] == ["title"]


@pytest.mark.shared
def test_the_founding_lists_have_the_faults_that_are_known(founding):
    specs = {s.slug: s for s in load_catalog([built_in_catalog()])}
    found = {
        slug: lint(read_document(data, taxonomy=specs[slug].taxonomy), taxonomy=specs[slug].taxonomy)
        for slug, data in founding.items()
    }
    spellings = Counter(f.text for f in found["mllm-token-compression"] if f.kind == "tag-spelling")
    assert spellings == {"Vision_Encoderr": 8, "TQ-yes": 5, "Re--train": 5}
    assert Counter(f.kind for f in found["mllm-token-compression"]) == {
        "tag-spelling": 18,
        "malformed-url": 4,
        "duplicate": 2,
    }
    assert Counter(f.kind for f in found["awesome-token-compress"]) == {
        "malformed-url": 4,
        "brackets": 2,
        "duplicate-title": 1,
        "wrapped-title": 1,
    }
    assert not any(found[slug] for slug in set(found) - {"mllm-token-compression", "awesome-token-compress"})


def test_a_word_is_unknown_where_the_taxonomy_knows_nearly_all_and_free_elsewhere():
    facet = Facet(
        name="topic",
        title="Topic",
        place=TagPlace.CELL,
        marker="Topic",
        tags=(Tag(name="sea", spellings=("Sea",)),),
    )
    taxonomy = Taxonomy(facets=(facet,))

    def found(*strange: str) -> list[str]:
        words = [*strange, *["Sea"] * (20 - len(strange))]
        rows = "".join(f"|[Tokens of Kind {n}]({LINK}2501.{n:05d})|{w}|\n" for n, w in enumerate(words, 1))
        document = read_document(f"|Paper|Topic|\n|-|-|\n{rows}".encode(), taxonomy=taxonomy)
        return [f.text for f in lint(document, taxonomy=taxonomy) if f.kind == "unknown-tag"]

    assert found("Saa") == ["Saa"]
    assert found("Coasts", "Kelp and Algae", "Ports") == []
