"""Deciding on many at once: each by its own action, the stale refused, two officers at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.common import clock
from skillweek.exhibition.tests.factories import make_hall
from skillweek.organisations.actions import grant
from skillweek.organisations.models import Membership, Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions import decide_activity, submit_activity, withdraw_activity
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.review import queries
from skillweek.review.actions import ReviewError, decide_many, submit_work
from skillweek.review.models import Decision, Review
from skillweek.review.rules import BATCH

SignIn = Callable[[User], Client]
MANY = "/desk/reviews/many/"


@pytest.fixture
def hand_in(
    edition: Edition, school: Organisation, venue: Venue, he: User, now: datetime
) -> Callable[..., Activity]:
    """``hand_in(title)`` gives an activity that waits at the county."""

    def make(title: str, **facts: object) -> Activity:
        activity = make_activity(school, edition, state=Activity.State.DRAFT, title=title, **facts)
        hours = Activity.objects.count() * 2
        make_session(activity, starts=now + timedelta(hours=hours), venue=venue)
        submit_activity(activity=activity, by=he)
        return activity

    return make


def tokens() -> list[str]:
    return [review.token for review in Review.objects.order_by("pk")]


def decided() -> list[tuple[str, str, int]]:
    found = Decision.objects.exclude(verdict=Decision.Verdict.SUBMITTED).order_by("review__title", "pk")
    return list(found.values_list("review__title", "verdict", "organisation__parent"))


def test_each_by_the_action_of_its_kind(
    hand_in: Callable[..., Activity],
    edition: Edition,
    school: Organisation,
    city: Organisation,
    zhou: User,
    lin: User,
) -> None:
    activity, hall = hand_in("拉坯"), make_hall(school, edition, title="土与火")
    submit_work(work=hall, by=None)
    for officer in (zhou, lin):
        outcomes = decide_many(tokens=tokens(), by=officer, approve=True)
        assert [one.refused for one in outcomes] == ["", ""]
    for thing in (activity, hall):
        thing.refresh_from_db()
        assert (thing.state, thing.published_at is not None) == ("published", True)
    assert [(title, verdict) for title, verdict, _unit in decided()] == [
        ("土与火", "approved"), ("土与火", "approved"), ("拉坯", "approved"), ("拉坯", "approved"),
    ]  # fmt: skip
    assert len(history(activity)) > 2


def test_what_has_moved_since_is_refused_and_the_others_go_through(
    hand_in: Callable[..., Activity], zhou: User, lin: User, he: User
) -> None:
    first, second, third = hand_in("甲"), hand_in("乙"), hand_in("丙")
    shown = tokens()
    decide_activity(activity=first, by=lin, approve=True)  # by another officer, meanwhile
    withdraw_activity(activity=second, by=he)
    submit_activity(activity=second, by=he)  # written anew, meanwhile
    outcomes = decide_many(tokens=shown, by=lin, approve=True)
    assert [(one.review.title, bool(one.refused)) for one in outcomes] == [
        ("甲", True),
        ("乙", True),
        ("丙", False),
    ]
    assert {one.refused for one in outcomes if one.refused} == {"这一项已经处理过，请刷新后再看"}
    waits = {review.title: review.waiting_at.code for review in Review.objects.select_related("waiting_at")}
    assert waits == {"甲": "pds", "乙": "yexian", "丙": "pds"}
    assert Decision.objects.filter(verdict="approved").count() == 2
    assert third.pk


def test_again_is_refused(hand_in: Callable[..., Activity], zhou: User) -> None:
    hand_in("甲")
    shown = tokens()
    assert [one.refused for one in decide_many(tokens=shown, by=zhou, approve=True)] == [""]
    assert [bool(one.refused) for one in decide_many(tokens=shown, by=zhou, approve=True)] == [True]
    assert Decision.objects.filter(verdict="approved").count() == 1


def test_returned_together_with_one_reason(hand_in: Callable[..., Activity], zhou: User) -> None:
    activities = [hand_in("甲"), hand_in("乙")]
    with pytest.raises(ReviewError):
        decide_many(tokens=tokens(), by=zhou, approve=False, reason=" ")
    assert decided() == []
    decide_many(tokens=tokens(), by=zhou, approve=False, reason="请写明年龄")
    assert set(Decision.objects.filter(verdict="returned").values_list("reason", flat=True)) == {"请写明年龄"}
    assert {Activity.objects.get(pk=one.pk).state for one in activities} == {"returned"}


def test_strangers_and_nonsense_change_nothing(
    hand_in: Callable[..., Activity], he: User, wu: User, zhou: User
) -> None:
    hand_in("甲")
    for stranger in (he, wu):
        assert decide_many(tokens=tokens(), by=stranger, approve=True) == []
    for wrong in ([], ["x"], ["1-2"], ["9" * 40 + "-1-1"], [f"{n}-1-1" for n in range(BATCH + 1)]):
        with pytest.raises(ReviewError):
            decide_many(tokens=wrong, by=zhou, approve=True)
    assert decided() == []


def test_a_token_of_the_future_is_not_obeyed(hand_in: Callable[..., Activity], zhou: User) -> None:
    hand_in("甲")
    (token,) = tokens()
    pk, number, unit = token.split("-")
    for forged in (f"{pk}-{int(number) + 1}-{unit}", f"{pk}-{number}-0"):
        (outcome,) = decide_many(tokens=[forged], by=zhou, approve=True)
        assert outcome.refused
    assert decided() == []


def test_the_page_asks_and_says_what_to_look_at(
    hand_in: Callable[..., Activity], venue: Venue, zhou: User, lin: User, sign_in: SignIn
) -> None:
    crowded, plain, stale = hand_in("大场面"), hand_in("平常"), hand_in("已办")
    type(crowded.safeguard).objects.filter(activity=crowded).update(expected=1200, capacity=1500)
    first = crowded.sessions.get()
    make_session(plain, starts=first.starts, venue=venue)
    type(venue).objects.update(shared=False)
    shown = tokens()
    decide_activity(activity=stale, by=zhou, approve=True)
    page = sign_in(zhou).get(MANY, {"pick": shown})
    picks = {pick.review.title: pick for pick in page.context["picks"]}
    assert picks["大场面"].concerns == [
        "预计 1200 人，“实训楼”只能容纳 200 人", "预计 1200 人，达到大型群众性活动的规模",
        "最晚应在 5 月 3 日 向县级公安机关申请许可，已经过了", "5 月 23 日：“实训楼”11:00–12:30 已经排了“平常”",
    ]  # fmt: skip
    assert picks["平常"].concerns == ["5 月 23 日：“实训楼”11:00–12:30 已经排了“大场面”"]
    assert [(title, pick.stale, pick.final) for title, pick in picks.items()] == [
        ("大场面", False, False), ("平常", False, False), ("已办", True, True),
    ]  # fmt: skip
    assert "一起审核 2 项" in page.text
    assert sign_in(zhou).get(MANY).headers["Location"] == "/desk/"


def test_the_page_of_what_became_of_it(
    hand_in: Callable[..., Activity], zhou: User, wu: User, sign_in: SignIn
) -> None:
    hand_in("甲"), hand_in("乙")
    shown = tokens()
    decide_activity(activity=Activity.objects.get(title="乙"), by=zhou, approve=True)
    client = sign_in(zhou)
    unanswered = client.post(MANY, {"pick": shown, "verdict": "return", "reason": ""})
    assert (unanswered.status_code, "请写明退回的理由" in unanswered.text) == (422, True)
    assert client.post(MANY, {"pick": shown}).status_code == 422
    done = client.post(MANY, {"pick": shown, "verdict": "approve"})
    assert [one.review.title for one in done.context["done"]] == ["甲"]
    assert [one.review.title for one in done.context["refused"]] == ["乙"]
    assert "1 项已通过，1 项没有办成" in done.text
    stranger = sign_in(wu).post(MANY, {"pick": shown, "verdict": "approve"})
    assert (stranger.context["done"], stranger.context["refused"], "甲" in stranger.text) == ([], [], False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_constant_number_of_queries(
    number: int,
    hand_in: Callable[..., Activity],
    zhou: User,
    django_assert_num_queries: Callable[..., object],
) -> None:
    for n in range(number):
        hand_in(f"活动{n}")
    queries.picks(zhou, tokens())
    shown = tokens()
    with django_assert_num_queries(15):
        assert len(queries.picks(zhou, shown)) == number


def test_after_a_decision_the_next_of_the_queue(
    hand_in: Callable[..., Activity], edition: Edition, school: Organisation, zhou: User, sign_in: SignIn
) -> None:
    first, second = hand_in("甲"), hand_in("乙")
    hall = make_hall(school, edition, title="土与火")
    submit_work(work=hall, by=None)
    client = sign_in(zhou)
    page = client.get(f"/desk/activities/{second.pk}/")
    place = page.context["place"]
    assert (place.number, place.total, place.previous, place.following) == (
        2, 3, first.get_desk_url(), hall.get_desk_url(),
    )  # fmt: skip
    assert "第 2 项，共 3 项" in page.text

    def approve(activity: Activity, **more: str) -> str:
        token = Review.objects.get(title=activity.title).token
        facts = {"verdict": "approve", "seen": token} | more
        return str(client.post(f"/desk/activities/{activity.pk}/decide/", facts).headers["Location"])

    assert approve(second, queue="activity") == f"{first.get_desk_url()}?queue=activity"
    assert approve(first) == hall.get_desk_url()
    done = client.post(f"{hall.get_desk_url()}approve/", {"seen": Review.objects.get(kind="hall").token})
    assert done.headers["Location"] == "/desk/"


def test_a_page_that_is_behind_decides_nothing(
    hand_in: Callable[..., Activity], zhou: User, lin: User, sign_in: SignIn
) -> None:
    activity = hand_in("甲")
    (seen,) = tokens()
    decide_activity(activity=activity, by=zhou, approve=True)
    late = sign_in(lin).post(f"/desk/activities/{activity.pk}/decide/", {"verdict": "approve", "seen": seen})
    assert (late.status_code, "已经处理过" in late.text) == (422, True)
    activity.refresh_from_db()
    assert (activity.state, len(decided())) == ("submitted", 1)


@pytest.mark.django_db(transaction=True)
def test_two_officers_with_the_same_batch_decide_each_once(
    hand_in: Callable[..., Activity], zhou: User, lin: User, city: Organisation, now: datetime
) -> None:
    """Both decide for the county and for the city: only what they saw keeps each from doing the other's next step."""
    second = create_user(username="second", name="示例-第二人", password="skillweek-demo")
    grant(user=second, organisation=city, role=Membership.Role.CITY_OFFICER)
    for n in range(8):
        hand_in(f"活动{n}")
    shown, together = tokens(), Barrier(2)

    def decide(user: User) -> tuple[int, int]:
        try:
            together.wait(30)
            with clock.frozen(now):  # a thread has a clock of its own
                outcomes = decide_many(tokens=shown if user == lin else shown[::-1], by=user, approve=True)
            done = sum(not one.refused for one in outcomes)
            return done, len(outcomes) - done
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(decide, [lin, second]))
    assert (sum(done for done, _ in results), sum(refused for _, refused in results)) == (8, 8)
    approved = sorted(title for title, verdict, _unit in decided() if verdict == "approved")
    assert approved == [f"活动{n}" for n in range(8)]
    assert set(Review.objects.values_list("waiting_at__code", flat=True)) == {"pds"}
