"""Calling sessions off: everything of a session, a day or a place ends in one act, and everybody is told once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import (
    Moved,
    book_visit,
    call_off,
    calloffs,
    check_in,
    set_places,
    take_suggestion,
    tell_called_off,
)
from skillweek.booking.models import Booking, CallOff, Offer, Quota, Suggestion, WaitingEntry
from skillweek.booking.queries.calloffs import Wish, fingerprint, reach_of, wished
from skillweek.booking.rules import BookingError, Full, NotAllowed
from skillweek.common import cipher
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Audience, Edition
from skillweek.programme.actions import cancel_activity, cancel_session
from skillweek.programme.models import Session
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.tests.factories import make_activity, make_session

REASON = "雷雨大风，户外不安全"


@pytest.fixture
def evening(session: Session, now: datetime, venue: Venue, he: User) -> Session:
    """The same activity once more, with room for three."""
    made = make_session(session.activity, starts=now + timedelta(hours=8), venue=venue, code="EVENING2345")
    set_places(session=made, places=3, by=he)
    return made


def visit(session: Session, number: int, audience: Audience, party: int = 2) -> Booking:
    phone = f"139{number:08}"
    return book_visit(
        session=session, name="陈示例", phone=phone, party=party, audience=audience, consent=True
    )


def wait(session: Session, number: int, **facts: Any) -> WaitingEntry:
    phone = f"139{number:08}"
    return WaitingEntry.objects.create(
        city_id=session.city_id, session=session, name="王示例", phone=phone, phone_index=cipher.blind_index(phone),
        party=1, consent_at=session.starts, created_at=session.starts, retention_until=session.day, **facts,
    )  # fmt: skip


def end(edition: Edition, by: User, reason: str = REASON, **wish: Any) -> CallOff:
    """Look, decide, and let the job run."""
    wanted = Wish(**wish)
    ids = list(wished(by, edition, wanted).values_list("pk", flat=True))
    made = call_off(edition=edition, wish=wanted, reason=reason, seen=fingerprint(ids), by=by)
    run_job(made)
    return made


def run_job(made: CallOff) -> int:
    """What the worker does with the job that was queued with it."""
    jobs = ProcrastinateJob.objects.filter(task_name="skillweek.booking.tasks.tell_called_off")
    job = next(one for one in jobs if one.args["call_off_id"] == made.pk)
    return tell_called_off(**job.args)


def letters() -> list[Message]:
    return list(Message.objects.filter(kind="booking.called_off").order_by("pk"))


def test_a_session_ends_with_its_bookings_and_everybody_is_told(
    session: Session, evening: Session, edition: Edition, he: User, parents: Audience, now: datetime
) -> None:
    first, second = visit(session, 1, parents), visit(session, 2, parents, party=4)
    made = end(edition, he, session=session)
    session.refresh_from_db()
    assert (session.state, made.scope, made.day, made.reason) == ("cancelled", "session", session.day, REASON)
    rows = Booking.objects.order_by("party").values_list("pk", "state", "call_off", "cancelled_at")
    assert list(rows) == [(one.pk, "cancelled", made.pk, now) for one in (first, second)]
    assert Quota.objects.get(sessions=session).taken == 0
    assert {one.address for one in letters()} == {"13900000001", "13900000002"}
    (mine,) = [one for one in letters() if one.address == "13900000001"]
    assert mine.body.startswith(
        "很抱歉，5 月 23 日 10:00《汝瓷拉坯体验》取消了：雷雨大风，户外不安全。"
        "还可以改到5 月 23 日 17:00《汝瓷拉坯体验》，点开一按就改：http"
    )
    # room for three is none for four
    assert list(Suggestion.objects.values_list("booking", "session")) == [(first.pk, evening.pk)]
    assert Booking.objects.get(pk=first.pk).events.order_by("pgh_id").last().state == "cancelled"  # type: ignore[attr-defined]  # history


def test_told_again_after_a_crash_nobody_hears_twice(
    session: Session, edition: Edition, he: User, parents: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        visit(session, number, parents, party=1)
    monkeypatch.setattr(calloffs, "BATCH", 2)
    ids = [session.pk]
    made = call_off(edition=edition, wish=Wish(session=session), reason=REASON, seen=fingerprint(ids), by=he)
    whole, batches = calloffs._tell, []

    def dies(*args: Any) -> int:
        batches.append(args)
        if len(batches) == 2:
            whole(*args)
            raise RuntimeError("the power is gone")
        return whole(*args)

    with monkeypatch.context() as broken:
        broken.setattr(calloffs, "_tell", dies)
        with pytest.raises(RuntimeError):
            run_job(made)
    before = len(letters())
    assert before < 5
    assert run_job(made) == 5 - before
    assert run_job(made) == 0
    assert sorted(one.address for one in letters()) == [f"139{number:08}" for number in range(5)]
    assert queries.untold(made) == 0


def test_one_message_for_a_visitor_of_two_sessions_of_the_day(
    session: Session, evening: Session, edition: Edition, lin: User, parents: Audience
) -> None:
    visit(session, 1, parents)
    visit(evening, 1, parents)
    made = end(edition, lin, day=session.day)
    assert (made.scope, made.day, made.place) == ("day", session.day, None)
    (mine,) = letters()
    assert "5 月 23 日 10:00《汝瓷拉坯体验》等 2 场取消了" in mine.body
    assert "想了解情况：" in mine.body


def test_a_place_ends_and_another_goes_on(
    session: Session, edition: Edition, lin: User, parents: Audience, county: Organisation,
    other_school: Organisation, now: datetime,
) -> None:  # fmt: skip
    elsewhere = make_session(make_activity(other_school, edition), starts=now + timedelta(hours=2))
    set_places(session=elsewhere, places=5, by=None)
    kept = visit(elsewhere, 3, parents)
    visit(session, 1, parents)
    made = end(edition, lin, place=county)
    assert (made.scope, made.place, made.day) == ("place", county, None)
    kept.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (kept.state, elsewhere.state) == ("confirmed", "planned")
    assert {one.address for one in letters()} == {"13900000001"}


def test_who_waits_is_told_and_an_offered_place_is_over(
    session: Session, edition: Edition, he: User, parents: Audience, now: datetime
) -> None:
    visit(session, 1, parents)
    waits, offered = wait(session, 2), wait(session, 3, state="offered")
    kept = visit(session, 3, parents, party=1)
    Booking.objects.filter(pk=kept.pk).update(state="held")
    offer = Offer.objects.create(
        entry=offered, booking=kept, made_at=now, expires_at=now + timedelta(hours=4)
    )
    end(edition, he, session=session)
    assert set(WaitingEntry.objects.values_list("pk", "state")) == {
        (waits.pk, "closed"),
        (offered.pk, "closed"),
    }
    offer.refresh_from_db()
    assert (offer.answer, offer.answered_at) == ("expired", now)
    assert sorted(one.address for one in letters()) == ["13900000001", "13900000002", "13900000003"]
    assert Quota.objects.get().taken == 0


def test_who_is_inside_stays_inside(
    session: Session, edition: Edition, he: User, men: User, parents: Audience
) -> None:
    inside = visit(session, 1, parents)
    check_in(booking=inside, by=men, nonce="n1")
    end(edition, he, session=session)
    inside.refresh_from_db()
    assert (inside.state, letters(), Quota.objects.get().taken) == ("attended", [], 2)


def test_refused_and_nothing_changes(
    session: Session, edition: Edition, he: User, wu: User, parents: Audience
) -> None:
    visit(session, 1, parents)
    seen = fingerprint([session.pk])
    for by, wish, reason, told, error in (
        (he, Wish(session=session), "  ", seen, NotAllowed),
        (wu, Wish(session=session), REASON, seen, BookingError),
        (he, Wish(day=session.day), REASON, seen, NotAllowed),
        (he, Wish(session=session), REASON, "another", Moved),
    ):
        with pytest.raises(error):
            call_off(edition=edition, wish=wish, reason=reason, seen=told, by=by)
    session.refresh_from_db()
    assert (session.state, CallOff.objects.count(), Booking.objects.get().state) == (
        "planned",
        0,
        "confirmed",
    )


def test_twice_is_refused(session: Session, edition: Edition, he: User, parents: Audience) -> None:
    visit(session, 1, parents)
    end(edition, he, session=session)
    with pytest.raises(BookingError, match="没有可以取消的场次"):
        call_off(
            edition=edition, wish=Wish(session=session), reason=REASON, seen=fingerprint([session.pk]), by=he
        )
    assert (CallOff.objects.count(), len(letters())) == (1, 1)


def test_the_preview_counts_whom_it_ends(
    session: Session, evening: Session, edition: Edition, he: User, parents: Audience
) -> None:
    visit(session, 1, parents)
    visit(evening, 1, parents, party=3)
    wait(evening, 2)
    reach = reach_of(wished(he, edition, Wish(session=evening)))
    assert (reach.bookings, reach.people, reach.waiting, reach.visitors) == (1, 3, 1, 2)


def test_without_telling_nothing_booked_is_cancelled(session: Session, parents: Audience) -> None:
    visit(session, 1, parents)
    with pytest.raises(ProgrammeError, match="已经有人预约"):
        cancel_session(session=session)
    with pytest.raises(ProgrammeError, match="已经有人预约"):
        cancel_activity(activity=session.activity)
    session.refresh_from_db()
    session.activity.refresh_from_db()
    assert (session.state, session.activity.state) == ("planned", "published")


def test_one_press_books_instead(
    session: Session, evening: Session, edition: Edition, he: User, parents: Audience
) -> None:
    given = visit(session, 1, parents)
    end(edition, he, session=session)
    (offer,) = Suggestion.objects.all()
    made = take_suggestion(suggestion=offer)
    assert (made.session, made.party, made.phone, made.state) == (evening, 2, given.phone, "confirmed")
    assert take_suggestion(suggestion=offer).pk == made.pk, "pressed twice"
    offer.refresh_from_db()
    assert (offer.taken, Quota.objects.get(sessions=evening).taken) == (made, 2)
    assert Message.objects.filter(kind="booking.confirmed", dedup_key__endswith=str(made.pk)).count() == 1


def test_when_the_places_went_meanwhile_it_says_so(
    session: Session, evening: Session, edition: Edition, he: User, parents: Audience
) -> None:
    visit(session, 1, parents)
    end(edition, he, session=session)
    visit(evening, 9, parents)
    with pytest.raises(Full, match="这一场只剩 1 个名额"):
        take_suggestion(suggestion=Suggestion.objects.get())
    assert Quota.objects.get(sessions=evening).taken == 2


def test_of_three_offers_one_is_taken(
    session: Session, evening: Session, edition: Edition, he: User, parents: Audience, now: datetime, venue: Venue
) -> None:  # fmt: skip
    night = make_session(session.activity, starts=now + timedelta(hours=10), venue=venue)
    set_places(session=night, places=9, by=he)
    visit(session, 1, parents)
    end(edition, he, session=session)
    first, second = Suggestion.objects.order_by("pk")
    made = take_suggestion(suggestion=first)
    assert take_suggestion(suggestion=second).pk == made.pk
    assert Quota.objects.get(sessions=night).taken == 0
