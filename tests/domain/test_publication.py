"""Turns and policies: what may go to a list today."""

import pytest

from service.domain.lists import Policy
from service.domain.publication import Turns, check_policy, decide_turns
from service.errors import Forbidden


@pytest.mark.parametrize(
    ("on_their_way", "sent_today", "daily", "expected"),
    [
        ((), (), 2, Turns((1, 2), (3, 4))),
        ((), (), 9, Turns((1, 2, 3, 4), ())),
        ((3,), (3,), 2, Turns((1, 3), (2, 4))),
        ((3, 4), (), 1, Turns((1, 3, 4), (2,))),
        ((3, 4), (3, 4), 2, Turns((3, 4), (1, 2))),
        ((), (8, 9), 2, Turns((), (1, 2, 3, 4))),
        ((), (7, 8, 9), 2, Turns((), (1, 2, 3, 4))),
    ],
)
def test_a_list_gets_so_many_new_papers_a_day_and_keeps_what_it_has(
    on_their_way: tuple[int, ...], sent_today: tuple[int, ...], daily: int, expected: Turns
) -> None:
    found = decide_turns([1, 2, 3, 4], on_their_way=on_their_way, sent_today=sent_today, daily=daily)
    assert found == expected


def test_only_an_invitation_or_a_copy_of_ones_own_lets_anything_out() -> None:
    check_policy(Policy.INVITED, name="A", is_own_copy=False)
    for policy in (Policy.ASK_FIRST, Policy.NEVER):
        check_policy(policy, name="A", is_own_copy=True)
        with pytest.raises(Forbidden):
            check_policy(policy, name="A", is_own_copy=False)
