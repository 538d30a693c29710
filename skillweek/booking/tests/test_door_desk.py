"""The door at the desk: contradictions settled, the limit overruled, no-shows counted and excused, devices added."""

from datetime import timedelta
from typing import Any

import pytest

from skillweek.accounts.models import User
from skillweek.booking import actions
from skillweek.booking.actions import Crowded, NotYourGate, Passage
from skillweek.booking.models import Booking, Checkin, GateDevice, Incident, Occupancy, Quota
from skillweek.booking.rules import BookingError
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.programme.models import Session


def test_a_contradiction_is_settled_once(
    sign_in: Any, booking: Booking, session: Session, he: User, wu: User
) -> None:
    scans = [Passage(f"nonce-{n}", session, code=booking.code, decided=True) for n in range(2)]
    actions.count_through(scans)
    wrong = Checkin.objects.get(conflict=True)
    path = f"/desk/gate/conflicts/{wrong.pk}/settle/"
    assert sign_in(wu).post(path, {"counts": "yes"}).status_code == 404
    assert Occupancy.objects.get().inside == 2
    assert sign_in(he).post(path, {"counts": "yes"}).status_code == 302
    assert (Occupancy.objects.get().inside, Checkin.objects.filter(conflict=True).count()) == (4, 0)
    with pytest.raises(BookingError, match="处理过了"):
        actions.settle(checkin=wrong, by=he, counts=False)
    assert Occupancy.objects.get().inside == 4


def test_an_officer_overrules_the_limit_with_a_reason(
    booking: Booking, session: Session, venue: Venue, he: User, men: User
) -> None:
    venue.capacity = 1
    venue.save()
    with pytest.raises(Crowded, match="最多 1 人"):
        actions.check_in(booking=booking, by=men, nonce="nonce-1", at_session=session)
    with pytest.raises(NotYourGate):
        actions.overrule(session=session, people=2, by=men, nonce="nonce-2", reason="雨大", code=booking.code)
    with pytest.raises(BookingError, match="原因"):
        actions.overrule(session=session, people=2, by=he, nonce="nonce-2", reason=" ", code=booking.code)
    assert (Checkin.objects.count(), Incident.objects.count()) == (0, 0)
    actions.overrule(session=session, people=2, by=he, nonce="nonce-2", reason="雨大", code=booking.code)
    assert Occupancy.objects.get().inside == 2
    logged = Incident.objects.get()
    assert (logged.kind, logged.what, logged.done, logged.by) == ("crowd", "超员放行 2 人", "雨大", he)


def test_who_did_not_come_is_counted_and_may_be_excused(
    sign_in: Any, booking: Booking, session: Session, he: User, wu: User
) -> None:
    assert actions.mark_absent() == 0
    with clock.frozen(session.ends + timedelta(hours=4)):
        assert actions.mark_absent() == 1
        assert actions.mark_absent() == 0
    assert (Booking.objects.get().state, Quota.objects.get().taken) == ("no_show", 0)
    path = f"/desk/gate/absences/{booking.pk}/excuse/"
    assert sign_in(wu).post(path, {"reason": "发烧"}).status_code == 404
    assert sign_in(he).post(path, {"reason": ""}).status_code == 422
    assert Booking.objects.get().excuse == ""
    assert sign_in(he).post(path, {"reason": "发烧"}).status_code == 302
    assert (Booking.objects.get().excuse, Booking.objects.get().excused_by) == ("发烧", he)


def test_the_token_of_a_device_is_shown_once(
    sign_in: Any, school: Organisation, he: User, session: Session
) -> None:
    client = sign_in(he)
    made = client.post("/desk/gate/devices/add/", {"owner": school.pk, "name": "东门"})
    token = made.context["token"]
    assert token in made.content.decode()
    assert token not in client.get("/desk/gate/devices/").content.decode()
    assert GateDevice.objects.get().digest != token
    refused = client.post("/desk/gate/devices/add/", {"owner": school.pk, "name": ""})
    assert (refused.status_code, GateDevice.objects.count()) == (422, 1)


def test_an_incident_is_reported_and_closed(sign_in: Any, session: Session, he: User, men: User) -> None:
    told = {"session": session.pk, "kind": "lost", "at": "2021-05-23T08:50", "what": "一个书包"}
    assert sign_in(men).post("/desk/gate/incidents/report/", told).status_code == 302
    made = Incident.objects.get()
    path = f"/desk/gate/incidents/{made.pk}/close/"
    assert sign_in(men).post(path, {"done": "已领回"}).status_code == 404
    assert sign_in(he).post(path, {"done": "已领回"}).status_code == 302
    made.refresh_from_db()
    assert (made.done, made.closed_by) == ("已领回", he)
    with pytest.raises(BookingError, match="处理完了"):
        actions.close_incident(incident=made, done="再来", by=he)
