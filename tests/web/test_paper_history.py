"""A paper's page tells its versions: dates, what title and abstract were, and withdrawals."""

from datetime import UTC, datetime

from service.db import paper_history, papers
from service.db.engine import writing
from service.db.paper_history import VersionTold
from tests.makers import make_record


def test_versions_are_told_with_dates_titles_abstracts_and_withdrawals(stranger, world):
    first = make_record(
        "2510.77777", version=2, title="The old title", abstract="The old words & <b>bold</b>."
    )
    with writing(world.engine) as session:
        papers.store(session, [first], now=world.now)
        papers.store(
            session, [make_record("2510.77777", version=3, title="The new title", abstract="New words.")],
            now=world.now,
        )  # fmt: skip
        row = papers.by_ids(session, ["2510.77777"])["2510.77777"].id
        told = [VersionTold(n, datetime(2025, 10, n, tzinfo=UTC), is_withdrawal=n == 4) for n in (1, 2, 3, 4)]
        paper_history.record_versions(session, row, told, now=world.now)
    page = stranger.get("/papers/2510.77777").text
    assert "1 Oct 2025" in page
    assert "only its date is known" in page
    assert "The old title" in page
    assert "The old words &amp; &lt;b&gt;bold&lt;/b&gt;." in page
    assert page.count("Abstract then") == 1
    assert "withdrawn</span>" in page
