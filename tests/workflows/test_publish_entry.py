from datetime import UTC, datetime

import pytest

from service.domain.lists import ListSpec, Policy
from service.domain.papers import ArxivId, PaperRecord
from service.errors import Forbidden
from service.workflows.publish_entry import code_of, venue_of
from service.workflows.publish_route import decide_route, same_repository


def record(abstract: str = "", comment: str | None = None, journal: str | None = None) -> PaperRecord:
    return PaperRecord(
        arxiv_id=ArxivId("2504.00004"),
        title="T",
        abstract=abstract,
        comment=comment,
        journal_ref=journal,
        submitted_at=datetime(2025, 4, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("abstract", "comment", "expected"),
    [
        ("We prune. Code is available at https://github.com/a/b.", None, "https://github.com/a/b"),
        ("We prune. Our code: https://github.com/a/b.git", None, "https://github.com/a/b.git"),
        ("We prune.", "Code: https://github.com/a/b", "https://github.com/a/b"),
        ("We build on https://github.com/other/thing for all tests.", None, None),
        ("Code at https://github.com/a/b and https://github.com/c/d.", None, None),
        (r"Code is at \url{https://github.com/a/b\_c}.", None, "https://github.com/a/b_c"),
        ("Code will be released.", None, None),
        ("Code is available at https://example.org/x.", None, None),
    ],
)
def test_code_counts_where_the_paper_says_that_it_is_its_own(
    abstract: str, comment: str | None, expected: str | None
) -> None:
    found = code_of(record(abstract, comment))
    assert (found.value if found else None) == expected


def test_the_sentence_that_gives_the_code_is_quoted_without_tex() -> None:
    found = code_of(record(r"We prune. Code at \href{https://github.com/a/b}{https://github.com/a/b}."))
    assert found is not None
    assert found.source == "abstract: Code at https://github.com/a/b."


@pytest.mark.parametrize(
    ("comment", "journal", "expected"),
    [
        ("Accepted at CVPR 2025", None, "CVPR 2025"),
        ("10 pages. Accepted to NeurIPS 2025 (spotlight)", None, "NeurIPS 2025"),
        ("Accepted by ICML 2025; code soon", None, "ICML 2025"),
        ("Submitted to CVPR 2026", None, None),
        ("Under review at ICLR 2026", None, None),
        ("Accepted at the CVPR 2025 Workshop on X", None, None),
        ("CVPR 2025 template, 10 pages", None, None),
        ("Rejected, accepted at nothing", None, None),
        (None, "CVPR 2025, pp. 1-10", "CVPR 2025, pp. 1-10"),
        (None, None, None),
    ],
)
def test_a_venue_counts_where_acceptance_is_stated(
    comment: str | None, journal: str | None, expected: str | None
) -> None:
    found = venue_of(record(comment=comment, journal=journal))
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://github.com/Ann/List", "https://github.com/ann/list.git"),
        ("git@github.com:ann/list.git", "https://github.com/ann/list"),
        ("ssh://git@github.com/ann/list", "https://www.github.com/ann/list/"),
        ("file:///srv/list.git", "/srv/list"),
    ],
)
def test_one_repository_has_many_spellings(one: str, other: str) -> None:
    assert same_repository(one, other)
    assert not same_repository(one, "https://github.com/ann/another")
    spec = ListSpec(slug="x", name="X", repository=other, source_name="x", policy=Policy.ASK_FIRST)
    with pytest.raises(Forbidden, match="has not invited"):
        decide_route(spec, channel=None, to=one)
