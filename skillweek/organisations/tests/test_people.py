"""Opening sign-ins, giving and ending roles."""

from collections.abc import Callable

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.organisations import actions, queries
from skillweek.organisations.models import Membership, Organisation
from skillweek.organisations.rules import grantable

SignIn = Callable[[User], Client]
CITY, COUNTY, EDITOR, LEADER, GATE = Membership.Role.values
NEW = {
    "username": "new-teacher", "name": "示例-新老师", "password": "skillweek-2021", "role": EDITOR, "email": "",
}  # fmt: skip


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


def test_a_county_opens_a_sign_in_for_its_school(school: Organisation, zhou: User) -> None:
    made = actions.invite(organisation=school, by=zhou, **NEW)
    assert (made.organisation, made.role, made.user.name) == (school, EDITOR, "示例-新老师")
    assert made.user.check_password("skillweek-2021")


def test_twice_is_refused_at_the_field(school: Organisation, zhou: User) -> None:
    actions.invite(organisation=school, by=zhou, **NEW)
    with pytest.raises(actions.OrganisationError) as refused:
        actions.invite(organisation=school, by=zhou, **NEW)
    assert (refused.value.field, Membership.objects.filter(organisation=school).count()) == ("username", 1)


@pytest.mark.parametrize("role", [CITY, COUNTY])
def test_a_role_above_is_refused(role: str, school: Organisation, zhou: User) -> None:
    with pytest.raises(actions.OrganisationError):
        actions.invite(organisation=school, by=zhou, **NEW | {"role": role})
    assert User.objects.filter(username="new-teacher").count() == 0


def test_ending_a_role(school: Organisation, he: User, zhou: User, wu: User) -> None:
    membership = he.memberships.get()
    for stranger in (wu, he):
        with pytest.raises(actions.OrganisationError):
            actions.end_role(membership=membership, by=stranger)
    for _ in range(2):
        assert actions.end_role(membership=membership, by=zhou).active is False
    assert list(queries.own(he)) == []


def test_pages(school: Organisation, he: User, zhou: User, wu: User, sign_in: SignIn) -> None:
    officer = sign_in(zhou)
    assert [unit.code for unit in officer.get("/desk/units/").context["units"]] == ["yexian", "school-a"]
    weak = officer.post("/desk/units/school-a/people/new/", NEW | {"password": "12345678"})
    assert (weak.status_code, list(weak.context["form"].errors)) == (422, ["password"])
    assert "示例-新老师" in weak.text
    done = officer.post("/desk/units/school-a/people/new/", NEW, follow=True)
    assert [one.user.username for one in done.context["people"]] == ["school-a", "new-teacher"]
    fresh = Membership.objects.get(user__username="new-teacher")
    for stranger in (he, wu):
        client = sign_in(stranger)
        assert client.get("/desk/units/school-a/people/new/").status_code == 404
        assert client.post(f"/desk/people/{fresh.pk}/end/").status_code == 404
    assert sign_in(wu).get("/desk/units/school-a/").status_code == 404
    officer.post(f"/desk/people/{fresh.pk}/end/")
    assert Membership.objects.get(pk=fresh.pk).active is False


@pytest.mark.parametrize("number", [1, 3])
def test_the_tree_asks_a_constant_number_of_queries(
    number: int, county: Organisation, zhou: User, django_assert_num_queries: Callable[..., object]
) -> None:
    for n in range(number):
        actions.add_unit(parent=county, kind=county.kind, code=f"u{n}", name=f"示例-{n}")
    with django_assert_num_queries(2):
        assert len(queries.tree(zhou)) == number + 1
