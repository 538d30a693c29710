"""Submitting, approving, returning, withdrawing; the reviewed thing here is a venue, the chain does not care."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Barrier

import pytest
from django.db import connection

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations.actions import grant
from skillweek.organisations.models import Membership, Organisation, Venue
from skillweek.review import actions, queries
from skillweek.review.models import Decision, Review
from skillweek.review.rules import next_state


@pytest.fixture
def review(venue: Venue, school: Organisation, he: User, zhou: User) -> Review:
    return actions.submit(target=venue, kind="venue", title=venue.name, owner=school, by=he)


def said(review: Review) -> list[tuple[str, str, int]]:
    return list(review.decisions.values_list("verdict", "organisation__code", "round"))


def test_the_table() -> None:
    steps = ("submit", "approve", "return", "withdraw")
    table = {
        (state, step): (next_state(state, step), next_state(state, step, last=True))
        for state, step in product(Review.State.values, steps)
    }
    refused = (None, None)
    assert table == {
        ("waiting", "submit"): refused, ("waiting", "approve"): ("waiting", "approved"),
        ("waiting", "return"): ("returned", "returned"), ("waiting", "withdraw"): ("withdrawn", "withdrawn"),
        ("approved", "submit"): refused, ("approved", "approve"): refused,
        ("approved", "return"): refused, ("approved", "withdraw"): refused,
        ("returned", "submit"): ("waiting", "waiting"), ("returned", "approve"): refused,
        ("returned", "return"): refused, ("returned", "withdraw"): ("withdrawn", "withdrawn"),
        ("withdrawn", "submit"): ("waiting", "waiting"), ("withdrawn", "approve"): refused,
        ("withdrawn", "return"): refused, ("withdrawn", "withdraw"): refused,
    }  # fmt: skip


def test_up_the_tree_to_the_city(review: Review, county: Organisation, zhou: User, lin: User) -> None:
    assert (review.state, review.waiting_at, list(queries.waiting_for(zhou))) == ("waiting", county, [review])
    review = actions.approve(review=review, by=zhou)
    assert (review.state, review.waiting_at, list(queries.waiting_for(zhou))) == (
        "waiting",
        county.parent,
        [],
    )
    review = actions.approve(review=review, by=lin)
    assert (review.state, review.waiting_at) == ("approved", None)
    assert said(review) == [("submitted", "school-a", 1), ("approved", "yexian", 1), ("approved", "pds", 1)]


def test_the_citys_own_things_are_approved_at_once(city: Organisation, venue: Venue, lin: User) -> None:
    review = actions.submit(target=venue, kind="venue", title=venue.name, owner=city, by=lin)
    assert (review.state, review.waiting_at) == ("approved", None)


def test_submitting_twice_is_refused(review: Review, venue: Venue, school: Organisation, he: User) -> None:
    with pytest.raises(actions.ReviewError):
        actions.submit(target=venue, kind="venue", title=venue.name, owner=school, by=he)
    assert (Review.objects.count(), Decision.objects.count()) == (1, 1)


def test_returned_with_a_reason_and_submitted_again(
    review: Review, venue: Venue, school: Organisation, zhou: User, he: User
) -> None:
    with pytest.raises(actions.ReviewError):
        actions.send_back(review=review, by=zhou, reason="  ")
    review = actions.send_back(review=review, by=zhou, reason="请写明容量")
    assert (review.state, review.decisions.last().reason) == ("returned", "请写明容量")
    again = actions.submit(target=venue, kind="venue", title=venue.name, owner=school, by=he)
    assert (again.pk, again.state, again.round) == (review.pk, "waiting", 2)
    assert said(again) == [
        ("submitted", "school-a", 1), ("returned", "yexian", 1), ("submitted", "school-a", 2),
    ]  # fmt: skip


def test_withdrawing_twice_is_refused(review: Review, he: User) -> None:
    withdrawn = actions.withdraw(review=review, by=he)
    assert (withdrawn.state, withdrawn.waiting_at) == ("withdrawn", None)
    with pytest.raises(actions.ReviewError):
        actions.withdraw(review=review, by=he)
    assert [verdict for verdict, *_ in said(review)] == ["submitted", "withdrawn"]


@pytest.mark.parametrize("step", [actions.approve, lambda **kw: actions.send_back(reason="不行", **kw)])
def test_strangers_decide_nothing(step: Callable[..., Review], review: Review, he: User, wu: User) -> None:
    for stranger in (he, wu):
        with pytest.raises(actions.ReviewError):
            step(review=review, by=stranger)
        assert (list(queries.waiting_for(stranger)), queries.may_decide(stranger, review)) == ([], False)
    assert (Review.objects.get().state, Decision.objects.count()) == ("waiting", 1)


def test_a_second_decision_is_refused(review: Review, zhou: User, lin: User) -> None:
    actions.approve(review=review, by=zhou)
    with pytest.raises(actions.ReviewError):  # the page still showed it at the county
        actions.approve(review=review, by=lin)
    assert [verdict for verdict, *_ in said(review)] == ["submitted", "approved"]


def test_the_inbox_of_the_city_holds_what_nobody_below_may_decide(
    review: Review, lin: User, zhou: User, county: Organisation
) -> None:
    assert list(queries.for_inbox(lin)) == []
    zhou.memberships.update(active=False)
    assert list(queries.for_inbox(lin)) == [review]
    user = create_user(username="second", name="示例-第二人", password="skillweek-demo")
    grant(user=user, organisation=county, role=Membership.Role.COUNTY_OFFICER)
    assert (list(queries.for_inbox(lin)), list(queries.for_inbox(user))) == ([], [review])
    assert list(queries.waiting_for(lin)) == [review]


def test_history(review: Review, zhou: User) -> None:
    actions.send_back(review=review, by=zhou, reason="请写明容量")
    latest, first = history(Review.objects.get())
    assert (first.made, {change.after for change in latest.fields}) == (True, {"已退回", ""})


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_the_same_time_one_wins(review: Review, county: Organisation, zhou: User) -> None:
    second = create_user(username="second", name="示例-第二人", password="skillweek-demo")
    grant(user=second, organisation=county, role=Membership.Role.COUNTY_OFFICER)
    together = Barrier(2)

    def decide(user: User) -> str:
        try:
            together.wait(10)
            if user == second:
                return actions.send_back(review=review, by=user, reason="请改").state
            return actions.approve(review=review, by=user).state
        except actions.ReviewError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(decide, [zhou, second]))
    assert sorted(results) in (["refused", "waiting"], ["refused", "returned"])
    assert Decision.objects.exclude(verdict="submitted").count() == 1
