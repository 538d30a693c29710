"""Giving roles."""

from skillweek.accounts.models import User
from skillweek.organisations.actions import grant
from skillweek.organisations.models import Membership, Organisation


def test_twice_is_harmless(he: User, school: Organisation) -> None:
    again = grant(user=he, organisation=school, role=Membership.Role.SCHOOL_EDITOR)
    assert list(Membership.objects.filter(user=he)) == [again]
