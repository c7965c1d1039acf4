"""What the watch sees and, above all, what it does not take for news."""

from typing import Any

import pytest

from service.domain.papers import ArxivId, PaperRecord
from service.domain.watch import (
    Evidence,
    ListedAs,
    Update,
    UpdateKind,
    decide_updates,
    withdrawal_quote,
)

LISTED = ListedAs(title="Pruning Tokens")


def record(**facts: Any) -> PaperRecord:
    given: dict[str, Any] = {"title": "Pruning Tokens", "abstract": "We prune tokens.", "version": 2} | facts
    return PaperRecord(arxiv_id=ArxivId("2510.00001"), **given)


def the_only(updates: tuple[Update, ...]) -> Update:
    [update] = updates
    return update


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted at CVPR 2025", "CVPR 2025"),
        ("Accepted to NeurIPS 2025.", "NeurIPS 2025"),
        ("10 pages, 5 figures, accepted by ICML 2025", "ICML 2025"),
        ("Accepted as a spotlight paper at ICLR 2025, Singapore", "ICLR 2025"),
        (
            "Accepted for publication in IEEE Transactions on Multimedia, 2025",
            "IEEE Transactions on Multimedia, 2025",
        ),
        ("To appear in EMNLP 2025 Findings", "EMNLP 2025 Findings"),
        (
            "To be published in the Proceedings of the 33rd ACM International Conference",
            "33rd ACM International Conference",
        ),
        ("Published at TMLR (2025)", "TMLR (2025)"),
        ("Accepted by the AAAI 2026 main track; code is public", "AAAI 2026 main track"),
        ("Camera-ready version for WACV 2026", "WACV 2026"),
        ("Accepted CVPR 2025", "CVPR 2025"),
        ("CVPR 2025 camera ready", "CVPR 2025"),
        ("ICCV'25 accepted", "ICCV'25"),
        ("Oral at ICLR 2025. 12 pages, with appendix", "ICLR 2025"),
        ("Accepted at the CVPR 2025 Workshop on Efficient Vision", "CVPR 2025 Workshop on Efficient Vision"),
        ("In Proceedings of ACL 2025", "ACL 2025"),
        ("This work was accepted at ACM MM 2025 as an oral", "ACM MM 2025"),
        ("Accepted to the International Conference of Software Testing (ICST2023)", "ICST 2023"),
        (
            "Accepted at the 16th IEEE Conference on Testing, Verification and Validation (ICST) 2023",
            "ICST 2023",
        ),
        (
            "To appear at the Conference on Testing, Verification, and Validation (ICST 2022), Spain",
            "ICST 2022",
        ),
        ("CVPR 2025", "CVPR 2025"),
        ("NeurIPS 2025 (Spotlight)", "NeurIPS 2025"),
        ("ICLR 2025 Oral, 20 pages", "ICLR 2025"),
        ("18 pages, ACM MM 2025", "ACM MM 2025"),
    ],
)
def test_a_venue_in_the_comment(comment: str, venue: str) -> None:
    update = the_only(decide_updates(record(comment=comment), LISTED))
    assert (update.kind, update.value) == (UpdateKind.PUBLISHED, venue)
    assert update.evidence[0].where == "comment"
    assert update.evidence[0].quote in comment


@pytest.mark.parametrize(
    "comment",
    [
        "Submitted to CVPR 2025",
        "CVPR 2025 submission",
        "Under review at ICLR 2026",
        "Preprint. Under review.",
        "In submission to TPAMI",
        "Uses the NeurIPS 2024 template",
        "ICLR 2026 style file",
        "Formatted with the CVPR 2025 author kit, in the format of CVPR 2025",
        "To be submitted to IEEE TIP 2026",
        "Code will be released upon acceptance at CVPR 2025",
        "If accepted to ICML 2026, we will release the models",
        "Rejected from ICLR 2025",
        "Withdrawn from ICLR 2025",
        "Not yet accepted at any venue",
        "Conditionally accepted at CHI 2026",
        "Provisionally accepted by MICCAI 2025",
        "Extended version of our CVPR 2024 paper",
        "A preliminary version appeared in ICCV 2023",
        "Journal extension of NeurIPS 2023",
        "Companion of a paper accepted at CVPR 2025",
        "Accepted for publication",
        "Accepted at a conference",
        "1st place of the CVPR 2024 challenge",
        "We compare with CVPR 2025 papers",
        "Resubmission to AAAI 2026",
        "Anonymous ACL 2025 version",
        "Technical report",
        "10 pages, 5 figures",
        "GPT4 2024 results added",
        "",
    ],
)
def test_what_is_no_publication(comment: str) -> None:
    assert decide_updates(record(comment=comment), LISTED) == ()


