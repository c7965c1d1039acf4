"""The public pages of lists and papers."""

import pytest
from sqlalchemy import update

from service.db.engine import writing
from service.db.models import ListRow, SourceWindowRow
from service.sources.samples import NAME as SAMPLES
from tests.factories import SLUG
from tests.web.conftest import OTHER

LIST = f"/lists/{SLUG}"
LISTED = "2412.04467"  # VisionZip


def test_everybody_sees_a_list_with_counts_and_feeds(stranger):
    page = stranger.get(LIST).text
    assert "16 papers" in page
    assert "VisionZip" in page
    assert (
        f'rel="alternate" type="application/atom+xml" title="MLLM Token Compression" href="{LIST}/feed.atom"'
        in page
    )
    assert '<span>Pruning</span> <span class="number">11</span>' in page


def test_only_reviewers_are_told_why_a_list_could_not_be_read(stranger, bo, world):
    with writing(world.engine) as session:
        session.execute(update(ListRow).values(problem="There is no /srv/lists/some.md."))
    shown, told = stranger.get(LIST).text, bo.get(LIST).text
    assert "could not be read when it was last looked at; this is how it stood before." in shown
    assert ("/srv/lists" in shown, "/srv/lists" in told) == (False, True)
    with writing(world.engine) as session:
        session.execute(update(ListRow).values(synced_at=None))
    assert "not read yet" in stranger.get(LIST).text


def test_an_entry_says_no_more_than_the_list_does(stranger):
    page = stranger.get(LIST).text
    assert '<span class="small muted">arXiv-2025 · <a' in page, (
        "an entry without authors begins with its venue"
    )
    assert '<time datetime="2025-10">Oct 2025</time>' in page, "no day is made up"


def test_a_tags_meaning_leads_to_its_page(stranger):
    page = stranger.get(f"{LIST}/tags").text
    assert (
        f'<a href="{LIST}/tags/method/pruning">Pruning</a> <span class="small muted nowrap">11 papers' in page
    )


def test_a_strangers_page_shows_nothing_of_the_queue(stranger):
    for path in ("/", LIST, f"/papers/{LISTED}", "/papers/2511.90001"):
        page = stranger.get(path).text
        assert "/queue" not in page
        assert "/publish" not in page
        assert "likely" not in page.replace("how likely", "")


def test_tags_narrow_the_list_down_and_are_in_the_feeds_address(stranger):
    page = stranger.get(f"{LIST}?method=merging&modality=video").text
    assert "of 16" in page
    assert f'href="{LIST}/feed.atom?modality=video&amp;method=merging"' in page
    assert 'aria-current="true"' in page


def test_words_narrow_it_down_too_and_both_combine(stranger):
    assert "1 paper of 16" in stranger.get(f"{LIST}?q=visionzip").text
    assert "No paper has all of this" in stranger.get(f"{LIST}?q=visionzip&modality=audio").text


def test_a_tag_that_is_not_there_is_explained(stranger):
    answer = stranger.get(f"{LIST}?stage=moon")
    assert answer.status_code == 400
    assert "it has:" in answer.text


def test_a_list_that_was_not_read_yet_says_so(stranger):
    assert "Nothing read yet" in stranger.get(f"/lists/{OTHER}").text


def test_an_unknown_list_names_those_that_there_are(stranger):
    answer = stranger.get("/lists/nowhere")
    assert answer.status_code == 404
    assert SLUG in answer.text


def test_a_paper_says_where_it_is_listed_and_how_to_cite_it(stranger):
    page = stranger.get(f"/papers/{LISTED}").text
    assert "MLLM Token Compression" in page
    assert "eprint = {2412.04467}" in page


@pytest.mark.parametrize("path", ["/papers/2412.04467v2", "/papers/arXiv:2412.04467", "/papers/2412.04467v1"])
def test_other_spellings_of_an_id_find_the_paper(stranger, path):
    assert stranger.get(path).status_code == 200


def test_reviewers_also_see_how_it_stands_in_the_queues(bo):
    page = bo.get("/papers/2511.90001").text
    assert "In the queues" in page
    assert "very likely, 0.97" in page


@pytest.mark.parametrize(("path", "status"), [("/papers/9901.00001", 404), ("/papers/not-an-id", 400)])
def test_unknown_papers_and_ids_are_told_apart(stranger, path, status):
    assert stranger.get(path).status_code == status


def test_samples_are_called_samples(stranger, world):
    assert "sample papers" not in stranger.get("/").text
    with writing(world.engine) as session:
        session.execute(update(SourceWindowRow).values(source=SAMPLES))
    assert "These are sample papers and sample lists" in stranger.get("/").text


def test_the_start_page_counts_what_waits_only_for_reviewers(stranger, cy, bo):
    assert "Review 23 papers" in bo.get("/").text
    for person in (stranger, cy):
        assert "Review" not in person.get("/").text
