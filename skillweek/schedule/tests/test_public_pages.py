"""The change log and the pages of followers, through HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.programme.actions import cancel_activity, cancel_session
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.schedule import actions
from skillweek.schedule.actions import release_due
from skillweek.schedule.models import Follower
from skillweek.schedule.tests.conftest import Programme

PUBLIC = "public, max-age=60, stale-while-revalidate=600"


@pytest.fixture
def page(client: Client) -> Callable[..., str]:
    """``page(path)`` is the text of a page that is there."""

    def get(path: str, status: int = 200) -> str:
        response = client.get(path)
        assert response.status_code == status, path
        return response.content.decode()

    return get


@pytest.fixture
def moved(programme: Programme) -> Programme:
    """Pottery moved in version 2 and the online class was cancelled in version 3."""
    release_due()
    start = clock.now() + timedelta(days=1, hours=2)
    Session.objects.filter(pk=programme.first.pk).update(
        starts=start, ends=start + timedelta(hours=1), day=start.date()
    )
    release_due()
    cancel_session(session=programme.class_)
    with clock.frozen(clock.now() + timedelta(days=1)):
        release_due()
    return programme


def test_the_log_is_by_day_and_version_the_latest_first(moved: Programme, page: Callable[..., str]) -> None:
    text = page("/changes/")
    parts = [
        "第 3 版，5 月 24 日 09:00", 'id="d20210524"', "第 3 版 <time", "护理云课堂",
        "5 月 23 日 15:00 的一场取消", 'id="d20210523"', "第 2 版 <time", "汝瓷拉坯体验",
        "5 月 23 日 14:00 → 5 月 24 日 11:00", "首次公布",
    ]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"护理云课堂", "汝瓷拉坯体验"}),
        ("?day=2021-05-24", {"汝瓷拉坯体验"}),
        ("?day=2021-05-26", set()),
        ("?place=baofeng", {"护理云课堂"}),
        ("?place=yexian&day=2021-05-23", {"汝瓷拉坯体验"}),
        ("?place=nowhere&day=2099-01-01", {"护理云课堂", "汝瓷拉坯体验"}),
        ("?activity=pottery", {"汝瓷拉坯体验"}),
        ("?activity=nothing", {"护理云课堂", "汝瓷拉坯体验"}),
    ],
)
def test_the_log_is_narrowed(moved: Programme, page: Callable[..., str], query: str, shown: set[str]) -> None:
    main = page(f"/changes/{query}").split("<main")[1]
    assert {title for title in ("护理云课堂", "汝瓷拉坯体验") if title in main} == shown


def test_whole_activities_are_found_by_their_days_and_places(
    moved: Programme, page: Callable[..., str]
) -> None:
    cancel_activity(activity=moved.pottery)
    release_due()
    assert "整个活动取消" in page("/changes/?day=2021-05-24&place=yexian")
    assert "整个活动取消" not in page("/changes/?day=2021-05-27")


def test_what_is_not_public_any_more_is_not_in_the_log(moved: Programme, page: Callable[..., str]) -> None:
    Activity.objects.filter(pk=moved.pottery.pk).update(state=Activity.State.DRAFT)
    assert "汝瓷" not in page("/changes/")


def test_the_empty_log_says_why(programme: Programme, page: Callable[..., str]) -> None:
    assert "日程还没有公布" in page("/changes/")
    release_due()
    assert "还没有变更" in page("/changes/")
    assert "没有这样的变更" in page("/changes/?day=2021-05-24")


def test_the_log_can_be_kept_and_reads_in_english(moved: Programme, client: Client) -> None:
    response = client.get("/en/changes/")
    assert response["Cache-Control"] == PUBLIC
    text = response.content.decode()
    assert "What changed in the schedule" in text
    assert "The session on 23 May 15:00 is cancelled" in text


def test_the_log_costs_the_same_however_long(moved: Programme, client: Client, school: Organisation) -> None:
    costs = []
    for number in (1, 3):
        for _ in range(number):
            make_session(make_activity(school, moved.edition), starts=clock.now() + timedelta(days=2))
        release_due()
        client.get("/changes/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/changes/")
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_following_from_the_form_to_the_end(programme: Programme, client: Client) -> None:
    """Asked, confirmed by the link in the mail, told, stopped: nothing happens when a link is only opened."""
    address = "/activities/pottery/follow/"
    assert client.post(address, {"email": "chen@example.org"})["Location"] == "/following/asked/"
    [mail] = Message.objects.all()
    follower = Follower.objects.get()
    link = f"/following/{follower.token}/"
    assert link in mail.body
    opened = client.get(link)
    assert (opened.status_code, opened["Cache-Control"]) == (
        200, "max-age=0, no-cache, no-store, must-revalidate, private",
    )  # fmt: skip
    follower.refresh_from_db()
    assert follower.confirmed_at is None
    assert client.post(link).status_code == 302
    follower.refresh_from_db()
    assert follower.confirmed_at == clock.now()
    assert "汝瓷拉坯体验" in client.get(link).content.decode()
    assert client.get(f"{link}stop-all/").status_code == 200
    follower.refresh_from_db()
    assert follower.ended_at is None
    client.post(f"{link}stop/")
    follower.refresh_from_db()
    assert follower.ended_at == clock.now()
    assert "不会再给您写信" in client.get(link).content.decode()
    assert client.post(link).status_code == 409


def test_a_mail_program_stops_it_without_a_token_of_the_form(programme: Programme) -> None:
    actions.ask_to_follow(activity=programme.pottery, email="chen@example.org", language="zh-hans")
    follower = actions.confirm(follower=Follower.objects.get())
    strict = Client(enforce_csrf_checks=True)
    posted = {"List-Unsubscribe": "One-Click"}
    assert strict.post(f"/following/{follower.token}/stop-all/", posted).status_code == 302
    follower.refresh_from_db()
    assert follower.ended_at == clock.now()
    assert strict.post(f"/following/{follower.token}/").status_code == 403, "confirming needs the form"


def test_nobody_learns_who_follows(programme: Programme, client: Client) -> None:
    address = "/activities/pottery/follow/"
    answers: list[Any] = []
    for _ in range(2):
        response = client.post(address, {"email": "chen@example.org"})
        answers.append((response.status_code, response["Location"], response.content))
    assert answers[0] == answers[1]
    assert client.get("/following/ABCDEFGHJKMNPQRSTUVWXYZ2/").status_code == 404


@pytest.mark.parametrize(
    "email", ["", "chen", "a@b", "chen@example.org\nBcc: li@example.org", "x" * 250 + "@example.org"]
)
def test_what_is_no_address_changes_nothing(programme: Programme, client: Client, email: str) -> None:
    response = client.post("/activities/pottery/follow/", {"email": email})
    assert response.status_code == 422
    assert (Follower.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", [Activity.State.DRAFT, Activity.State.CANCELLED])
def test_only_what_is_public_is_followed(programme: Programme, client: Client, state: str) -> None:
    Activity.objects.filter(pk=programme.pottery.pk).update(state=state)
    assert client.get("/activities/pottery/follow/").status_code == 404
    assert client.post("/activities/pottery/follow/", {"email": "chen@example.org"}).status_code == 404
    assert Follower.objects.count() == 0
