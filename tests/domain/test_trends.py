"""How a field moves, with values alone."""

from datetime import date

from service.domain.disagreements import Said, disagreements
from service.domain.spelling import nearest_words
from service.domain.taxonomy import Facet, Tag, Taxonomy
from service.domain.trends import Dated, month_counts, months_until, tag_trends, together

STAGE = Facet(name="stage", title="Stage", tags=(Tag(name="encoder"), Tag(name="llm"), Tag(name="none")))
OTHER = Facet(name="stage", title="Where", tags=(Tag(name="llm"), Tag(name="encoder"), Tag(name="elsewhere")))


def papers(tag: str, month: str, number: int) -> list[Dated]:
    return [Dated(month, {"stage": (tag,)})] * number


def test_months_end_with_that_of_the_day_and_cross_the_year():
    assert months_until(date(2026, 2, 3), 4) == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert len(months_until(date(2026, 2, 3))) == 24


def test_a_tag_grows_where_its_share_does_and_not_where_only_its_number_does():
    months = months_until(date(2026, 1, 15))
    found = [
        *papers("encoder", "2025-03", 8),
        *papers("llm", "2025-03", 2),
        *papers("encoder", "2025-10", 8),
        *papers("llm", "2025-10", 8),
    ]
    encoder, llm = tag_trends(STAGE, found, months)
    assert (encoder.tag.name, encoder.total, encoder.word) == ("encoder", 16, "shrinks")
    assert (llm.word, round(llm.before, 2), round(llm.lately, 2)) == ("grows", 0.2, 0.5)
    assert month_counts(found, months)[-4] == 16


def test_the_month_that_is_not_over_and_a_handful_of_papers_say_nothing():
    months = months_until(date(2026, 1, 15))
    assert [t.word for t in tag_trends(STAGE, papers("llm", "2026-01", 9), months)] == [""]
    few = [*papers("encoder", "2025-03", 1), *papers("llm", "2025-10", 2)]
    assert {t.word for t in tag_trends(STAGE, few, months)} == {""}


def test_what_stands_beside_a_tag_is_counted():
    found = [
        Dated("2025-01", {"stage": ("llm", "encoder"), "mode": ("train",)}),
        *papers("llm", "2025-01", 1),
    ]
    assert together(found, "stage", "llm") == [("mode", "train", 1), ("stage", "encoder", 1)]


def said(slug: str, facet: Facet, *tags: str) -> Said:
    return Said(slug, Taxonomy(facets=(facet,)), {"stage": tags} if tags else {})


def test_lists_disagree_only_about_tags_that_both_have():
    (point,) = disagreements([said("a", STAGE, "encoder", "none"), said("b", OTHER, "llm", "elsewhere")])
    assert (point.only_first, point.only_second) == (("encoder",), ("llm",))
    assert disagreements([said("a", STAGE, "llm"), said("b", OTHER, "llm", "elsewhere")]) == []
    assert disagreements([said("a", STAGE, "llm"), said("b", OTHER)]) == [], "silence is no contradiction"
    three = [said("a", STAGE, "llm"), said("b", STAGE, "encoder"), said("c", STAGE, "llm")]
    assert [(p.first, p.second) for p in disagreements(three)] == [("a", "b"), ("b", "c")]


def test_a_mistyped_word_is_replaced_and_a_right_one_stays():
    known = {"token", "pruning", "merging", "a"}
    assert nearest_words(("tokne", "pruning"), known) == "token pruning"
    assert nearest_words(("token",), known) == ""
    assert nearest_words(("xyzzyx",), known) == ""
