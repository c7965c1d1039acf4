"""Keys of one's own: single, each with one meaning."""

import pytest

from service.domain.keys import WORDS, Keys, decide_keys, keys_of
from service.errors import BadInput


def test_only_what_differs_is_kept():
    assert decide_keys({"accept": "a", "next": "n", "previous": ""}) == {"next": "n"}
    assert keys_of({"next": "n"}).next == "n"
    assert keys_of({"gone": "x"}) == Keys()


def test_every_action_has_a_key_and_words():
    assert set(WORDS) == set(Keys.__dataclass_fields__)


def test_tags_take_what_is_left():
    keys = keys_of({"next": "1"})
    assert "1" not in keys.for_tags
    assert "j" in keys.for_tags


@pytest.mark.parametrize("key", ["ab", "é", "\t\x00", "ß"])
def test_a_key_is_one_plain_character(key):
    with pytest.raises(BadInput, match="no single key"):
        decide_keys({"accept": key})


def test_two_actions_do_not_share_a_key():
    with pytest.raises(BadInput, match="cannot mean both"):
        decide_keys({"accept": "j"})
