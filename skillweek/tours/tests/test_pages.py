"""Public pages of tours."""

import json
import re
from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.common import registry
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.review.actions import approve_work, submit_work
from skillweek.tours.models import Tour
from skillweek.tours.tests.factories import make_tour


def _publish(tour: Tour, *officers: User) -> Tour:
    submit_work(work=tour, by=None)
    for officer in officers:
        approve_work(work=tour, by=officer)
    return tour


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_only_public_tours_are_seen(
    now: datetime, client: Client, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    shown, hidden = _publish(make_tour(school), zhou, lin), make_tour(school, title="还没走通")
    page = client.get("/tours/").content.decode()
    assert ("走进校园" in page, "还没走通" in page) == (True, False)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(shown.get_absolute_url()).status_code == 200


def test_without_script_every_scene_is_there_as_picture_and_words(
    now: datetime, client: Client, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    tour = _publish(make_tour(school, scenes=3), zhou, lin)
    page = client.get(tour.get_absolute_url()).content.decode()
    data = re.search(r'<script id="tour-data" type="application/json">(.*?)</script>', page)
    assert data is not None
    told = json.loads(data[1])
    assert [scene["title"] for scene in told["scenes"]] == ["场景 0", "场景 1", "场景 2"]
    for scene in told["scenes"]:
        assert f'id="scene-{scene["id"]}"' in page
        assert f'data-tour-scene="{scene["id"]}"' in page
        answer = client.get(scene["panorama"])
        assert answer.getvalue()
        assert answer.status_code == 200
    assert told["labels"]["fullscreen"] == "全屏"


def test_pages_ask_the_database_as_often_for_three_as_for_one(
    now: datetime, client: Client, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    one = _publish(make_tour(school, scenes=2), zhou, lin)
    first = (_queries(client, "/tours/"), _queries(client, one.get_absolute_url()))
    three = _publish(make_tour(school, scenes=4), zhou, lin)
    _publish(make_tour(school), zhou, lin)
    assert (_queries(client, "/tours/"), _queries(client, three.get_absolute_url())) == first


def test_public_tours_are_evidence(
    edition: Edition, school: Organisation, other_school: Organisation, zhou: User, lin: User, now: datetime
) -> None:
    counted = registry.evidence["tours"]
    tour = make_tour(school)
    assert counted(edition) == {}
    _publish(tour, zhou, lin)
    assert counted(edition) == {school.pk: 1}
    assert counted.rows is not None
    assert [row.url for row in counted.rows(edition, "", school)] == [tour.get_absolute_url()]
    assert counted.rows(edition, "", other_school) == []
