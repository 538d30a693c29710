"""Copies of public pages, through the real server with two workers: never one of before a change.

The test process writes as any process of the same machine does, through our connections; with a data folder of its
own it is another machine.
"""

import gzip
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from skillweek.booking.actions import set_places
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.actions import cancel_sessions
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.project.pages import watched
from tests.live import ROOT, live_server

#: requests on connections of their own: enough that both workers are asked
TIMES = 12
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """The server, asked over a new connection each time."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.folder = port, folder

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request(
            method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = link.getresponse()
        read = answer.read()
        link.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, read

    def warm(self, path: str) -> str:
        """Ask until the answers come from copies alone; the page."""
        hits, until = 0, time.monotonic() + 60
        while hits < TIMES:
            status, headers, body = self.ask(path)
            assert status == 200, headers
            assert time.monotonic() < until, "the page is not kept"
            hits = hits + 1 if "cache-status" in headers else 0
        return body.decode()

    def pages(self, path: str) -> list[str]:
        """The page as both workers give it now."""
        return [self.ask(path)[2].decode() for _time in range(TIMES)]


@pytest.fixture
def pottery(transactional_db: None, now: datetime, school: Organisation, edition: Edition) -> Activity:
    made = make_activity(school, edition, code="pottery", title="汝瓷拉坯体验")
    morning = make_session(made, starts=now.replace(hour=15), code="MORNING234")
    set_places(session=morning, places=20, by=None)
    make_session(made, starts=now.replace(hour=17), code="EVENING234")
    return made


@pytest.fixture(scope="module")
def styles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Styles and scripts as a server links them."""
    folder = tmp_path_factory.mktemp("styles")
    names = {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "skillweek.project.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, env=os.environ | names, check=True)
    return folder / "static"


@pytest.fixture
def site(pottery: Activity, now: datetime, tmp_path: Path, settings: Any, styles: Path) -> Iterator[Site]:
    (tmp_path / "static").symlink_to(styles, target_is_directory=True)
    with live_server(tmp_path, at=now) as port:
        settings.DATA_DIR = tmp_path
        yield Site(port, tmp_path)


def _tells(site: Site, path: str, words: str, change: Callable[[], Any]) -> None:
    """After ``change`` no answer lacks ``words``, and none had them before."""
    assert words not in site.warm(path)
    change()
    assert [words in page for page in site.pages(path)] == [True] * TIMES, (path, words)


def test_every_change_shows_at_once(
    site: Site, pottery: Activity, now: datetime, school: Organisation
) -> None:
    day = f"/days/{now:%Y-%m-%d}/"
    sessions, units = Session.objects.filter(code="MORNING234"), Organisation.objects.filter(pk=school.pk)

    editions = Edition.objects.filter(pk=pottery.edition_id)

    def publish() -> None:
        make_session(make_activity(school, pottery.edition, title="新的活动一"), starts=now.replace(hour=16))

    _tells(site, day, "新的活动一", publish)
    _tells(
        site,
        "/activities/pottery/",
        "改过的名字",
        lambda: Activity.objects.filter(pk=pottery.pk).update(title="改过的名字"),
    )
    _tells(
        site,
        "/activities/pottery/",
        "改名的学校",
        lambda: units.update(name="改名的学校", short_name="改名的学校"),
    )
    _tells(site, day, "已取消", lambda: _cancel(sessions))
    _tells(
        site,
        "/",
        "示例-新的编辑",
        lambda: editions.update(responsible_editor="示例-新的编辑"),
    )
    _tells(site, "/activities/pottery/", "未开放预约", lambda: _close(pottery.edition))
    _tells(
        site,
        "/schedule/",
        "再改的名字",
        lambda: Activity.objects.filter(pk=pottery.pk).update(title="再改的名字"),
    )


def test_another_address_of_the_page_shows_the_change_too(site: Site, pottery: Activity) -> None:
    """Pages that are no copies share parts, which are of now as well."""
    pages = [site.ask(f"/activities/pottery/?from=a-message-{time}")[2].decode() for time in range(TIMES)]
    assert not any("改过的名字" in page for page in pages)
    Activity.objects.filter(pk=pottery.pk).update(title="改过的名字")
    pages = [site.ask(f"/activities/pottery/?from=another-{time}")[2].decode() for time in range(TIMES)]
    assert ["改过的名字" in page for page in pages] == [True] * TIMES


def _cancel(sessions: Iterable[Session]) -> None:
    """As a call-off does, which writes all of them in one statement."""
    with transaction.atomic():
        cancel_sessions(session_ids=[one.pk for one in sessions])


def _close(edition: Edition) -> None:
    """Open booking in a phase that is not now."""
    Session.objects.filter(code="MORNING234").update(state=Session.State.PLANNED)
    edition.openings.update_or_create(step="book", defaults={"opens": "archive", "closes": "archive"})


def test_without_the_trigger_the_page_stays_old(site: Site, pottery: Activity) -> None:
    """Teeth: what the test above finds is the trigger's work."""
    site.warm("/activities/pottery/")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {watched.TRIGGER} ON programme_activity")
    try:
        Activity.objects.filter(pk=pottery.pk).update(title="改过的名字")
        pages = [page for page in site.pages("/activities/pottery/") if "改过的名字" not in page]
        assert pages, "the page was made anew without being told"
    finally:
        watched.install()


def test_another_machine_is_told_by_the_database(
    site: Site, pottery: Activity, settings: Any, tmp_path: Path
) -> None:
    site.warm("/activities/pottery/")
    settings.DATA_DIR = tmp_path / "elsewhere"
    Activity.objects.filter(pk=pottery.pk).update(title="改过的名字")
    until = time.monotonic() + 60
    while not all("改过的名字" in page for page in site.pages("/activities/pottery/")):
        assert time.monotonic() < until


def test_without_the_database_telling_another_machine_stays_old(
    site: Site, pottery: Activity, settings: Any, tmp_path: Path
) -> None:
    """Teeth: no folder in common and no NOTIFY."""
    site.warm("/activities/pottery/")
    settings.DATA_DIR = tmp_path / "elsewhere"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE programme_activity DISABLE TRIGGER {watched.TRIGGER}")
    try:
        Activity.objects.filter(pk=pottery.pk).update(title="改过的名字")
        assert [page for page in site.pages("/activities/pottery/") if "改过的名字" not in page]
    finally:
        watched.install()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE programme_activity ENABLE TRIGGER {watched.TRIGGER}")


def test_a_booking_leaves_the_copies_and_changes_the_figure(site: Site, now: datetime) -> None:
    before = {
        path: site.warm(path)
        for path in ("/", f"/days/{now:%Y-%m-%d}/", "/activities/pottery/", "/schedule/")
    }
    day = f"{now:%Y-%m-%d}"
    asked = f"/left/?of=MORNING234,EVENING234,{day},nobody"
    assert json.loads(site.ask(asked)[2]) == {
        "MORNING234": {"text": "余 20 席", "state": "open", "percent": 0},
        day: {"text": "余 20 席", "state": "open", "percent": 0},
    }
    wish = {"name": "示例", "phone": "13900000001", "party": 2, "audience": "parents", "consent": True}
    status, _headers, told = site.ask(
        "/api/v1/sessions/MORNING234/bookings", "POST", json.dumps(wish),
        Content_Type="application/json", Idempotency_Key="copies-0001",
    )  # fmt: skip
    assert status == 201, told
    for path, page in before.items():
        answers = [site.ask(path) for _time in range(TIMES)]
        if (
            len({headers.get("cache-status") for _s, headers, _b in answers}) > 1
        ):  # the minute has passed meanwhile
            answers = [(200, {"cache-status": ""}, site.warm(path).encode())]
        assert {body.decode() for _s, _h, body in answers} == {page}
    _status, headers, body = site.ask(asked)
    assert (json.loads(body)["MORNING234"]["text"], headers["cache-control"]) == ("余 18 席", "no-store")


def test_the_clock_moves_what_is_over(site: Site, now: datetime) -> None:
    day = f"/days/{now:%Y-%m-%d}/"
    assert "已结束" not in site.warm(day)
    late = now.replace(hour=23)
    (site.folder / "clock").write_text(str((late - timezone.now()).total_seconds()))
    assert [page.count("已结束") for page in site.pages(day)] == [2] * TIMES
    (site.folder / "clock").write_text(str((late + timedelta(days=1) - timezone.now()).total_seconds()))
    assert ["这一天已经过去" in page for page in site.pages(day)] == [True] * TIMES


def test_headers_are_those_of_django(site: Site) -> None:
    path = "/activities/pottery/"
    site.warm(path)
    kept, made = site.ask(path), site.ask(path, Cookie="messages=x")
    own = {"cache-status", "vary", "date", "content-security-policy"}
    assert kept[2] == made[2]
    assert {n: v for n, v in kept[1].items() if n not in own} == {
        n: v for n, v in made[1].items() if n not in own
    }
    policies = [sorted(answer[1]["content-security-policy"].split("; ")) for answer in (kept, made)]
    assert policies[0] == policies[1]
    assert "cache-status" not in made[1]
    etag = kept[1]["etag"]
    for answer in (site.ask(path, If_None_Match=etag), site.ask(path, If_None_Match=f'"x", {etag}')):
        assert (answer[0], answer[2], answer[1]["etag"]) == (304, b"", etag)
    assert site.ask(path, If_None_Match='"other"')[0] == 200
    head = site.ask(path, "HEAD")
    assert (head[0], head[2], head[1]["content-length"]) == (200, b"", str(len(kept[2])))
    assert (site.ask(path, "POST")[0], "cache-status" in site.ask(path)[1]) == (403, True)


def test_who_is_signed_in_gets_no_copy(site: Site) -> None:
    site.warm("/")
    assert "cache-status" not in site.ask("/", Cookie="sessionid=abc")[1]
    assert "cache-status" not in site.ask("/", HX_Request="true")[1]
    assert "cache-status" in site.ask("/", Cookie="my_week=MORNING234; csrftoken=abc")[1]
    assert site.ask("/en/")[2] != site.ask("/")[2]


def test_compressed_for_those_who_take_it(site: Site) -> None:
    site.warm("/")
    packed, plain = site.ask("/", Accept_Encoding="br, gzip"), site.ask("/")
    assert packed[1]["content-encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == plain[2]
    assert (plain[1]["vary"], packed[1]["vary"]) == ("Accept-Encoding", "Accept-Encoding")
