"""三（一） 天天有活动、处处有看点、人人有收获: three ways in for the public, and a matrix that shows the gaps."""

import re
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils.html import strip_tags
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.coverage.tasks import solve
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity
from tests.cast import ZONE
from tests.clauses.steps import approve, submit, text, what, when, write_activity

TITLE = "做一只自己的茶盏"


def _publish(first: dict, session: dict, author: Client, *officers: Client) -> None:
    home = write_activity(author, first, session)
    submit(author, home)
    for officer in officers:
        approve(officer, home)


def test_one_activity_is_found_by_day_by_place_and_by_who_one_is(
    now: datetime, edition: Edition, school: Organisation, other_county: Organisation, venue: Venue, he: User,
    zhou: User, lin: User, sign_in,
) -> None:  # fmt: skip
    first = what(edition, school, kind="campus", title=TITLE, audiences="parents residents")
    _publish(first, when(25, "09:00", "10:30", venue), sign_in(he), sign_in(zhou), sign_in(lin))
    visitor = Client()
    ways = {
        True: ("/days/2021-05-25/", "/places/yexian/", "/audiences/parents/", "/audiences/residents/",
               "/schools/school-a/", "/schedule/?day=2021-05-25&place=yexian"),
        False: ("/days/2021-05-24/", "/places/baofeng/", "/audiences/media/", "/schedule/?place=baofeng"),
    }  # fmt: skip
    for there, addresses in ways.items():
        for address in addresses:
            assert (TITLE in text(visitor, address)) is there, address
    for overview in ("/", "/schedule/", "/places/", "/audiences/"):
        assert visitor.get(overview).status_code == 200
    assert TITLE in strip_tags(text(visitor, "/search/?q=茶盏"))


def test_a_gap_is_seen_and_filled(
    edition: Edition, school: Organisation, other_county: Organisation, venue: Venue, he: User, zhou: User,
    lin: User, sign_in,
) -> None:  # fmt: skip
    teacher, county, city = sign_in(he), sign_in(zhou), sign_in(lin)
    target = {"day": "2021-05-25", "place": "yexian", "minimum": "1", "weight": "3"}
    with clock.frozen(datetime(2021, 5, 10, 9, 0, tzinfo=ZONE)):
        assert city.post("/desk/coverage/targets/", target).status_code == 302
        before = text(city, "/desk/coverage/")
        assert (_numbers(before, "叶县教育体育"), _numbers(before, "宝丰县教育体")) == ([0] * 7, [0] * 7)
        assert before.count("<small>差 1</small>") == 1
        assert "目标全部达到" not in before
        first = what(edition, school, kind="campus", title=TITLE)
        _publish(first, when(25, "09:00", "10:30", venue), teacher, county, city)
        after = text(city, "/desk/coverage/")
    assert _numbers(after, "叶县教育体育") == [0, 0, 0, 1, 0, 0, 0]
    assert after.count("<small>差 1</small>") == 0
    assert "目标全部达到" in after
    people = text(city, "/desk/coverage/?rows=place&columns=audience")
    assert _numbers(people, "叶县教育体育") == [1, 0, 0, 0, 0]


def test_the_planner_moves_what_may_move_into_a_gap(
    edition: Edition, school: Organisation, venue: Venue, he: User, zhou: User, lin: User, sign_in
) -> None:
    teacher, county, city = sign_in(he), sign_in(zhou), sign_in(lin)
    with clock.frozen(datetime(2021, 5, 10, 9, 0, tzinfo=ZONE)):
        for starts, ends in (("09:00", "10:30"), ("14:00", "15:30")):
            first = what(edition, school, kind="campus", title=f"{TITLE} {starts}")
            _publish(first, when(25, starts, ends, venue, movable="on"), teacher, county, city)
        for day in ("2021-05-25", "2021-05-26"):
            city.post(
                "/desk/coverage/targets/",
                {"day": day, "place": "yexian", "minimum": "1", "weight": "3"},
            )
        assert text(city, "/desk/coverage/").count("<small>差 1</small>") == 1
        asked = _planner_form(text(city, "/desk/coverage/plan/"))
        assert asked["moves"] == [
            str(pk) for pk in Activity.objects.order_by("title").values_list("pk", flat=True)
        ]
        proposal = city.post("/desk/coverage/plan/", asked).headers["Location"]
        assert "等待计算" in text(city, proposal)
        _work()
        assert TITLE in text(city, proposal)
        assert TITLE in text(county, proposal)
        city.post(f"{proposal}commit/", {"all": "1"})
        assert "目标全部达到" in text(city, "/desk/coverage/")
        assert TITLE in text(Client(), "/days/2021-05-26/")
        assert TITLE in text(Client(), "/days/2021-05-25/")


def test_every_school_has_a_highlight_and_observers_see_them(
    edition: Edition, school: Organisation, other_school: Organisation, venue: Venue, he: User, zhou: User,
    lin: User, sign_in,
) -> None:  # fmt: skip
    teacher, county, city = sign_in(he), sign_in(zhou), sign_in(lin)
    Venue.objects.filter(pk=venue.pk).update(latitude=33.6, longitude=113.3)
    with clock.frozen(datetime(2021, 5, 10, 9, 0, tzinfo=ZONE)):
        city.post("/desk/coverage/targets/", {"host": "*", "highlight": "on", "minimum": "1", "weight": "2"})
        assert "2 处没有达到，共差 2 场" in text(city, "/desk/coverage/gaps/")
        _publish(what(edition, school, kind="campus", title=TITLE), when(25, "09:00", "10:30", venue),
                 teacher, county, city)  # fmt: skip
        Activity.objects.update(highlight=True)
        assert "1 处没有达到，共差 1 场" in text(city, "/desk/coverage/gaps/")
        facts = {"name": "观摩一组", "day": "2021-05-25", "start": venue.pk, "starts_at": "08:30", "ends_at": "12:00",
                 "minutes": "40"}  # fmt: skip
        route = city.post("/desk/coverage/routes/new/", facts).headers["Location"]
        assert teacher.get(route).status_code == 404
        city.post(f"{route}share/", {"units": school.pk, "note": ""})
        assert TITLE in text(teacher, route)


def _planner_form(page: str) -> dict[str, Any]:
    """What the form of the planner holds as it is shown."""
    fields = dict(re.findall(r'name="(weight-\d+|spacing|travel)"[^>]*value="(\d+)"', page))
    return {**fields, "seconds": "5", "moves": re.findall(r'name="moves" value="(\d+)" checked', page)}


def _work() -> None:
    """Do what waits for the worker."""
    for job in ProcrastinateJob.objects.filter(task_name="skillweek.coverage.tasks.solve", status="todo"):
        solve(**job.args)


def _numbers(page: str, head: str) -> list[int]:
    """The counts of one line of the matrix, without its sum."""
    line = page.split(f'<th scope="row">{head}</th>')[1].split("</tr>")[0]
    return [int(found) for found in re.findall(r'<a href="/desk/coverage/cell/[^"]*">(\d+)', line)]
