"""The inbox: what waits for whom, the four figures, the links by rights, the way in."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.desk import queries, rules
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.plan.tests.factories import make_duty, make_sent_notice
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.review.actions import submit

SignIn = Callable[[User], Client]


def wait_for_review(owner: Organisation, edition: Edition, title: str) -> Activity:
    activity = make_activity(owner, edition, state=Activity.State.SUBMITTED, title=title)
    submit(target=activity, kind="activity", title=title, owner=owner, by=None)
    return activity


def test_everything_that_waits_by_kind_late_first(
    edition: Edition, county: Organisation, school: Organisation, zhou: User, he: User, now: datetime
) -> None:
    activity = wait_for_review(school, edition, "汝瓷拉坯")
    notice = make_sent_notice(edition, county, school)
    make_duty(edition, county, path="3.1", parameter="launch", due=date(2021, 5, 22))
    make_duty(edition, county)
    piles = queries.inbox(zhou)
    assert [(pile.kind, pile.late, [item.title for item in pile.items]) for pile in piles] == [
        ("方案任务", 1, ["至少一场校园体验日", "至少一场校园体验日"]),
        ("审核活动", 0, ["汝瓷拉坯"]),
        ("签收通知", 0, [notice.title]),
    ]
    assert piles[0].items[0].due == date(2021, 5, 22)
    assert piles[1].items[0].url == activity.get_desk_url()
    assert [(pile.kind, len(pile.items)) for pile in queries.inbox(he)] == [("签收通知", 1)]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.usefixtures("now")
def test_the_inbox_asks_a_constant_number_of_queries(
    number: int, edition: Edition, county: Organisation, school: Organisation, zhou: User,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    for n in range(number):
        wait_for_review(school, edition, f"活动{n}")
        make_sent_notice(edition, county)
        make_duty(edition, county, path=f"3.{n}")
    queries.inbox(zhou)  # content types are read once per process
    with django_assert_num_queries(19):
        queries.inbox(zhou)


def test_figures_of_my_own_units_only(
    edition: Edition, school: Organisation, other_school: Organisation, venue: Venue, lin: User, zhou: User,
    now: datetime,
) -> None:  # fmt: skip
    for owner in (school, other_school):
        make_session(make_activity(owner, edition), starts=now + timedelta(days=1), venue=venue)
        wait_for_review(owner, edition, "待审")
        make_duty(edition, owner, parameter="online", due=date(2021, 5, 22))
    make_sent_notice(edition, school, other_school)
    assert queries.tiles(lin, edition) == queries.Tiles(2, 2, 0, 2, 2, 2)
    assert queries.tiles(zhou, edition) == queries.Tiles(1, 1, 0, 1, 1, 1)


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
    assert everything - names("school_editor") == {"coverage:matrix", "messaging:outbox", "report:desk"}
    assert names("gate_staff") == {"desk:home", "booking:desk_sessions", "booking:gate"}
    assert names("volunteer_leader") == {
        "desk:home", "plan:desk", "plan:desk_duties", "volunteering:desk_points", "organisations:desk",
    }  # fmt: skip
    assert names() == {"desk:home"}


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
        assert queries.inbox(he) == []
