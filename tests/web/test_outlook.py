"""What the queue page says of the whole queue: how much is left, a random sample, and the mix."""

from service.db.engine import writing
from service.db.queues import QueueFilter, following
from service.domain.queue_mix import QueueOrder
from tests.factories import SLUG, accept
from tests.web.conftest import QUEUE


def test_what_is_left_comes_with_its_interval_and_its_assumption(bo):
    page = bo.get(QUEUE).text
    assert "relevant ones left in" in page
    assert "are probably relevant, between" in page
    assert "assumes that the model&#39;s probabilities hold" in page


def test_every_order_can_be_chosen_and_shows_a_paper(bo):
    page = bo.get(QUEUE).text
    for order in ("likeliest", "least certain", "diverse", "newest", "oldest", "mix"):
        assert f'<option value="{order}"' in page
        assert 'id="paper-title"' in bo.get(f"{QUEUE}?order={order.replace(' ', '+')}").text
    assert '<option value="sample"' not in page, "there is no sample yet"


def test_a_sample_is_drawn_shown_and_judged(bo, world):
    answer = bo.post(f"/lists/{SLUG}/sample")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{QUEUE}?order=sample"
    page = bo.get(f"{QUEUE}?order=sample").text
    assert '<option value="sample" selected>Random sample</option>' in page
    assert "0 of 20 judged" in page
    with writing(world.engine) as session:
        wanted = QueueFilter(order=QueueOrder.SAMPLE)
        drawn = following(session, world.list_id, wanted, today=world.now.date(), limit=6)
    for candidate in drawn:
        accept(world, candidate.id)
    page = bo.get(QUEUE).text
    assert "6 of 20 judged, 6 wanted" in page
    assert "Go on with the sample" in page
    assert "The two agree." in page or "contradicts the model" in page


def test_a_maintainer_sets_the_mix(ada):
    assert 'name="least_certain"' in ada.get(QUEUE).text
    answer = ada.post(f"/lists/{SLUG}/mix", likeliest=0, least_certain=2, diverse=0, oldest=1)
    assert answer.headers["location"] == f"{QUEUE}?order=mix"
    page = ada.get(f"{QUEUE}?order=mix").text
    assert 'name="least_certain" min="0" max="20" value="2"' in page


def test_a_mix_of_nothing_and_a_part_out_of_range_are_refused_in_words(ada):
    answer = ada.post(f"/lists/{SLUG}/mix", likeliest=0)
    assert answer.status_code == 400
    assert "A mix of nothing shows no paper" in answer.text
    assert ada.post(f"/lists/{SLUG}/mix", likeliest=99).status_code == 422


def test_a_reviewer_sees_the_mix_and_whom_to_ask(bo):
    page = bo.get(QUEUE).text
    assert "A maintainer can change it." in page
    assert 'name="least_certain"' not in page
    answer = bo.post(f"/lists/{SLUG}/mix", likeliest=1)
    assert answer.status_code == 403
    assert "ask a maintainer" in answer.text
