"""Where a unit has nobody who may decide: who does, at once and when people come and go."""

import pytest

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.organisations.actions import OrganisationError, edit_unit, grant
from skillweek.organisations.models import Membership, Organisation, Venue
from skillweek.organisations.queries import decider, has_right
from skillweek.organisations.rules import Right
from skillweek.review import actions, queries
from skillweek.review.models import Decision, Review

OFFICER = Membership.Role.COUNTY_OFFICER


def officer(unit: Organisation, username: str = "deputy") -> User:
    user = create_user(username=username, name="示例-代审人", password="skillweek-demo")
    grant(user=user, organisation=unit, role=OFFICER)
    return user


def leave(user: User) -> None:
    user.memberships.update(active=False)


def submit(venue: Venue, school: Organisation, he: User) -> Review:
    return actions.submit(target=venue, kind="venue", title=venue.name, owner=school, by=he)


def stood_in(review: Review) -> tuple[str, str] | None:
    found = queries.stand_in(review)
    return found and (found.unit.code, found.by.code)


def test_the_city_decides_at_once(venue: Venue, school: Organisation, he: User, lin: User) -> None:
    review = submit(venue, school, he)
    assert (review.waiting_at, stood_in(review)) == (school.city, ("yexian", "pds"))
    assert list(queries.for_inbox(lin)) == [review]
    done = actions.approve(review=review, by=lin)
    assert (done.state, list(Decision.objects.values_list("verdict", "organisation__code"))) == (
        "approved",
        [("submitted", "school-a"), ("approved", "pds")],
    )


def test_another_unit_stands_in(
    venue: Venue, school: Organisation, county: Organisation, other_county: Organisation, he: User, lin: User
) -> None:
    deputy = officer(other_county)
    assert has_right(deputy, Right.SEE, school) is False
    edit_unit(unit=county, by=lin, facts={"stand_in": other_county})
    school = Organisation.objects.get(pk=school.pk)
    rights = {right: has_right(deputy, right, school) for right in Right}
    assert {right for right, held in rights.items() if held} == {Right.SEE, Right.REVIEW}
    review = submit(venue, school, he)
    assert (review.waiting_at, stood_in(review)) == (other_county, ("yexian", "baofeng"))
    assert (list(queries.for_inbox(deputy)), list(queries.for_inbox(lin))) == ([review], [])
    review = actions.approve(review=review, by=deputy)
    assert (review.state, review.waiting_at, stood_in(review)) == ("waiting", school.city, None)
    assert actions.approve(review=review, by=lin).state == "approved"


def test_a_stand_in_decides_for_good_where_its_unit_would(
    venue: Venue, school: Organisation, county: Organisation, other_county: Organisation, he: User, lin: User
) -> None:
    deputy = officer(other_county)
    edit_unit(unit=county, by=lin, facts={"stand_in": other_county})
    school = Organisation.objects.get(pk=school.pk)
    review = actions.submit(target=venue, kind="venue", title="x", owner=school, by=he, final=county)
    assert actions.approve(review=review, by=deputy).state == "approved"


def test_a_county_gets_its_officer_while_something_waits(
    venue: Venue, school: Organisation, county: Organisation, he: User, lin: User
) -> None:
    review = submit(venue, school, he)
    newcomer = officer(county)
    assert (list(queries.waiting_for(newcomer)), list(queries.for_inbox(lin))) == ([], [review])
    with pytest.raises(actions.ReviewError):
        actions.approve(review=review, by=newcomer)
    assert actions.approve(review=review, by=lin).state == "approved"


def test_a_county_loses_its_officer_while_something_waits(
    venue: Venue, school: Organisation, county: Organisation, he: User, zhou: User, lin: User
) -> None:
    review = submit(venue, school, he)
    assert (review.waiting_at, stood_in(review)) == (county, None)
    leave(zhou)
    assert (stood_in(review), list(queries.for_inbox(lin))) == (("yexian", "pds"), [review])
    review = actions.approve(review=review, by=lin)
    assert (review.state, review.waiting_at) == ("waiting", school.city)
    assert actions.approve(review=review, by=lin).state == "approved"


def test_a_stand_in_leaves_while_something_waits(
    venue: Venue, school: Organisation, county: Organisation, other_county: Organisation, he: User, lin: User
) -> None:
    deputy = officer(other_county)
    edit_unit(unit=county, by=lin, facts={"stand_in": other_county})
    school = Organisation.objects.get(pk=school.pk)
    review = submit(venue, school, he)
    leave(deputy)
    assert list(queries.for_inbox(lin)) == [review]
    assert decider(county) == school.city
    with pytest.raises(actions.ReviewError):
        actions.approve(review=review, by=deputy)
    assert actions.approve(review=review, by=lin).waiting_at == school.city


def test_who_may_stand_in(
    county: Organisation, school: Organisation, other_county: Organisation, lin: User, zhou: User
) -> None:
    for deputy in (county, school, other_county):  # itself, one below, one where nobody decides
        with pytest.raises(OrganisationError) as refused:
            edit_unit(unit=county, by=lin, facts={"stand_in": deputy})
        assert refused.value.field == "stand_in"
    officer(other_county)
    with pytest.raises(OrganisationError):
        edit_unit(unit=county, by=zhou, facts={"stand_in": other_county})
    assert Organisation.objects.exclude(stand_in=None).count() == 0
