"""The model card: what suggestions rest on, how right they are, what changed, and old manifests."""

from service.db import bundles, lists
from service.db.engine import writing
from tests.cards import make_manifest
from tests.factories import SLUG, World
from tests.web.conftest import OTHER, QUEUE

CARD = f"/lists/{SLUG}/model"


def add_bundle(world: World, *, is_used: bool = True, **more: object) -> int:
    """Let the list learn another, made-up bundle; return its id."""
    with writing(world.engine) as session:
        found = lists.by_slug(session, SLUG)
        manifest = make_manifest(found.spec.taxonomy, f1=0.8, **more)
        bundle_id = bundles.add(
            session, list_id=found.id, folder="bundles/next", manifest=manifest, now=world.now
        )
        if is_used:
            bundles.use(session, found.id, bundle_id)
    return bundle_id


def test_a_stranger_reads_what_the_model_learned_from_and_how_right_it_is(stranger):
    page = stranger.get(CARD).text
    assert "180 papers that the list has or accepted" in page
    assert "that nobody has judged" in page
    assert '0.70 <span class="muted range">0.45 to 0.88</span>' in page
    assert "no paper to test on; decided from its definition" in page
    assert "Share found" in page


def test_the_calibration_is_drawn_and_written(stranger):
    page = stranger.get(CARD).text
    assert '<svg class="calibration"' in page
    assert page.count('class="point"') == 6
    assert "Mean distance: 0.024" in page
    assert '<th scope="row">0.83</th><td>0.80</td><td>70</td>' in page


def test_the_card_says_what_changed_since_the_model_before(stranger, world):
    first = stranger.get(CARD).text
    assert "Before it" not in first
    with writing(world.engine) as session:
        before = bundles.in_use(session, world.list_id)
    assert before is not None
    now = add_bundle(world, before=before.id)
    page = stranger.get(CARD).text
    assert f"Model {now} of" in page
    assert f'<a href="{CARD}/{before.id}">model {before.id}</a>' in page
    assert "F1 +0.10, now 0.80" in page
    assert "not in use" in stranger.get(f"{CARD}/{before.id}").text


def test_a_model_that_was_not_taken_over_is_told_of(stranger, world):
    with writing(world.engine) as session:
        used = bundles.in_use(session, world.list_id)
        assert used is not None
        bundles.note_attempt(
            session, used.id, now=world.now, why="Kept the old bundle: the new one is worse."
        )
    assert "A newer model was learned and not taken over." in stranger.get(CARD).text


def test_before_the_first_training_the_page_says_when(stranger):
    page = stranger.get(f"/lists/{OTHER}/model")
    assert page.status_code == 200
    assert "appears here after the first training" in page.text


def test_a_manifest_of_an_older_version_says_what_it_can(stranger, world):
    with writing(world.engine) as session:
        bundle_id = bundles.add(
            session, list_id=world.list_id, folder="bundles/old", manifest={"metrics": 3}, now=world.now
        )
    page = stranger.get(f"{CARD}/{bundle_id}")
    assert page.status_code == 200
    assert "not noted" in page.text


def test_another_lists_model_is_not_found(stranger):
    answer = stranger.get(f"{CARD}/99999")
    assert answer.status_code == 404
    assert "go to the newest one" in answer.text


def test_list_page_and_evidence_lead_to_the_card(stranger, bo):
    assert f'href="{CARD}"' in stranger.get(f"/lists/{SLUG}").text
    assert f'href="{CARD}/' in bo.get(QUEUE).text
