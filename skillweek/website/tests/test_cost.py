"""What a page costs: queries do not grow with what is shown, pages stay light, answers can be kept."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from skillweek.booking.actions import set_places
from skillweek.common.views.cache import CacheClass
from skillweek.exhibition.tests.factories import make_hall, publish
from skillweek.organisations.actions import add_unit
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.website import urls
from skillweek.website.tests.conftest import Week

#: exact number of queries of each page, whatever it shows
QUERIES = {
    "/": 14, "/schedule/": 7, "/schedule/?view=calendar": 7, "/schedule/?view=map": 8, "/days/2021-05-23/": 11,
    "/days/2021-05-23/print/": 9, "/places/": 3, "/places/yexian/": 14, "/audiences/": 2,
    "/audiences/parents/": 11, "/activities/pottery/": 20, "/schools/": 5, "/schools/school-a/": 15, "/my-week/": 1,
    "/sitemap/": 11, "/sitemap.xml": 12, "/cloud/": 6,
}  # fmt: skip
Count = Callable[..., Any]


@pytest.fixture
def more(
    week: Week, now: datetime, school: Organisation, edition: Edition, venue: Venue, lin: Any, zhou: Any
) -> Callable[[int], None]:
    """``more(n)`` adds n activities with bookable sessions, halls with covers, schools with pictures."""

    def add(number: int) -> None:
        for index in range(number):
            activity = make_activity(school, edition, title=f"活动 {index}", audiences=("parents", "media"))
            session = make_session(activity, starts=now + timedelta(hours=2, minutes=index), venue=venue)
            set_places(session=session, places=20, by=None)
            hall = publish(make_hall(school, edition), zhou, lin)
            code = f"school-{Organisation.objects.count()}"
            add_unit(parent=week.county, kind=school.kind, code=code, name=code, picture=hall.cover)

    return add


@pytest.mark.parametrize("path", QUERIES)
def test_queries_do_not_grow(
    path: str, more: Callable[[int], None], client: Client, django_assert_num_queries: Count
) -> None:
    more(1)
    client.get(path)
    with django_assert_num_queries(QUERIES[path]):
        client.get(path)
    more(2)
    with django_assert_num_queries(QUERIES[path]):
        client.get(path)


def test_the_home_page_is_light(
    week: Week, school: Organisation, edition: Edition, venue: Venue, now: datetime, client: Client
) -> None:
    """HTML, styles and scripts of a week with 240 activities and 450 sessions weigh at most 150 KB."""
    kind, city = edition.activitykinds.get(code="campus"), school.tenant_id
    made = Activity.objects.bulk_create(
        Activity(
            city_id=city, edition=edition, owner=school, kind=kind, code=f"a-{n}", title=f"一个名字比较长的活动 {n}",
            summary="做一件东西。", state="published", published_at=now, created_at=now, updated_at=now,
        ) for n in range(240)
    )  # fmt: skip
    Session.objects.bulk_create(
        Session(
            city_id=city, activity=made[n % 240], venue=venue, place=venue.place, day=day.date(), starts=day,
            ends=day + timedelta(hours=1),
        ) for n in range(450) for day in [now + timedelta(days=n % 6, hours=1 + n % 8)]
    )  # fmt: skip
    html = client.get("/").content.decode()
    linked = re.findall(r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"', html)
    found = [finders.find(link.split(settings.STATIC_URL, 1)[1]) for link in linked]
    assert None not in found, f"not built: {linked}"
    files = [Path(str(path)) for path in found]
    weight = len(html.encode()) + sum(file.stat().st_size for file in files)
    assert len(files) >= 4
    assert weight <= 150 * 1024
    assert sum(file.stat().st_size for file in files if file.suffix == ".js") <= 30 * 1024
    assert len(client.get("/schedule/").content) <= 150 * 1024


def test_every_page_of_the_room_declares_its_cache_class() -> None:
    views = {entry.name: entry.callback for entry in urls.urlpatterns}
    kept = {
        name for name, view in views.items() if isinstance(getattr(view, "cache_class", None), CacheClass)
    }
    assert len(kept) == 30
    assert set(views) - kept == {"keep", "drop"}, "these two write a cookie and are never kept"


def test_a_page_that_has_not_changed_is_not_sent_again(week: Week, client: Client) -> None:
    first = client.get("/schedule/")
    assert first["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert "Cookie" not in first.get("Vary", "")
    assert first.cookies == {}
    again = client.get("/schedule/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Session.objects.filter(pk=week.morning.pk).update(state=Session.State.CANCELLED)
    changed = client.get("/schedule/", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_in_a_rehearsal_pages_are_checked_every_time(week: Week, client: Client, settings: Any) -> None:
    settings.REHEARSAL = True
    assert client.get("/schedule/")["Cache-Control"] == "no-cache"


def test_pages_answer_get_alone(week: Week, client: Client) -> None:
    assert client.post("/schedule/").status_code == 405
    assert client.head("/schedule/").status_code == 200
