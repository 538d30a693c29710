"""The ways of observers: drawn up, put in order, shared with those who take part."""

from datetime import date, datetime, time

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.coverage import actions, queries
from skillweek.coverage.models import LeftOut, Route, Stop
from skillweek.coverage.rules import CoverageError
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions import cancel_activity
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")  # 23 May, 09:00


def room(owner: Organisation, name: str, north: float | None, east: float | None = 113.3) -> Venue:
    """A venue at these degrees."""
    made = add_venue(owner=owner, name=name, address=f"{name}路1号", capacity=100)
    Venue.objects.filter(pk=made.pk).update(latitude=north, longitude=east if north else None)
    made.refresh_from_db()
    return made


@pytest.fixture
def home(school: Organisation) -> Venue:
    return room(school, "市民中心", 33.70)


@pytest.fixture
def seen(edition: Edition, school: Organisation, other_school: Organisation) -> list[Session]:
    """Three highlights of the 25th: two in the morning at once, one in the afternoon; and one nobody can place."""
    spots = [(school, "汝瓷馆", 33.72, 9), (other_school, "豫剧台", 33.90, 9), (school, "实训楼", 33.74, 14),
             (school, "无名地", None, 10)]  # fmt: skip
    return [
        make_session(
            make_activity(owner, edition, title=f"看{name}", highlight=True),
            starts=datetime(2021, 5, 25, hour, tzinfo=ZONE), hours=1, venue=room(owner, name, north),
        )
        for owner, name, north, hour in spots
    ]  # fmt: skip


def facts(home: Venue, **other: object) -> dict[str, object]:
    return {
        "name": "第一组", "day": date(2021, 5, 25), "start": home, "starts_at": time(8, 30), "ends_at": time(17, 0),
        "minutes": 40,
    } | other  # fmt: skip


@pytest.fixture
def route(edition: Edition, home: Venue, seen: list[Session], lin: User) -> Route:
    return actions.write_route(edition=edition, route=None, by=lin, facts=facts(home))


def order(route: Route) -> list[str]:
    return [stop.session.activity.title for stop in queries.stops_of(route)]


def test_a_day_is_drawn_up_with_times_and_reasons(route: Route, seen: list[Session]) -> None:
    assert order(route) == ["看汝瓷馆", "看实训楼"]
    first, second = Stop.objects.filter(route=route)
    assert first.arrives == datetime(2021, 5, 25, 9, tzinfo=ZONE)
    assert second.arrives == datetime(2021, 5, 25, 14, tzinfo=ZONE)
    assert all((stop.leaves - stop.arrives).total_seconds() == 40 * 60 for stop in (first, second))
    assert (first.travel > 0, second.waits > 0, route.travel_minutes > first.travel + second.travel) == (
        True,
    ) * 3
    left = {one.session: (one.reason, [s.pk for s in one.instead_of.all()]) for one in LeftOut.objects.all()}
    assert left == {seen[1]: ("clash", [seen[0].pk]), seen[3]: ("unplaced", [])}


def test_a_pinned_stop_makes_room_for_itself(route: Route, seen: list[Session], lin: User) -> None:
    actions.arrange_stops(route=route, step="add", key=seen[1].pk, by=lin)
    assert order(route) == ["看豫剧台", "看实训楼"]
    assert [stop.pinned for stop in Stop.objects.filter(route=route)] == [True, False]
    actions.arrange_stops(route=route, step="unpin", key=seen[1].pk, by=lin)
    assert order(route) == ["看汝瓷馆", "看实训楼"]
    actions.arrange_stops(route=route, step="drop", key=seen[0].pk, by=lin)
    assert order(route) == ["看豫剧台", "看实训楼"]
    with pytest.raises(CoverageError, match="已经不在路线里"):
        actions.arrange_stops(route=route, step="drop", key=seen[0].pk, by=lin)
    actions.draw_up_route(route=route, chosen=[seen[2].pk], by=lin)
    assert order(route) == ["看实训楼"]
    with pytest.raises(CoverageError, match="至少选一个"):
        actions.draw_up_route(route=route, chosen=[], by=lin)


def test_the_order_may_be_fixed(
    edition: Edition, route: Route, seen: list[Session], school: Organisation, lin: User
) -> None:
    late = make_session(
        make_activity(school, edition, title="看画展", highlight=True),
        starts=datetime(2021, 5, 25, 9, tzinfo=ZONE), hours=8, venue=room(school, "画廊", 33.73),
    )  # fmt: skip
    actions.draw_up_route(route=route, chosen=[seen[0].pk, late.pk, seen[2].pk], by=lin)
    assert order(route) == ["看汝瓷馆", "看画展", "看实训楼"]
    actions.arrange_stops(route=route, step="down", key=late.pk, by=lin)
    assert (order(route), route.ordered) == (["看汝瓷馆", "看实训楼", "看画展"], False)
    route.refresh_from_db()
    assert route.ordered
    actions.arrange_stops(route=route, step="down", key=late.pk, by=lin)
    assert order(route) == ["看汝瓷馆", "看实训楼", "看画展"]
    actions.arrange_stops(route=route, step="up", key=seen[2].pk, by=lin)  # then the first one is over
    assert order(route) == ["看实训楼", "看画展"]
    assert LeftOut.objects.get(session=seen[0]).reason == "clash"
    actions.arrange_stops(route=route, step="best", key=0, by=lin)
    assert len(order(route)) == 3


