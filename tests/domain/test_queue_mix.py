import pytest

from service.domain.queue_mix import USUAL_MIX, QueueOrder, decide_mix
from service.errors import BadInput


def test_an_order_that_is_not_named_has_no_part():
    mix = decide_mix({"likeliest": 3})
    assert mix[QueueOrder.LIKELIEST] == 3
    assert sum(mix.values()) == 3


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"newest": 1}, "cannot be mixed"),
        ({"likeliest": -1}, "between 0 and 20"),
        ({"likeliest": 21}, "between 0 and 20"),
        ({"likeliest": 0}, "mix of nothing"),
        ({}, "mix of nothing"),
    ],
)
def test_a_mix_that_cannot_be_used_is_refused_in_one_sentence(parts, says):
    with pytest.raises(BadInput, match=says):
        decide_mix(parts)


def test_the_usual_mix_is_one_that_can_be_set():
    assert decide_mix({str(order): part for order, part in USUAL_MIX.items()}) == USUAL_MIX