def test_a_submission_note_does_not_hide_an_acceptance_beside_it() -> None:
    comment = "Accepted at CVPR 2025. An extension was submitted to TPAMI"
    assert the_only(decide_updates(record(comment=comment), LISTED)).value == "CVPR 2025"


def test_journal_reference_and_doi_are_evidence() -> None:
    found = the_only(
        decide_updates(
            record(comment="CVPR 2025", journal_ref="Proc. CVPR, 2025, pp. 1-9", doi="10.1109/CVPR.2025.1"),
            LISTED,
        )
    )
    assert found.value == "Proc. CVPR, 2025, pp. 1-9"
    assert [e.where for e in found.evidence] == ["journal reference", "comment", "DOI"]


@pytest.mark.parametrize(
    "facts",
    [
        {"doi": "10.48550/arXiv.2510.00001"},
        {"doi": "10.1109/CVPR.2025.1"},  # a DOI alone names no venue
        {"journal_ref": "arXiv preprint arXiv:2510.00001"},
        {"journal_ref": "Submitted to Nature"},
    ],
)
def test_facts_that_name_no_venue(facts: dict[str, str]) -> None:
    assert decide_updates(record(**facts), LISTED) == ()


def test_a_long_journal_reference_is_called_by_its_short_name() -> None:
    said = "2023 IEEE International Conference on Software Testing, Verification and more, Workshops (ICSTW)"
    assert the_only(decide_updates(record(journal_ref=said), LISTED)).value == "ICSTW 2023"
    long = "A journal with a long name, " * 9
    assert the_only(decide_updates(record(journal_ref=long), LISTED)).value.endswith("A journal with…")


@pytest.mark.parametrize(
    "written", ["CVPR 2025", "CVPR'25", "CVPR 2025 (Oral)", "IEEE/CVF CVPR 2025", "cvpr25"]
)
def test_a_venue_that_the_entry_has_is_no_news(written: str) -> None:
    listed = ListedAs(title="Pruning Tokens", venue=written)
    assert decide_updates(record(comment="Accepted at CVPR 2025"), listed) == ()


@pytest.mark.parametrize("written", ["", "arXiv", "arXiv 2025", "CVPR 2024", "ICCV 2025"])
def test_another_venue_in_the_entry_is_news(written: str) -> None:
    listed = ListedAs(title="Pruning Tokens", venue=written)
    assert decide_updates(record(comment="Accepted at CVPR 2025"), listed) != ()


@pytest.mark.parametrize(
    "text",
    [
        "This paper has been withdrawn by the authors due to an error in Table 2.",
        "Withdrawn: the experiments were wrong",
        "withdrawn",
        "The manuscript was temporarily withdrawn",
        "10 pages. This submission has been withdrawn by arXiv administrators",
        "The authors have withdrawn this paper",
        "We withdraw this article because of a licence",
        "arXiv admin note: submission has been withdrawn by arXiv administrators",
        "Paper withdrawn",
        "Withdrawn from arXiv at the request of a co-author",
    ],
)
def test_withdrawals(text: str) -> None:
    found = the_only(decide_updates(record(comment=text), LISTED))
    assert found.kind is UpdateKind.WITHDRAWN
    assert found.evidence[0].quote in text


@pytest.mark.parametrize(
    "text",
    [
        "Withdrawn from ICLR 2025",
        "This paper was withdrawn from ICML 2025 and is now under review",
        "This version has not been withdrawn",
        "Data from patients who were withdrawn are left out",
        "We study withdrawn papers",
        "Tokens are withdrawn from the cache",
        "",
    ],
)
def test_what_is_no_withdrawal(text: str) -> None:
    assert withdrawal_quote(text) is None


