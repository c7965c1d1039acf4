"""Lists that grow inside groups (a month, a year, a venue): where the next paper goes."""

from collections.abc import Sequence

from service.lists import PastAddition, insert_entry, past_additions, read_document
from tests.lists.test_unusual_entries import HEAD, entry


def item(number: str, venue: str) -> str:
    return f"- [A Study of Things, Part {number}](https://arxiv.org/abs/{number}), {venue}\n"


def written(items: Sequence[str]) -> bytes:
    return (HEAD + "".join(items) + "\n## License\n\nMIT\n").encode()


def grown(first: Sequence[str], *steps: tuple[int, str]) -> tuple[bytes, tuple[PastAddition, ...]]:
    """Add one item after the other; return the file at the end and what its past teaches."""
    items, revisions = list(first), []
    for at, new in steps:
        before = written(items)
        items.insert(at, new)
        revisions.append((before, written(items)))
    return written(items), past_additions(reversed(revisions))


def place_of(before: bytes, past: tuple[PastAddition, ...] = (), **facts: object) -> int:
    new = entry(**{"authors": None, "url": f"https://arxiv.org/abs/{facts['arxiv_id']}", **facts})
    after = insert_entry(before, new, history=past).data
    return [e.title for e in read_document(after).entries].index(new.title)


def test_a_month_that_grows_at_its_end_takes_a_paper_dated_to_the_day_there() -> None:
    first = [item(n, "arXiv") for n in ("2503.00009", "2502.00001", "2501.00005", "2501.00002")]
    before, past = grown(
        first,
        (1, item("2503.00011", "arXiv")),
        (3, item("2502.00007", "arXiv")),
        (2, item("2503.00003", "arXiv")),
        (5, item("2502.00004", "arXiv")),
    )
    assert place_of(before, past, arxiv_id="2503.00020", published="2025-03-20") == 3


VENUES = [
    item("2501.00001", "CVPR"),
    item("2501.00002", "CVPR"),
    item("2404.00003", "ICML"),
    item("2504.00004", "arXiv"),
    item("2503.00005", "arXiv"),
]


def test_the_first_paper_of_a_venue_goes_where_the_first_ones_of_others_went() -> None:
    before, past = grown(
        VENUES,
        (2, item("2305.00006", "CVPR")),
        (6, item("2502.00007", "ECCV")),
        (4, item("2506.00008", "ICML")),
        (8, item("2301.00009", "KDD")),
        (9, item("2507.00010", "KDD")),
        (7, item("2408.00011", "arXiv")),
        (3, item("2408.00012", "CVPR")),
    )
    assert place_of(before, past, arxiv_id="2412.00001", venue="ICML") == 6
    assert place_of(before, past, arxiv_id="2412.00001", venue="WACV") == 12


def test_a_paper_without_a_venue_stands_with_those_of_the_preprint_server() -> None:
    before, past = grown(
        [*VENUES, item("2502.00007", "ECCV"), item("2301.00008", "bioRxiv")],
        (5, item("2402.00009", "arXiv")),
        (7, item("2305.00010", "ECCV")),
        (9, item("2304.00011", "bioRxiv")),
        (6, item("2309.00012", "arXiv")),
        (2, item("2310.00013", "CVPR")),
    )
    assert place_of(before, past, arxiv_id="2412.00001", published="2024-12-01") == 8


def test_years_that_grow_at_their_ends_are_seen_in_the_order_of_the_file() -> None:
    numbers = (
        "2502.00001",
        "2503.00001",
        "2509.00001",
        "2401.00001",
        "2403.00001",
        "2407.00001",
        "2306.00001",
    )
    before = written([item(n, f"arXiv 20{n[:2]}") for n in numbers])
    assert place_of(before, arxiv_id="2411.00001", venue="arXiv 2024") == 6
    assert place_of(before, arxiv_id="2511.00001", venue="arXiv 2025") == 3
