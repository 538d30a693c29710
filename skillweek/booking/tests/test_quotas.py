"""Several quotas of a session and one of several sessions: works, twice, refused, a stranger, who booked before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import book_visit, drop_quota, save_quota, set_places
from skillweek.booking.actions.places import NotYours
from skillweek.booking.models import Booking, Quota
from skillweek.booking.rules import BookingError, Full, NotAllowed, NotOpen, Wished
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Audience, Edition, Phase
from skillweek.programme.actions import draft_crowd_rule, set_crowd_rule
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session

SignIn = Callable[[User], Client]
FIGURES = {"name": "", "places": "4", "buffer": "0", "smallest_party": "1", "largest_party": "4"}


@pytest.fixture
def afternoon(session: Session, venue: Venue) -> Session:
    """A second session of the same activity, without places of its own."""
    return make_session(session.activity, starts=session.starts + timedelta(hours=4), venue=venue)


def counts() -> list[tuple[int, int]]:
    """(taken, places) of every quota."""
    return list(Quota.objects.order_by("pk").values_list("taken", "places"))


def left(*sessions: Session) -> list[int | None]:
    found = queries.places_left([one.pk for one in sessions])
    return [found.get(one.pk) for one in sessions]


def test_a_booking_must_fit_every_quota(wish: dict[str, Any], parents: Audience, he: User) -> None:
    session = wish["session"]
    save_quota(by=he, wished=Wished("家长", 3), sessions=[session], audience=parents)
    book_visit(**wish)
    assert counts() == [(2, 10), (2, 3)]
    with pytest.raises(Full):
        book_visit(**wish | {"phone": "13900000002"})
    assert counts() == [(2, 10), (2, 3)]
    book_visit(**wish | {"phone": "13900000003", "party": 1})
    assert counts() == [(3, 10), (3, 3)]


def test_one_quota_is_shared_by_two_sessions(wish: dict[str, Any], afternoon: Session, he: User) -> None:
    session = wish["session"]
    save_quota(by=he, wished=Wished("全天", 5), sessions=[session, afternoon], audience=None)
    book_visit(**wish)
    book_visit(**wish | {"session": afternoon, "phone": "13900000002"})
    assert counts() == [(2, 10), (4, 5)]
    assert left(session, afternoon) == [1, 1]
    with pytest.raises(Full):
        book_visit(**wish | {"phone": "13900000003"})


def test_who_booked_before_counts(booking: Booking, parents: Audience, pupils: Audience, he: User) -> None:
    with pytest.raises(NotAllowed, match="已经约出 2 个名额"):
        save_quota(by=he, wished=Wished("", 1), sessions=[booking.session], audience=parents)
    assert counts() == [(2, 10)]
    theirs = save_quota(by=he, wished=Wished("", 2), sessions=[booking.session], audience=parents)
    others = save_quota(by=he, wished=Wished("", 1), sessions=[booking.session], audience=pupils)
    booking.refresh_from_db()
    assert (theirs.taken, others.taken, booking.quotas) == (2, 0, [booking.quotas[0], theirs.pk])


def test_saving_twice_changes_nothing_and_moving_counts_anew(
    booking: Booking, afternoon: Session, he: User, parents: Audience
) -> None:
    wished = Wished("家长", 6, buffer=1)
    made = save_quota(by=he, wished=wished, sessions=[booking.session], audience=parents)
    same = save_quota(by=he, wished=wished, sessions=[booking.session], audience=parents, quota=made)
    assert (same.pk, same.taken, list(same.sessions.all())) == (made.pk, 2, [booking.session])
    moved = save_quota(by=he, wished=wished, sessions=[afternoon], audience=parents, quota=made)
    booking.refresh_from_db()
    assert (moved.taken, booking.quotas, left(booking.session, afternoon)) == (
        0,
        [Quota.objects.first().pk],
        [8, 5],
    )


def test_figures_that_cannot_be_are_refused(session: Session, he: User) -> None:
    def why(**changes: Any) -> tuple[str, str]:
        with pytest.raises(NotAllowed) as told:
            save_quota(
                by=he, sessions=[session], audience=None, wished=Wished(**{"name": "", "places": 9} | changes)
            )
        return told.value.field, str(told.value)

    assert why(places=201) == ("places", "场地最多容纳 200 人；现在填的是 201")
    assert why(buffer=10) == ("buffer", "留给现场的不能多于名额 9；现在填的是 10")
    assert why(smallest_party=5, largest_party=4)[0] == "largest_party"
    with pytest.raises(NotAllowed, match="请至少选一场"):
        save_quota(by=he, sessions=[], audience=None, wished=Wished("", 9))
    assert counts() == [(0, 10)]


def test_a_stranger_and_the_wrong_phase_are_refused(
    session: Session, wu: User, he: User, edition: Edition, now: datetime
) -> None:
    quota = Quota.objects.get()
    for act in (
        lambda by: save_quota(by=by, wished=Wished("", 9), sessions=[session], audience=None),
        lambda by: save_quota(by=by, wished=Wished("", 9), sessions=[session], audience=None, quota=quota),
        lambda by: drop_quota(by=by, quota=quota),
    ):
        with pytest.raises(NotYours):
            act(wu)
    Phase.objects.filter(edition=edition).update(starts_at=now + timedelta(days=90))
    with pytest.raises(NotOpen):
        save_quota(by=he, wished=Wished("", 9), sessions=[session], audience=None)
    assert counts() == [(0, 10)]


def test_nobody_shares_with_a_session_of_another_unit(
    session: Session, other_school: Organisation, edition: Edition, he: User, now: datetime
) -> None:
    foreign = make_session(
        make_activity(other_school, edition, code="theirs"), starts=now + timedelta(hours=2)
    )
    with pytest.raises(NotYours):
        save_quota(by=he, wished=Wished("", 9), sessions=[session, foreign], audience=None)
    Quota.objects.get().sessions.add(foreign)
    assert list(queries.quotas_at_desk(he)) == []


def test_the_last_quota_of_who_has_booked_stays(booking: Booking, parents: Audience, he: User) -> None:
    whole = Quota.objects.get()
    with pytest.raises(BookingError, match="唯一的名额"):
        drop_quota(by=he, quota=whole)
    theirs = save_quota(by=he, wished=Wished("", 5), sessions=[booking.session], audience=parents)
    drop_quota(by=he, quota=whole)
    booking.refresh_from_db()
    assert (booking.quotas, list(Quota.objects.all())) == ([theirs.pk], [theirs])
    assert [one.pgh_label for one in Quota.pgh_event_model.objects.filter(pgh_obj_id=whole.pk)][
        -1
    ] == "delete"


def test_a_crowd_rule_holds_for_a_new_quota(session: Session, edition: Edition, lin: User, he: User) -> None:
    rule = draft_crowd_rule(edition=edition, issuer=edition.city, by=lin, factor=1, reason="示例")
    set_crowd_rule(rule=rule)
    made = save_quota(by=he, wished=Wished("", 9), sessions=[session], audience=None)
    made.refresh_from_db()
    assert (made.places, made.wished_places) == (2, 9)


def test_the_pages(
    session: Session, afternoon: Session, parents: Audience, he: User, sign_in: SignIn
) -> None:
    client, home = sign_in(he), f"/desk/sessions/{session.code}/quotas/"
    wished = FIGURES | {"sessions": [session.pk, afternoon.pk], "audience": parents.pk, "name": "家长份"}
    assert client.post(f"{home}new/", wished | {"places": "201", "sessions": [session.pk]}).status_code == 422
    kept = client.post(f"{home}new/", wished | {"places": ""})
    assert (kept.status_code, "家长份" in kept.text, counts()) == (422, True, [(0, 10)])
    assert client.post(f"{home}new/", wished).status_code == 302
    made = Quota.objects.last()
    shown = client.get(home).text
    assert "只给家长 · 家长份" in shown
    assert str(session.activity) in shown
    assert client.post(f"{home}{made.pk}/", wished | {"places": "7"}).status_code == 302
    assert counts() == [(0, 10), (0, 7)]
    assert client.get(f"{home}{made.pk}/drop/").status_code == 200
    assert client.post(f"{home}{made.pk}/drop/").status_code == 302
    assert counts() == [(0, 10)]


def test_the_last_quota_cannot_be_dropped_by_page(
    booking: Booking, he: User, wu: User, sign_in: SignIn
) -> None:
    path = f"/desk/sessions/{booking.session.code}/quotas/{Quota.objects.get().pk}/drop/"
    refused = sign_in(he).post(path)
    assert (refused.status_code, "唯一的名额" in refused.text, counts()) == (409, True, [(2, 10)])
    assert sign_in(wu).post(path).status_code == 404


def test_a_session_without_quota_says_so(session: Session, he: User, sign_in: SignIn) -> None:
    drop_quota(by=he, quota=Quota.objects.get())
    page = sign_in(he).get(f"/desk/sessions/{session.code}/quotas/")
    assert "没有名额，就是不用预约" in page.text
    set_places(session=session, places=3, by=he)
    assert counts() == [(0, 3)]
