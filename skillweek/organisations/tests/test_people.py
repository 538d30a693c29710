"""Giving and ending roles, and the list of units."""

from collections.abc import Callable

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.organisations import actions, queries
from skillweek.organisations.models import Membership, Organisation
from skillweek.organisations.rules import grantable
from skillweek.organisations.tests.factories import make_task

SignIn = Callable[[User], Client]
CITY, COUNTY, EDITOR, LEADER, GATE = Membership.Role.values


@pytest.mark.parametrize(
    ("held", "is_city", "has_parent_unit", "expected"),
    [
        ([CITY], True, False, [CITY, EDITOR, LEADER, GATE]),
        ([CITY], False, False, [COUNTY, EDITOR, LEADER, GATE]),
        ([CITY], False, True, [EDITOR, LEADER, GATE]),
        ([COUNTY], True, False, [EDITOR, LEADER, GATE]),
        ([COUNTY], False, False, [COUNTY, EDITOR, LEADER, GATE]),
        ([COUNTY], False, True, [EDITOR, LEADER, GATE]),
        ([EDITOR], False, True, []),
        ([LEADER, GATE], False, True, []),
        ([], True, False, []),
    ],
)
def test_nobody_gives_a_role_above_their_own(
    held: list[str], is_city: bool, has_parent_unit: bool, expected: list[str]
) -> None:
    assert grantable(held, is_city=is_city, has_parent_unit=has_parent_unit) == expected


def test_ending_a_role(school: Organisation, he: User, zhou: User, wu: User) -> None:
    membership = he.memberships.get()
    for stranger in (wu, he):
        with pytest.raises(actions.OrganisationError):
            actions.end_role(membership=membership, by=stranger)
    for _ in range(2):
        assert actions.end_role(membership=membership, by=zhou).active is False
    assert list(queries.own(he)) == []


def test_a_role_is_not_ended_over_open_tasks(school: Organisation, he: User, zhou: User) -> None:
    task = make_task(school, owner=he)
    membership = he.memberships.get()
    with pytest.raises(actions.OrganisationError, match="1 项未完成事项"):
        actions.end_role(membership=membership, by=zhou)
    assert Membership.objects.get(pk=membership.pk).active is True
    actions.step_task(task=task, step="finish", by=he)
    assert actions.end_role(membership=membership, by=zhou).active is False


def test_a_role_at_a_closed_unit_is_not_given(school: Organisation, wu: User, zhou: User) -> None:
    actions.close_unit(unit=school, by=zhou)
    with pytest.raises(actions.OrganisationError):
        actions.give_role(user=wu, organisation=school, role=EDITOR, by=zhou)
    assert list(school.memberships.all()) == []


def test_the_page_of_a_unit(school: Organisation, he: User, zhou: User, wu: User, sign_in: SignIn) -> None:
    officer = sign_in(zhou)
    assert [one.user for one in officer.get("/desk/units/school-a/").context["people"]] == [he]
    fresh = he.memberships.get()
    for stranger in (he, wu):
        assert sign_in(stranger).post(f"/desk/units/person/{fresh.pk}/end/").status_code == 404
    assert sign_in(wu).get("/desk/units/school-a/").status_code == 404
    officer.post(f"/desk/units/person/{fresh.pk}/end/")
    assert Membership.objects.get(pk=fresh.pk).active is False
