"""The way of a work to the public, shown on a hall (every reviewed work takes the same way)."""

from datetime import datetime

import pytest

from skillweek.accounts.models import User
from skillweek.exhibition import queries
from skillweek.exhibition.tests.factories import make_hall, publish
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.review.actions import (
    ReviewError,
    approve_work,
    return_work,
    submit_work,
    withdraw_work,
    write_work,
)
from skillweek.review.models import Decision, Review
from skillweek.review.queries import of, waiting_for


def test_county_then_city_publish(
    now: datetime, school: Organisation, edition: Edition, he: User, zhou: User, lin: User
) -> None:
    hall = make_hall(school, edition)
    hall = submit_work(work=hall, by=he)
    assert (hall.state, list(queries.halls(edition))) == ("submitted", [])
    assert [review.title for review in waiting_for(zhou)] == ["土与火"]
    hall = approve_work(work=hall, by=zhou)
    assert hall.state == "submitted"
    hall = approve_work(work=hall, by=lin)
    assert (hall.state, hall.published_at) == ("published", now)
    assert list(queries.halls(edition)) == [hall]


def test_publishing_opens_the_files(
    now: datetime, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    hall = make_hall(school, edition)
    assert set(File.objects.values_list("public", flat=True)) == {False}
    publish(hall, zhou, lin)
    assert set(File.objects.values_list("public", flat=True)) == {True}


def test_an_incomplete_hall_is_refused_with_every_gap(
    now: datetime, school: Organisation, edition: Edition
) -> None:
    hall = make_hall(school, edition, exhibits=0, cover=None)
    with pytest.raises(ReviewError, match=r"封面。请至少放入一件展品。"):
        submit_work(work=hall, by=None)
    hall.refresh_from_db()
    assert (hall.state, Review.objects.count()) == ("draft", 0)


def test_submitting_twice_is_refused(now: datetime, school: Organisation, edition: Edition) -> None:
    hall = make_hall(school, edition)
    submit_work(work=hall, by=None)
    with pytest.raises(ReviewError):
        submit_work(work=hall, by=None)
    assert Decision.objects.count() == 1


def test_a_return_needs_a_reason_and_opens_the_hall_again(
    now: datetime, school: Organisation, edition: Edition, zhou: User
) -> None:
    hall = submit_work(work=make_hall(school, edition), by=None)
    with pytest.raises(ReviewError):
        return_work(work=hall, by=zhou, reason="  ")
    hall.refresh_from_db()
    assert hall.state == "submitted"
    hall = return_work(work=hall, by=zhou, reason="请补充展品的班级")
    assert (hall.state, hall.editable) == ("returned", True)
    assert submit_work(work=hall, by=None).state == "submitted"


def test_a_stranger_decides_nothing(
    now: datetime, school: Organisation, edition: Edition, wu: User, he: User
) -> None:
    hall = submit_work(work=make_hall(school, edition), by=None)
    for person in (wu, he):
        with pytest.raises(ReviewError):
            approve_work(work=hall, by=person)
    hall.refresh_from_db()
    assert hall.state == "submitted"


def test_taken_down_it_is_hidden_may_be_corrected_and_submitted_again(
    now: datetime, school: Organisation, edition: Edition, he: User, zhou: User, lin: User
) -> None:
    hall = publish(make_hall(school, edition), zhou, lin)
    hall = withdraw_work(work=hall, by=he)
    assert (hall.state, list(queries.halls(edition))) == ("withdrawn", [])
    write_work(work=hall, facts={"title": "土与火（更正）"}, by=he)
    hall.refresh_from_db()
    assert publish(hall, zhou, lin).title == "土与火（更正）"
    review = of(hall)
    assert review is not None
    assert [decision.verdict for decision in review.decisions.all()] == [
        "submitted", "approved", "approved", "withdrawn", "submitted", "approved", "approved",
    ]  # fmt: skip


def test_what_was_never_submitted_cannot_be_withdrawn(
    now: datetime, school: Organisation, edition: Edition, he: User
) -> None:
    with pytest.raises(ReviewError):
        withdraw_work(work=make_hall(school, edition), by=he)
