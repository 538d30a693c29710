"""Calendars, news feeds, data for search engines and the embedded piece; hostile titles stay titles."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions import cancel_activity, cancel_session
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.schedule.actions import release_due
from skillweek.website.tests.conftest import Week

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "坏\r\nEND:VEVENT\r\nBEGIN:VALARM, ; \\ \u2028x\u2029\x85\x0b </script><!--&"
PUBLIC = "public, max-age=60, stale-while-revalidate=600"


def read(client: Client, path: str) -> Calendar:
    """The calendar at ``path``, as a calendar program reads it."""
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8"), path
    assert response["Cache-Control"] == PUBLIC
    return Calendar.from_ical(response.content)


def codes(found: Calendar) -> list[str]:
    """The codes of its sessions, in order."""
    return [str(event["uid"]).split("@")[0] for event in found.walk("VEVENT")]


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/calendar.ics", ["MORNING234", "ONLINE2345", "TOMORROW24"]),
        ("/days/2021-05-23/calendar.ics", ["MORNING234", "ONLINE2345"]),
        ("/days/2021-05-27/calendar.ics", []),
        ("/places/yexian/calendar.ics", ["MORNING234", "TOMORROW24"]),
        ("/schools/school-b/calendar.ics", ["ONLINE2345"]),
        ("/organisations/school-a/calendar.ics", ["MORNING234", "TOMORROW24"]),
        ("/organisations/yexian/calendar.ics", []),
        ("/activities/pottery/calendar.ics", ["MORNING234", "TOMORROW24"]),
        ("/my-week/calendar.ics?s=TOMORROW24.ONLINE2345.NOSUCH2345", ["ONLINE2345", "TOMORROW24"]),
        ("/my-week/calendar.ics", []),
    ],
)
def test_each_calendar_holds_its_sessions(week: Week, client: Client, path: str, inside: list[str]) -> None:
    assert codes(read(client, path)) == inside


def test_a_bureau_that_holds_something_has_its_calendar(
    week: Week, client: Client, get: Callable[..., str]
) -> None:
    mine, theirs = "/organisations/yexian/calendar.ics", "/organisations/school-b/calendar.ics"
    assert mine not in get("/subscribe/")
    week.online.participations.create(organisation=week.county, role="co_host")
    assert codes(read(client, mine)) == ["ONLINE2345"], "what it holds with others, and not all in its county"
    assert str(read(client, mine)["X-WR-CALNAME"]).endswith("叶县教育体育局")
    page = get("/subscribe/")
    assert (f'href="{mine}"' in page, theirs in page) == (True, False)
    assert f'href="{mine}"' in get("/places/yexian/")
    for gone in ("nowhere", "pds-2021"):
        assert client.get(f"/organisations/{gone}/calendar.ics").status_code == 404


def test_a_visitors_week_leads_to_its_calendar(week: Week, get: Callable[..., str]) -> None:
    assert 'href="/my-week/calendar.ics?s=MORNING234"' in get("/my-week/?s=MORNING234")
    assert "/my-week/calendar.ics" not in get("/my-week/")


@pytest.mark.parametrize("path", ["/days/2021-06-27/calendar.ics", "/places/nowhere/calendar.ics",
                                  "/schools/school-x/calendar.ics", "/activities/nothing/calendar.ics"])  # fmt: skip
def test_what_is_not_there_has_no_calendar(week: Week, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_is_not_public_is_in_no_calendar(week: Week, client: Client, school: Organisation) -> None:
    draft = make_activity(school, week.edition, code="draft", state=Activity.State.DRAFT)
    make_session(draft, starts=week.morning.starts)
    assert len(codes(read(client, "/calendar.ics"))) == 3
    assert client.get("/activities/draft/calendar.ics").status_code == 404


def test_an_entry_says_everything(week: Week, client: Client) -> None:
    Venue.objects.filter(pk=week.morning.venue_id).update(latitude=33.62, longitude=113.35)
    found = read(client, "/calendar.ics")
    [zone] = found.walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Shanghai"
    assert zone.walk("STANDARD")[0]["tzoffsetto"].to_ical() == "+0800"
    first, online, _third = found.walk("VEVENT")
    assert first["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert (first["dtstart"].dt, first["dtend"].dt) == (week.morning.starts, week.morning.ends)
    assert [str(first[key]) for key in ("summary", "location", "status", "url")] == [
        "汝瓷拉坯体验", "实训楼, 叶县示例路1号", "CONFIRMED", f"{settings.SITE_URL}/activities/pottery/",
    ]  # fmt: skip
    assert first["geo"].to_ical() == "33.62;113.35"
    assert first["dtstamp"].dt == first["last-modified"].dt
    assert "https://live.example.invalid/1" in str(online["description"])
    assert str(read(client, "/en/calendar.ics").walk("VEVENT")[0]["summary"]) == "Throw a bowl"


def test_changes_raise_the_sequence_and_keep_the_identity(week: Week, client: Client) -> None:
    release_due()
    before = {
        str(event["uid"]): int(event["sequence"]) for event in read(client, "/calendar.ics").walk("VEVENT")
    }
    cancel_session(session=week.morning)
    release_due()
    after = read(client, "/calendar.ics").walk("VEVENT")
    assert [str(event["uid"]) for event in after] == list(before)
    risen = [str(event["uid"]) for event in after if int(event["sequence"]) > before[str(event["uid"])]]
    assert risen == ["MORNING234@pds-2021.skillweek"]
    assert [str(event["status"]) for event in after] == ["CANCELLED", "CONFIRMED", "CONFIRMED"]


def test_a_cancelled_activity_stays_as_cancelled(week: Week, client: Client) -> None:
    cancel_activity(activity=week.pottery)
    found = read(client, "/activities/pottery/calendar.ics").walk("VEVENT")
    assert [str(event["status"]) for event in found] == ["CANCELLED", "CANCELLED"]


def test_a_hostile_title_stays_a_title(week: Week, client: Client) -> None:
    Activity.objects.filter(pk=week.pottery.pk).update(title=HOSTILE, summary=HOSTILE)
    Venue.objects.update(name=HOSTILE)
    raw = client.get("/calendar.ics").content
    lines = raw.decode().split("\r\n")
    assert sum(line == "BEGIN:VEVENT" for line in lines) == sum(line == "END:VEVENT" for line in lines) == 3
    assert raw.decode().splitlines() == lines[:-1], "no other reader sees more lines"
    assert all(len(line.encode()) <= 75 for line in lines)
    found = Calendar.from_ical(raw)
    assert found.walk("VALARM") == []
    assert str(found.walk("VEVENT")[0]["summary"]).startswith("坏\nEND:VEVENT\nBEGIN:VALARM, ; \\ ")


def test_a_calendar_that_has_not_changed_is_not_sent_again(week: Week, client: Client, now: datetime) -> None:
    first = client.get("/calendar.ics")
    again = client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, first.cookies, again.content) == (304, {}, b"")
    cancel_session(session=week.morning)
    assert client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/calendar.ics", "/changes/atom.xml", "/activities/atom.xml", "/embed/", "/activities/pottery/"]
)
def test_feeds_cost_the_same_however_long(
    week: Week, client: Client, school: Organisation, now: datetime, path: str
) -> None:
    costs = []
    for number in (1, 3):
        for _ in range(number):
            activity = make_activity(school, week.edition)
            make_session(activity, starts=now + timedelta(days=2))
            make_session(week.pottery, starts=now + timedelta(days=2))
        release_due()
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_the_change_log_as_atom(week: Week, client: Client) -> None:
    release_due()
    cancel_session(session=week.morning)
    release_due()
    response = client.get("/changes/atom.xml")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "《汝瓷拉坯体验》：5 月 23 日 10:00 的一场取消"
    assert (entry.findtext(f"{ATOM}id") or "").startswith("urn:skillweek:pds-2021:change:")
    assert entry.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}updated") == "2021-05-23T01:00:00+00:00"
    again = client.get("/changes/atom.xml", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_an_empty_feed_does_not_change_by_itself(week: Week, client: Client) -> None:
    first = client.get("/changes/atom.xml")
    assert ElementTree.fromstring(first.content).findtext(f"{ATOM}updated") == "2021-05-22T00:00:00+08:00"
    assert client.get("/changes/atom.xml", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_new_activities_as_atom_whatever_they_are_called(week: Week, client: Client) -> None:
    Activity.objects.filter(pk=week.pottery.pk).update(title=HOSTILE, summary=HOSTILE)
    feed = ElementTree.fromstring(client.get("/activities/atom.xml").content)
    found = {
        entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}title") or ""
        for entry in feed.findall(f"{ATOM}entry")
    }
    assert found["urn:skillweek:pds-2021:activity:cloud-class"] == "护理云课堂"
    assert found["urn:skillweek:pds-2021:activity:pottery"].startswith("坏")


def graph(client: Client, code: str) -> list[dict[str, Any]]:
    """The events that search engines read on the page of an activity."""
    page = client.get(f"/activities/{code}/").content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = data["@graph"]
    return found


def test_search_engines_read_events(week: Week, client: Client) -> None:
    release_due()
    start = week.morning.starts + timedelta(hours=2)
    Session.objects.filter(pk=week.morning.pk).update(starts=start, ends=start + timedelta(hours=1))
    release_due()
    tomorrow = Session.objects.get(code="TOMORROW24")
    cancel_session(session=tomorrow)
    moved, off = graph(client, "pottery")
    assert (moved["@type"], moved["name"], moved["isAccessibleForFree"]) == ("Event", "汝瓷拉坯体验", True)
    assert (moved["startDate"], moved["previousStartDate"], moved["eventStatus"]) == (
        "2021-05-23T12:00:00+08:00", "2021-05-23T10:00:00+08:00", "https://schema.org/EventRescheduled",
    )  # fmt: skip
    assert moved["location"] == {
        "@type": "Place", "name": "实训楼",
        "address": {"@type": "PostalAddress", "streetAddress": "叶县示例路1号", "addressCountry": "CN"},
    }  # fmt: skip
    assert moved["offers"] == {
        "@type": "Offer", "price": 0, "priceCurrency": "CNY", "url": f"{settings.SITE_URL}/activities/pottery/",
    }  # fmt: skip
    assert (off["eventStatus"], off["offers"]["availability"]) == (
        "https://schema.org/EventCancelled", "https://schema.org/SoldOut",
    )  # fmt: skip
    [online] = graph(client, "cloud-class")
    assert online["location"] == {"@type": "VirtualLocation", "url": "https://live.example.invalid/1"}
    assert online["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def test_a_hostile_title_does_not_leave_its_data(week: Week, client: Client) -> None:
    Activity.objects.filter(pk=week.pottery.pk).update(title=HOSTILE)
    page = client.get("/activities/pottery/").content.decode()
    head = page.split("</head>")[0]
    assert "</script><!--" not in head
    assert graph(client, "pottery")[0]["name"].endswith("</script><!--&")


def test_an_activity_says_that_it_was_changed(week: Week, get: Callable[..., str]) -> None:
    release_due()
    assert "时间有调整" not in get("/activities/pottery/")
    cancel_session(session=week.morning)
    release_due()
    page = get("/activities/pottery/")
    assert "时间有调整" in page
    assert 'href="/changes/?activity=pottery"' in page
    assert 'href="/activities/pottery/follow/"' in page
    assert 'href="/activities/pottery/calendar.ics"' in page


def test_the_schedule_names_its_version(week: Week, get: Callable[..., str]) -> None:
    assert "日程第" not in get("/schedule/")
    release_due()
    for path in ("/schedule/", "/days/2021-05-23/"):
        assert "日程第 1 版 · 5 月 23 日 09:00" in get(path)


def test_only_the_embedded_piece_may_be_framed(week: Week, client: Client) -> None:
    response = client.get("/embed/")
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert (response.cookies, response["Cache-Control"]) == ({}, PUBLIC)
    assert len(response.content) < 10_000
    for path in ("/", "/schedule/", "/embed/make/", "/subscribe/", "/activities/pottery/"):
        other = client.get(path)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"], path
        assert other["X-Frame-Options"] == "DENY", path
    assert "frame-src 'self'" in client.get("/embed/make/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"汝瓷拉坯体验", "护理云课堂"}),
        ("?day=2021-05-24", {"汝瓷拉坯体验"}),
        ("?place=yexian", {"汝瓷拉坯体验"}),
        ("?organisation=school-b", {"护理云课堂"}),
        ("?audience=residents", {"护理云课堂"}),
        ("?kind=online", {"护理云课堂"}),
        ("?audience=media", set()),
        ("?day=nonsense&place=nowhere&limit=1000", {"汝瓷拉坯体验", "护理云课堂"}),
    ],
)
def test_the_embedded_piece_shows_what_was_chosen(
    week: Week, get: Callable[..., str], query: str, shown: set[str]
) -> None:
    main = get(f"/embed/{query}").split("<main")[1]
    assert {title for title in ("汝瓷拉坯体验", "护理云课堂") if title in main} == shown


def test_the_embedded_piece_is_short_and_leads_on(
    week: Week, get: Callable[..., str], school: Organisation, edition: Edition, now: datetime
) -> None:
    for index in range(6):
        make_session(make_activity(school, edition), starts=now + timedelta(hours=6, minutes=index))
    page = get("/embed/?limit=5&kind=campus")
    assert page.count("<b>") == 5
    assert "还有更多" in page
    assert 'href="/schedule/?kind=campus"' in page
    assert page.count('target="_blank" rel="noopener"') == page.count("<a ")


def test_the_snippet_is_ready_to_copy(week: Week, get: Callable[..., str]) -> None:
    page = get("/embed/make/?place=yexian&limit=20")
    address = "/embed/?place=yexian&amp;limit=20"
    assert f'<iframe class="preview" src="{address}"' in page
    assert f'&lt;iframe src="{settings.SITE_URL}{address}"' in page


def test_search_engines_find_the_log(week: Week, get: Callable[..., str]) -> None:
    found = get("/sitemap.xml")
    for path in ("/changes/", "/subscribe/"):
        assert f"<loc>{settings.SITE_URL}{path}</loc>" in found
    assert "/embed/" not in found
