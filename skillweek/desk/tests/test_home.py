"""The inbox: what waits for whom, the four figures, the links by rights, the way in."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.desk import queries, rules
from skillweek.desk.queries import Asked
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.plan.tests.factories import make_duty, make_sent_notice
from skillweek.programme.actions import decide_activity
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.review.actions import submit
from skillweek.review.models import Review

SignIn = Callable[[User], Client]


def wait_for_review(owner: Organisation, edition: Edition, title: str) -> Activity:
    activity = make_activity(owner, edition, state=Activity.State.SUBMITTED, title=title)
    submit(target=activity, kind="activity", title=title, owner=owner, by=None)
    return activity


def shown(user: User, **asked: Any) -> list[tuple[str, str, bool]]:
    return [
        (str(entry.kind.label), entry.item.title, entry.late)
        for entry in queries.inbox(user, Asked(**asked))[:]
    ]


def test_everything_that_waits_late_first_then_by_date(
    edition: Edition, county: Organisation, school: Organisation, zhou: User, he: User, now: datetime
) -> None:
    with clock.frozen(now - timedelta(days=1)):
        activity = wait_for_review(school, edition, "汝瓷拉坯")
    notice = make_sent_notice(edition, county, school)
    make_duty(edition, county, path="3.1", parameter="launch", due=date(2021, 5, 22))
    make_duty(edition, county)
    found = queries.inbox(zhou)
    assert [(pile.kind.key, pile.count, pile.late) for pile in found.piles] == [
        ("duties", 2, 1), ("activity", 1, 0), ("notice", 1, 0),
    ]  # fmt: skip
    assert shown(zhou) == [
        ("方案任务", "至少一场校园体验日", True), ("审核活动", "汝瓷拉坯", False),
        ("方案任务", "至少一场校园体验日", False), ("签收通知", notice.title, False),
    ]  # fmt: skip
    review = found[1]
    assert (review.item.url, review.item.organisation, review.due, review.soon) == (
        activity.get_desk_url(), school.short_name, date(2021, 5, 25), True,
    )  # fmt: skip
    assert [str(entry.kind.action) for entry in found[:]] == ["办理", "审核", "办理", "签收"]
    assert (len(found), queries.waiting_count(zhou)) == (4, 4)
    assert shown(he) == [("签收通知", notice.title, False)]


def test_by_kind_unit_late_and_words(
    edition: Edition, county: Organisation, other_county: Organisation, school: Organisation,
    other_school: Organisation, lin: User, now: datetime,
) -> None:  # fmt: skip
    with clock.frozen(now - timedelta(days=9)):
        old = wait_for_review(school, edition, "汝瓷拉坯")
    wait_for_review(other_school, edition, "剪纸")
    for found in (wait_for_review(county, edition, "启动仪式"), old):
        assert Review.objects.get(object_id=str(found.pk)).state == "waiting"
    assert [title for _kind, title, _late in shown(lin)] == ["汝瓷拉坯", "剪纸", "启动仪式"]
    assert [title for _kind, title, _late in shown(lin, late=True)] == ["汝瓷拉坯"]
    assert [title for _kind, title, _late in shown(lin, unit=county.code)] == ["汝瓷拉坯", "启动仪式"]
    assert [title for _kind, title, _late in shown(lin, unit=school.code)] == ["汝瓷拉坯"]
    assert [title for _kind, title, _late in shown(lin, words=("汝瓷", "叶县"))] == ["汝瓷拉坯"]
    assert (shown(lin, kind="notice"), shown(lin, unit="nowhere"), shown(lin, words=("无",))) == ([], [], [])
    units = [(unit.code, unit.level) for unit in queries.inbox(lin).units]
    assert units == [("pds", 0), ("baofeng", 1), ("school-b", 2), ("yexian", 1), ("school-a", 2)]


def test_what_came_back_says_why(
    edition: Edition, school: Organisation, zhou: User, he: User, now: datetime
) -> None:
    activity = wait_for_review(school, edition, "汝瓷拉坯")
    decide_activity(activity=activity, by=zhou, approve=False, reason="请写明容量")
    (entry,) = queries.inbox(he)[:]
    assert (str(entry.kind.label), str(entry.kind.action), entry.item.note, entry.item.pick) == (
        "退回的活动", "修改后再提交", "请写明容量", "",
    )  # fmt: skip
    assert shown(zhou) == []


def cost(step: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        step()
    return len(asked)


@pytest.mark.usefixtures("now")
def test_the_inbox_asks_as_much_for_three_things_of_each_kind_as_for_one(
    edition: Edition, county: Organisation, school: Organisation, zhou: User
) -> None:
    costs = []
    for number in (1, 2, 3):
        wait_for_review(school, edition, f"活动{number}")
        make_sent_notice(edition, county)
        make_duty(edition, county, path=f"3.{number}")
        queries.inbox(zhou)[:]  # content types are read once per process
        assert (len(queries.inbox(zhou)[:]), queries.waiting_count(zhou)) == (3 * number, 3 * number)
        costs.append((cost(lambda: queries.inbox(zhou)[:]), cost(lambda: queries.waiting_count(zhou))))
    assert costs[0] == costs[1] == costs[2]


def test_the_page_sifts_and_turns_pages(
    edition: Edition, school: Organisation, zhou: User, sign_in: SignIn, now: datetime
) -> None:
    for n in range(31):
        wait_for_review(school, edition, f"活动{n:02}")
    client = sign_in(zhou)
    first, second = client.get("/desk/"), client.get("/desk/?page=2")
    assert (len(first.context["page"]), len(second.context["page"]), first.context["count"]) == (30, 1, 31)
    found = client.get("/desk/?q=活动07&kind=activity&late=")
    assert [entry.item.title for entry in found.context["page"]] == ["活动07"]
    assert (found.context["count"], '<b>31<span class="vh">' in found.text) == (31, True)
    nothing = client.get("/desk/?q=没有&page=9")
    assert (nothing.status_code, "换一个种类或单位试试" in nothing.text) == (200, True)


def test_the_number_stands_beside_the_link_on_every_desk_page(
    edition: Edition, school: Organisation, zhou: User, he: User, sign_in: SignIn, now: datetime
) -> None:
    wait_for_review(school, edition, "汝瓷拉坯")
    for user, expected in ((zhou, True), (he, False)):
        assert ('<b>1<span class="vh">' in sign_in(user).get("/desk/activities/").text) is expected


def test_figures_of_my_own_units_only(
    edition: Edition, school: Organisation, other_school: Organisation, venue: Venue, lin: User, zhou: User,
    now: datetime,
) -> None:  # fmt: skip
    for owner in (school, other_school):
        make_session(make_activity(owner, edition), starts=now + timedelta(days=1), venue=venue)
        wait_for_review(owner, edition, "待审")
        make_duty(edition, owner, parameter="online", due=date(2021, 5, 22))
    make_sent_notice(edition, school, other_school)
    make_sent_notice(edition, school, state="superseded")  # its new version is what counts

    def tiles(user: User) -> queries.Tiles:
        return queries.tiles(user, edition, queries.totals(queries.behind(user, edition))["duties"])

    assert tiles(lin) == queries.Tiles(2, 2, 0, 2, 2, 2)
    assert tiles(zhou) == queries.Tiles(1, 1, 0, 1, 1, 1)


@pytest.mark.parametrize("path", ["/desk/", "/desk/notices/", "/desk/duties/", "/desk/plan/", "/desk/units/"])
def test_who_is_not_signed_in_signs_in_and_comes_back(
    path: str, edition: Edition, he: User, client: Client
) -> None:
    asked = client.get(path)
    assert (asked.status_code, asked["Location"]) == (302, f"/accounts/login/?next={path}")
    signed_in = client.post(asked["Location"], {"login": "school-a", "password": "skillweek-demo"})
    assert (signed_in.status_code, signed_in["Location"]) == (302, path)
    assert client.get(path).status_code == 200


def test_a_person_without_a_role_gets_a_clear_page(db: None, sign_in: SignIn) -> None:
    nobody = create_user(username="nobody", name="示例-新人", password="skillweek-demo")
    page = sign_in(nobody).get("/desk/")
    assert page.status_code == 403
    assert "您已登录，但还没有角色" in page.text


def test_empty(edition: Edition, he: User, sign_in: SignIn) -> None:
    page = sign_in(he).get("/desk/")
    assert (page.status_code, page.context["count"]) == (200, 0)
    assert "都办完了" in page.text


def test_without_an_edition(he: User, sign_in: SignIn) -> None:
    assert sign_in(he).get("/desk/").status_code == 200
    for path in ("/desk/plan/", "/desk/duties/", "/desk/notices/"):
        assert sign_in(he).get(path).status_code == 200


def test_links_by_rights() -> None:
    def names(*roles: str) -> set[str]:
        return {item.url_name for item in rules.allowed(roles)}

    everything = {item.url_name for item in rules.NAV}
    assert names("city_officer") == everything
    assert everything - names("county_officer") == {"report:desk"}
    assert everything - names("school_editor") == {
        "coverage:matrix", "messaging:outbox", "report:desk", "desk:journal", "schedule:board", "programme:permits",
        "booking:gains",
    }  # fmt: skip
    assert names("gate_staff") == {"desk:home", "booking:desk_sessions", "booking:gate"}
    assert names("volunteer_leader") == {
        "desk:home", "plan:desk", "plan:desk_duties", "volunteering:desk_points", "organisations:desk",
        "booking:survey_results",
    }  # fmt: skip
    assert names() == {"desk:home"}


def test_every_link_has_a_letter_of_its_own() -> None:
    keys = [item.key for item in rules.NAV]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 and key.islower() for key in keys)


def test_every_link_leads_somewhere() -> None:
    assert {item.url_name: reverse(item.url_name) for item in rules.NAV}.keys() == {
        item.url_name for item in rules.NAV
    }


def test_gate_staff_are_shown_to_the_gate(edition: Edition, men: User, sign_in: SignIn) -> None:
    page = sign_in(men).get("/desk/")
    assert (page.context["tiles"], "去核验" in page.text) == (None, True)


def test_the_side_shows_only_what_the_person_can_use(
    edition: Edition, lin: User, men: User, sign_in: SignIn
) -> None:
    assert 'href="/desk/report/"' in sign_in(lin).get("/desk/").text
    page = sign_in(men).get("/desk/").text
    assert ('href="/desk/report/"' in page, 'href="/gate/"' in page) == (False, True)


def test_a_moment_in_the_past_shows_only_what_was_there(
    edition: Edition, school: Organisation, he: User, now: datetime
) -> None:
    make_sent_notice(edition, school)
    with clock.frozen(datetime(2021, 5, 1, tzinfo=now.tzinfo)):
        assert shown(he) == []
