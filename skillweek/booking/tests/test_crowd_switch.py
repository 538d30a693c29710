"""A crowd rule is switched: places follow at once; who is over the limit moves or is released after a review."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from skillweek.accounts.models import User
from skillweek.booking import actions
from skillweek.booking.actions import Moved, cancel_booking, set_places, thin_out
from skillweek.booking.models import Booking, CallOff, Group, Quota, Suggestion
from skillweek.booking.queries import crowds as queries
from skillweek.booking.queries import instead_token
from skillweek.booking.rules import BookingError, Full, NotAllowed
from skillweek.booking.tests.test_call_off import run_job, visit, wait
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Audience, Edition
from skillweek.programme.actions import draft_crowd_rule, end_crowd_rule, set_crowd_rule
from skillweek.programme.models import CrowdRule, Session
from skillweek.programme.tests.factories import make_session

REASON = "市里通知室内限流"


@pytest.fixture
def noon(session: Session, now: datetime, he: User) -> Session:
    """The same activity later that day, in another room, without a limit of its own."""
    room = Venue.objects.create(
        city_id=session.city_id, owner=session.activity.owner, name="操场", address="示例路8号", capacity=500,
        place=session.place,
    )  # fmt: skip
    made = make_session(session.activity, starts=now + timedelta(hours=3), venue=room, code="NOONTIME23")
    set_places(session=made, places=3, by=he)
    return made


def switch(edition: Edition, by: User, venue: Venue, cap: int) -> CrowdRule:
    facts = {"instant_cap": cap, "venue": venue, "reason": REASON}
    return set_crowd_rule(rule=draft_crowd_rule(edition=edition, issuer=edition.city, by=by, **facts))


def places(session: Session) -> tuple[int, int, int]:
    quota = Quota.objects.get(sessions=session)
    return quota.places, quota.taken, quota.left


def do(edition: Edition, by: User) -> CallOff:
    made = thin_out(edition=edition, reason=REASON, seen=queries.seen(queries.plan(edition, by)), by=by)
    run_job(made)
    return made


def texts(kind: str) -> dict[str, str]:
    return dict(Message.objects.filter(kind=kind).values_list("address", "body"))


def test_places_follow_the_rule_and_come_back(
    session: Session, venue: Venue, edition: Edition, lin: User, parents: Audience
) -> None:
    first = visit(session, 1, parents, party=4)
    visit(session, 2, parents, party=4)
    rule = switch(edition, lin, venue, 6)
    assert places(session) == (8, 8, 0)
    cancel_booking(booking=first)
    assert places(session) == (8, 4, 2), "a place given up is not booked again above the limit"
    with pytest.raises(Full):
        visit(session, 3, parents, party=3)
    visit(session, 4, parents, party=2)
    end_crowd_rule(rule=rule, by=lin)
    assert places(session) == (10, 6, 4)
    assert Quota.objects.filter(wished_places__isnull=False).count() == 0


def test_a_smaller_wish_under_a_rule_stays_within_it(
    session: Session, venue: Venue, edition: Edition, lin: User, he: User, parents: Audience
) -> None:
    visit(session, 1, parents, party=5)
    rule = switch(edition, lin, venue, 6)
    with pytest.raises(NotAllowed):
        set_places(session=session, places=7, by=he)
    set_places(session=session, places=5, by=he)
    end_crowd_rule(rule=rule, by=lin)
    assert places(session) == (5, 5, 0)


def test_audiences_share_a_limit(
    session: Session, venue: Venue, edition: Edition, lin: User, parents: Audience, pupils: Audience
) -> None:
    Quota.objects.all().delete()
    for who, n in ((parents, 30), (pupils, 10)):
        Quota.objects.create(city_id=session.city_id, audience=who, places=n).sessions.add(session)
    switch(edition, lin, venue, 8)
    assert list(Quota.objects.order_by("pk").values_list("places", "wished_places")) == [(6, 30), (2, 10)]


def test_who_waits_gets_what_a_relaxed_rule_gives_back(
    session: Session, venue: Venue, edition: Edition, lin: User, parents: Audience
) -> None:
    rule = switch(edition, lin, venue, 2)
    visit(session, 1, parents)
    entry = wait(session, 2)
    end_crowd_rule(rule=rule, by=lin)
    entry.refresh_from_db()
    assert (entry.state, places(session)) == ("offered", (10, 3, 7))


def test_the_earliest_stay_some_move_and_the_rest_is_released(
    session: Session, noon: Session, venue: Venue, edition: Edition, lin: User, parents: Audience
) -> None:
    stays, group, moves, goes = (
        visit(session, n, parents, party=party) for n, party in ((1, 4), (2, 3), (3, 2), (4, 1))
    )
    for minute, one in enumerate((stays, group, moves, goes)):
        Booking.objects.filter(pk=one.pk).update(created_at=session.starts - timedelta(minutes=60 - minute))
    Group.objects.create(booking=group, kind="class", unit="示例小学", grade="三年级")
    switch(edition, lin, venue, 5)
    (row,) = queries.plan(edition, lin)
    assert (row.people, row.over, row.staying) == (10, 5, 5), "four, and the one that still fits"
    assert [(one.pk, to.pk) for one, to in row.moves] == [(group.pk, noon.pk)]
    assert [one.pk for one in row.releases] == [moves.pk], "no place is given twice"
    made = do(edition, lin)
    assert (made.scope, made.reason, made.day) == ("crowd", REASON, session.day)
    states = dict(Booking.objects.filter(session=session).values_list("pk", "state"))
    assert [states[one.pk] for one in (stays, group, moves, goes)] == [
        "confirmed", "cancelled", "cancelled", "confirmed",
    ]  # fmt: skip
    there = Booking.objects.get(session=noon)
    assert (there.party, there.phone, there.group.unit) == (3, group.phone, "示例小学")
    assert (places(session), places(noon)) == ((5, 5, 0), (3, 3, 0))
    assert set(texts("booking.moved")) == {group.phone}
    assert "已为您改到5 月 23 日 12:00《汝瓷拉坯体验》，人数不变" in texts("booking.moved")[group.phone]
    assert set(texts("booking.thinned")) == {moves.phone}
    assert run_job(made) == 0, "nobody hears twice"
    assert list(Booking.objects.filter(call_off=made).order_by("created_at")) == [group, moves]


def test_a_review_that_is_out_of_date_changes_nothing(
    session: Session, noon: Session, venue: Venue, edition: Edition, lin: User, he: User, parents: Audience
) -> None:
    mine = [visit(session, n, parents, party=2) for n in range(5)]
    switch(edition, lin, venue, 4)
    seen = queries.seen(queries.plan(edition, lin))
    cancel_booking(booking=mine[0])
    before = list(Booking.objects.order_by("pk").values())
    for by, reason, told, error in (
        (lin, REASON, seen, Moved),
        (he, REASON, seen, NotAllowed),
        (lin, " ", seen, NotAllowed),
    ):
        with pytest.raises(error):
            thin_out(edition=edition, reason=reason, seen=told, by=by)
    assert (list(Booking.objects.order_by("pk").values()), CallOff.objects.count()) == (before, 0)
    assert Suggestion.objects.count() == 0


def test_twice_is_refused(
    session: Session, venue: Venue, edition: Edition, lin: User, parents: Audience
) -> None:
    visit(session, 1, parents, party=4)
    switch(edition, lin, venue, 3)
    do(edition, lin)
    with pytest.raises(BookingError, match="现在没有超过上限的场次"):
        thin_out(edition=edition, reason=REASON, seen="", by=lin)


def test_who_is_inside_stays(
    session: Session, venue: Venue, edition: Edition, lin: User, men: User, parents: Audience
) -> None:
    late, inside = visit(session, 1, parents, party=2), visit(session, 2, parents, party=3)
    actions.check_in(booking=inside, by=men, nonce="n1")
    switch(edition, lin, venue, 3)
    do(edition, lin)
    for one in (late, inside):
        one.refresh_from_db()
    assert (late.state, inside.state) == ("cancelled", "attended")


def test_the_pages(
    session: Session, noon: Session, venue: Venue, edition: Edition, lin: User, he: User, wu: User,
    parents: Audience, sign_in: Any, client: Client,
) -> None:  # fmt: skip
    page = reverse("booking:crowd_over")
    assert "已约人数都在上限以内" in sign_in(lin).get(page).content.decode()
    moved, gone = visit(session, 1, parents, party=3), visit(session, 2, parents, party=4)
    switch(edition, lin, venue, 2)
    mine: Client = sign_in(lin)
    shown = mine.get(page)
    text = shown.content.decode()
    assert (moved.code in text, gone.code in text, "调整这 2 个预约并通知" in text) == (True, True, True)
    assert mine.post(page, {"reason": "", "seen": shown.context["seen"]}).status_code == 422
    assert mine.post(page, {"reason": REASON, "seen": "old"}).status_code == 422
    done = mine.post(page, {"reason": REASON, "seen": shown.context["seen"]})
    made = CallOff.objects.get()
    assert done["Location"] == reverse("booking:call_off", args=[made.pk])
    run_job(made)
    for thing, said in ((moved, "已为您改到另一场"), (gone, "很抱歉，这一场要减少人数")):
        own = client.get(reverse("booking:instead", args=[instead_token(thing)])).content.decode()
        assert said in own
        assert REASON in own
    for who in (he, wu):
        assert sign_in(who).get(page).status_code == 404


def test_a_county_reviews_its_own(
    session: Session, venue: Venue, edition: Edition, lin: User, zhou: User, parents: Audience,
    county: Organisation,
) -> None:  # fmt: skip
    visit(session, 1, parents, party=3)
    switch(edition, lin, venue, 2)
    assert session.activity.owner.parent == county
    assert [one.session.pk for one in queries.plan(edition, zhou)] == [session.pk]
