"""What a mail server refuses: an address that is no good is forgotten, one that is not to blame is kept."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from service.telling.smtp import AddressRefused
from service.workflows.letters import send_letters
from tests.telling.test_letters import READER, sign_up


@pytest.mark.parametrize(
    "said",
    [
        "554 relay access denied",
        "554 5.7.1 relay access denied",
        "550 5.7.1 sender is not allowed here",
        "550 5.4.5 daily sending quota exceeded",
    ],
)
def test_a_server_that_refuses_us_costs_no_subscriber(world, by_mail, mailbox, now, said):
    sign_up(TestClient(world.app), READER)
    mailbox.answers[READER] = [said]
    done = send_letters(world.engine, by_mail, now=now)
    assert (done.lost, done.put_off) == (0, 1)
    assert send_letters(world.engine, by_mail, now=now + timedelta(minutes=16)).sent == 1


@pytest.mark.parametrize(
    ("code", "said", "to_letter", "is_permanent"),
    [
        (550, "5.1.1 no such user", False, True),
        (554, "5.1.1 no such user", True, True),
        (554, "5.2.1 mailbox disabled", False, True),
        (553, "mailbox name not allowed", False, True),
        (550, "this looks like spam", True, False),
        (552, "message too large", True, False),
        (451, "4.1.1 come back later", False, False),
    ],
)
def test_only_what_is_said_of_the_address_is_for_good(code, said, to_letter, is_permanent):
    assert AddressRefused(code, said, to_letter=to_letter).is_permanent is is_permanent