def test_a_source_that_knows_of_a_withdrawal_needs_no_words() -> None:
    found = the_only(decide_updates(record(), LISTED, is_withdrawn=True))
    assert found.evidence == (Evidence("version 2 without text", "no reason given"),)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Code is available at https://github.com/a-b/c.d.", "https://github.com/a-b/c.d"),
        (r"Our code: \url{https://github.com/a/b_c}.", "https://github.com/a/b_c"),
        (r"Models are at \href{https://huggingface.co/a/b}{this link}.", "https://huggingface.co/a/b"),
        ("The dataset is at huggingface.co/datasets/a/b, freely.", "https://huggingface.co/datasets/a/b"),
        ("Project page: https://a.github.io/tokens/", "https://a.github.io/tokens"),
        ("https://github.com/a/b", "https://github.com/a/b"),
        ("Code (https://github.com/a/b.git) is open-sourced", "https://github.com/a/b"),
        ("Page https://a.github.io and code https://github.com/a/b are public", "https://github.com/a/b"),
        (r"Code: https://github.com/a/b\_c", "https://github.com/a/b_c"),
        ("Code: https://github.com/a/b/tree/main/c", "https://github.com/a/b/tree/main/c"),
    ],
)
def test_released_code(text: str, url: str) -> None:
    for facts in ({"comment": text}, {"abstract": f"We prune tokens. {text}"}):
        found = the_only(decide_updates(record(**facts), LISTED))
        assert (found.kind, found.value) == (UpdateKind.CODE_RELEASED, url)


@pytest.mark.parametrize(
    "text",
    [
        "Code will be released at https://github.com/a/b.",
        "Code will be made publicly available at https://github.com/a/b",
        "The code is to be released: https://github.com/a/b",
        "Code coming soon at https://github.com/a/b",
        "Upon acceptance, code is at https://github.com/a/b",
        "Our code is based on https://github.com/huggingface/transformers",
        "We plan to release code at https://github.com/a/b",
        "We study https://github.com/a/b",
        "Code by https://github.com/a-company",
        "Code is available",
    ],
)
def test_what_is_no_released_code(text: str) -> None:
    assert decide_updates(record(abstract=text), LISTED) == ()


def test_code_that_the_entry_links_is_no_news() -> None:
    listed = ListedAs(title="Pruning Tokens", links=("http://www.github.com/A/B.git",))
    assert decide_updates(record(comment="Code: https://github.com/a/b/tree/main"), listed) == ()
    assert decide_updates(record(comment="Code: https://github.com/other/fork"), listed) == ()


def test_a_repository_is_news_where_the_entry_has_only_a_page() -> None:
    listed = ListedAs(title="Pruning Tokens", links=("https://a.github.io/tokens",))
    comment = "Project page https://a.github.io/tokens, code https://github.com/a/b"
    assert the_only(decide_updates(record(comment=comment), listed)).value == "https://github.com/a/b"
    assert decide_updates(record(comment="Project page: https://b.github.io"), listed) == ()


def test_a_changed_title_shows_both() -> None:
    found = the_only(
        decide_updates(record(title="Merging Tokens"), LISTED, former_titles=["Pruning tokens!"])
    )
    assert (found.kind, found.value) == (UpdateKind.TITLE_CHANGED, "Merging Tokens")
    assert found.evidence == (
        Evidence("earlier version", "Pruning tokens!"),
        Evidence("version 2", "Merging Tokens"),
    )


def test_a_title_that_the_list_wrote_its_own_way_is_left_alone() -> None:
    assert decide_updates(record(title="Merging Tokens"), LISTED, former_titles=["Something Else"]) == ()
    assert decide_updates(record(title="PRUNING  TOKENS"), LISTED, former_titles=["Pruning Tokens"]) == ()


def test_an_update_is_offered_once() -> None:
    first = decide_updates(record(comment="Accepted at CVPR 2025"), LISTED)
    assert first[0].key == "published:cvpr2025"
    assert decide_updates(record(comment="accepted at CVPR 2025!"), LISTED, seen=[first[0].key]) == ()


def test_everything_at_once_comes_in_order() -> None:
    found = decide_updates(
        record(
            title="Merging Tokens",
            comment="Accepted at CVPR 2025. Code: https://github.com/a/b. This paper has been withdrawn.",
        ),
        LISTED,
        former_titles=["Pruning Tokens"],
    )
    assert [u.kind for u in found] == list(UpdateKind)


def test_long_quotes_are_shortened() -> None:
    found = the_only(decide_updates(record(comment="Accepted at CVPR 2025 " + "with thanks " * 60), LISTED))
    assert len(found.evidence[0].quote) <= 300
