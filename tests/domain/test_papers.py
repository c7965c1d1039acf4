"""Ids as people write them, titles that mean the same, and what counts as news."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.papers import (
    ArxivId,
    ChangeKind,
    PaperRecord,
    decide_change,
    estimated_submission,
    split_version,
    title_key,
)
from service.errors import BadInput

SPELLINGS = [
    "2510.02912",
    "2510.02912v3",
    "arXiv:2510.02912",
    "arxiv: 2510.02912v1",
    " 2510.02912 ",
    "arxiv.org/abs/2510.02912",
    "//arxiv.org/abs/2510.02912",
    "http://arxiv.org/abs/2510.02912",
    "https://arxiv.org/abs/2510.02912v2",
    "https://www.arxiv.org/abs/2510.02912",
    "https://export.arxiv.org/abs/2510.02912",
    "https://arxiv.org//abs/2510.02912",
    "https://arxiv.org/abs//2510.02912",
    "https://arxiv.org/abs/2510.02912.pdf",
    "https://arxiv.org/pdf/2510.02912",
    "https://arxiv.org/pdf/2510.02912.pdf",
    "https://arxiv.org/pdf/2510.02912v4.pdf",
    "https://arxiv.org/html/2510.02912v1",
    "https://ArXiv.org/abs/2510.02912/",
    "https://arxiv.org/pdf/2510.02912#page=3",
    "https://arxiv.org/abs/2510.02912?context=cs.CV",
    "https://alphaxiv.org/abs/2510.02912",
]
TYPOS = [
    "",
    "2509.262311",
    "2513.00001",
    "2500.00001",
    "251.00291",
    "2510.0291x",
    "2510-02912",
    "12510.02912",
    "2510.02912v0",
    "251\uff10.02912",  # a digit of another script
    "hep-th/99010",
    "https://arxiv.org/abs/",
    "https://example.org/abs/2510.02912",
    "https://arxiv.org/list/cs.CV/recent",
    "https://arxiv.org/abs/2510.02912 and more",
]

months = st.builds("{:02d}{:02d}".format, st.integers(7, 90), st.integers(1, 12))
new_ids = st.builds("{}.{:05d}".format, months, st.integers(1, 99999))
old_ids = st.builds(
    "{}/{}{:03d}".format, st.sampled_from(["hep-th", "quant-ph", "math", "cs"]), months, st.integers(1, 999)
)


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_a_link_is_the_same_paper(text: str) -> None:
    assert str(ArxivId.parse(text)) == "2510.02912"


@pytest.mark.parametrize("text", TYPOS)
def test_a_typo_is_no_paper(text: str) -> None:
    with pytest.raises(BadInput, match=r"is no arXiv id; give one like 2510\.02912 or its arxiv\.org link"):
        ArxivId.parse(text)


@pytest.mark.parametrize(
    ("text", "value", "version"),
    [
        ("https://arxiv.org/abs/2510.02912v12", "2510.02912", 12),
        ("0704.0001", "0704.0001", None),
        ("math.GT/0309136v2", "math/0309136", 2),
        ("https://arxiv.org/pdf/hep-th/9901001v3.pdf", "hep-th/9901001", 3),
        ("https://arxiv.org/abs/quant-ph/0201082", "quant-ph/0201082", None),
    ],
)
def test_versions_and_old_ids_are_read(text: str, value: str, version: int | None) -> None:
    assert split_version(text) == (ArxivId(value), version)


@given(new_ids | old_ids)
def test_an_id_reads_back_from_its_own_links(value: str) -> None:
    parsed = ArxivId.parse(value)
    assert ArxivId.parse(parsed.abs_url) == ArxivId.parse(parsed.pdf_url) == parsed
    assert str(parsed) == value


@given(st.text(max_size=60))
def test_whatever_is_given_is_an_id_or_refused(text: str) -> None:
    try:
        parsed = ArxivId.parse(text)
    except BadInput:
        return
    assert ArxivId.parse(str(parsed)) == parsed


def test_a_long_refusal_quotes_only_the_beginning() -> None:
    with pytest.raises(BadInput) as caught:
        ArxivId.parse("x" * 5000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("value", "month"),
    [("2510.02912", (2025, 10)), ("hep-th/9108001", (1991, 8)), ("cs/0612001", (2006, 12))],
)
def test_the_month_is_part_of_the_id(value: str, month: tuple[int, int]) -> None:
    assert ArxivId(value).month == month
    assert (estimated_submission(ArxivId(value)).year, estimated_submission(ArxivId(value)).month) == month


def test_ids_are_ordered_as_arxiv_numbered_them() -> None:
    in_order = [
        "hep-th/9108001",
        "cs/0612001",
        "0704.0002",
        "1412.9999",
        "1501.00001",
        "2510.00010",
        "2510.02912",
    ]
    assert [str(i) for i in sorted(ArxivId(v) for v in reversed(in_order))] == in_order


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FastV: An Image is Worth 1/2 Tokens", "fastv an image is worth 1 / 2 tokens"),
        ("Naïve Café", "Naive Cafe"),
        ("Scaling $\\alpha$-Merging", "Scaling-Merging"),
        ("\uff26ull Width", "Full width"),
        ("Straße", "STRASSE"),
    ],
)
def test_titles_of_one_work_have_one_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_titles_of_two_works_have_two_keys() -> None:
    assert title_key("Token Pruning") != title_key("Token Pruning 2")
    assert title_key("视觉令牌") != title_key("视觉") != ""


@given(st.text())
def test_a_title_key_stays_a_title_key(title: str) -> None:
    assert title_key(f"  {title}. ") == title_key(title)
    assert all(c.isalnum() for c in title_key(title))


OLD = PaperRecord(
    arxiv_id=ArxivId("2510.02912"),
    title="A title",
    abstract="An abstract.",
    authors=("Ada",),
    version=2,
    comment="10 pages",
    submitted_at=datetime(2025, 10, 3, tzinfo=UTC),
)


def test_an_unknown_paper_is_new() -> None:
    assert decide_change(None, OLD).kind is ChangeKind.NEW


def test_the_same_words_are_no_news() -> None:
    change = decide_change(OLD, replace(OLD))
    assert (change.kind, change.changed) == (ChangeKind.SAME, ())


def test_a_newer_version_names_what_changed() -> None:
    change = decide_change(OLD, replace(OLD, version=3, title="Another title"))
    assert (change.kind, change.changed) == (ChangeKind.CHANGED, ("title", "version"))


def test_an_older_version_changes_nothing() -> None:
    change = decide_change(OLD, replace(OLD, version=1, title="The first title"))
    assert (change.kind, change.record) == (ChangeKind.OLDER, OLD)


def test_what_a_source_leaves_out_is_kept() -> None:
    bare = PaperRecord(arxiv_id=OLD.arxiv_id, title="A title", abstract="", version=2)
    assert decide_change(OLD, bare).kind is ChangeKind.SAME
    venue = replace(bare, journal_ref="CVPR 2026")
    change = decide_change(OLD, venue)
    assert (change.changed, change.record) == (("journal_ref",), replace(OLD, journal_ref="CVPR 2026"))