def test_what_makes_no_sense_is_refused(
    edition: Edition, home: Venue, seen: list[Session], school: Organisation, lin: User, zhou: User
) -> None:
    nowhere = room(school, "无名处", None)
    wrong = [
        ("day", {"day": date(2021, 6, 1)}),
        ("ends_at", {"ends_at": time(8, 0)}),
        ("start", {"start": nowhere}),
    ]
    for field, other in wrong:
        with pytest.raises(CoverageError) as caught:
            actions.write_route(edition=edition, route=None, by=lin, facts=facts(home, **other))
        assert caught.value.field == field
    with pytest.raises(CoverageError, match="市级"):
        actions.write_route(edition=edition, route=None, by=zhou, facts=facts(home))
    assert not Route.objects.exists()


def test_only_those_who_take_part_see_it_once_shared(
    route: Route, school: Organisation, lin: User, he: User, wu: User, sign_in
) -> None:
    teacher: Client = sign_in(he)
    assert teacher.get(route.get_absolute_url()).status_code == 404
    with pytest.raises(CoverageError, match="哪些单位"):
        actions.share_route(route=route, units=[], note="", by=lin)
    actions.share_route(route=route, units=[school], note="8:20 集合", by=lin)
    page = teacher.get(route.get_absolute_url()).content.decode()
    assert ("8:20 集合" in page, "看汝瓷馆" in page, "去掉" in page) == (True, True, False)
    assert "第一组" in teacher.get("/desk/").content.decode()
    assert "第一组" in teacher.get("/desk/coverage/routes/").content.decode()
    assert sign_in(wu).get(route.get_absolute_url()).status_code == 404
    assert teacher.post(f"{route.get_absolute_url()}arrange/", {"step": "best"}).status_code == 404
    with pytest.raises(CoverageError, match="先收回"):
        actions.remove_route(route=route, by=lin)
    actions.unshare_route(route=route, by=lin)
    assert teacher.get(route.get_absolute_url()).status_code == 404
    with pytest.raises(CoverageError, match="还没有发布"):
        actions.unshare_route(route=route, by=lin)
    actions.remove_route(route=route, by=lin)
    assert not Route.objects.exists()


def test_the_pages_write_a_route(
    edition: Edition, home: Venue, seen: list[Session], school: Organisation, lin: User, sign_in
) -> None:
    client: Client = sign_in(lin)
    typed = {"name": "第二组", "day": "2021-05-25", "start": home.pk, "starts_at": "08:30", "ends_at": "08:00",
             "minutes": "30"}  # fmt: skip
    wrong = client.post("/desk/coverage/routes/new/", typed)
    assert (wrong.status_code, "应晚于出发" in wrong.content.decode(), Route.objects.count()) == (
        422,
        True,
        0,
    )
    made = client.post("/desk/coverage/routes/new/", typed | {"ends_at": "17:00"}).headers["Location"]
    page = client.get(made).content.decode()
    assert "看汝瓷馆" in page
    assert "与路线上别的看点时间冲突" in page
    client.post(f"{made}arrange/", {"step": f"add-{seen[1].pk}"})
    assert order(Route.objects.get()) == ["看豫剧台", "看实训楼"]
    refused = client.post(f"{made}arrange/", {"step": "burn-1"}, follow=True)
    assert "没有说要怎么排" in refused.content.decode()
    assert order(Route.objects.get()) == ["看豫剧台", "看实训楼"]
    client.post(f"{made}choose/", {"pick": [seen[0].pk]})
    assert order(Route.objects.get()) == ["看汝瓷馆"]
    client.post(f"{made}edit/", typed | {"ends_at": "17:00", "minutes": "20"})
    assert Route.objects.get().minutes == 20
    assert client.post(f"{made}share/", {"note": "x"}).status_code == 422
    assert client.post(f"{made}share/", {"units": school.pk, "note": "带伞"}).status_code == 302
    assert Route.objects.get().note == "带伞"
    client.post(f"{made}unshare/")
    assert client.post(f"{made}remove/").status_code == 302
    assert not Route.objects.exists()


def test_a_cancelled_highlight_is_told(route: Route, seen: list[Session], lin: User, sign_in) -> None:
    cancel_activity(activity=seen[0].activity)
    page = sign_in(lin).get(route.get_absolute_url()).content.decode()
    assert "有 1 个看点改了时间或取消了" in page
    actions.arrange_stops(route=route, step="best", key=0, by=lin)
    assert order(route) == ["看豫剧台", "看实训楼"]


def test_the_drive_takes_as_long_as_the_edition_says(
    edition: Edition, home: Venue, seen: list[Session], lin: User
) -> None:
    roads = []
    for speed in (40, 20):
        Edition.objects.filter(pk=edition.pk).update(travel_kmh=speed)
        edition.refresh_from_db()
        made = actions.write_route(edition=edition, route=None, by=lin, facts=facts(home, name=f"{speed}"))
        roads.append([stop.travel for stop in queries.stops_of(made)])
    assert [len(one) for one in roads] == [2, 2]
    assert all(2 * fast - 1 <= slow <= 2 * fast for fast, slow in zip(*roads, strict=True))
