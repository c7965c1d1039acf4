"""Roles: each holds the rights of those before it, on all lists or on one."""

import pytest

from service.domain.people import Role, User, parse_role
from service.errors import BadInput


def test_roles_hold_the_rights_of_those_before():
    assert [role.covers(Role.REVIEWER) for role in Role] == [False, True, True, True]


def test_the_larger_of_two_roles_counts():
    user = User(1, "ada", Role.REVIEWER, {7: Role.MAINTAINER, 8: Role.READER})
    assert user.role_on(7) is Role.MAINTAINER
    assert user.role_on(8) is Role.REVIEWER
    assert user.may(Role.MAINTAINER)
    assert not user.may(Role.MAINTAINER, 8)
    assert not user.may(Role.ADMIN)


def test_nobody_gives_more_than_may_be_given():
    assert parse_role("maintainer", most=Role.MAINTAINER) is Role.MAINTAINER
    for text in ("admin", "king", ""):
        with pytest.raises(BadInput, match="no role that you can give"):
            parse_role(text, most=Role.MAINTAINER)
