"""Adding and changing venues."""

from collections.abc import Callable

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations import actions
from skillweek.organisations.models import Organisation, Venue

SignIn = Callable[[User], Client]
ROOM = {"name": "汽修车间", "address": "叶县示例路2号", "place": "yexian", "capacity": "80"}


def test_a_school_adds_a_venue(school: Organisation, county: Organisation, he: User, sign_in: SignIn) -> None:
    client = sign_in(he)
    assert client.post("/desk/units/school-a/venues/new/", ROOM).status_code == 302
    made = Venue.objects.get()
    assert (made.owner, made.place, made.city, made.capacity) == (school, county, county.parent, 80)
    changed = ROOM | {"capacity": "60"}
    for _ in range(2):
        assert client.post(f"/desk/venues/{made.code}/", changed).status_code == 302
    assert Venue.objects.get().capacity == 60
    steps = history(made)
    assert [(step.who, [(one.before, one.after) for one in step.fields]) for step in steps] == [
        (he, [("80", "60")]), (he, []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"capacity": "0"}, "capacity"), ({"capacity": "许多"}, "capacity"), ({"name": ""}, "name"),
        ({"place": "moon"}, "place"), ({"latitude": "33.7"}, "longitude"), ({"latitude": "133.7"}, "latitude"),
    ],
)  # fmt: skip
def test_bad_input(
    wrong: dict[str, str], field: str, school: Organisation, he: User, sign_in: SignIn
) -> None:
    answer = sign_in(he).post("/desk/units/school-a/venues/new/", ROOM | wrong)
    assert (answer.status_code, Venue.objects.count()) == (422, 0)
    assert field in answer.context["form"].errors


def test_a_stranger(venue: Venue, wu: User, zhao: User, sign_in: SignIn) -> None:
    for stranger in (wu, zhao):
        client = sign_in(stranger)
        assert client.post("/desk/units/school-a/venues/new/", ROOM).status_code == 404
        assert client.post(f"/desk/venues/{venue.code}/", ROOM).status_code == 404
        with pytest.raises(actions.OrganisationError):
            actions.edit_venue(venue=venue, by=stranger, facts={"name": "改"})
    assert list(Venue.objects.values_list("name", flat=True)) == [venue.name]
