"""Who is behind: counted from rows, by unit, only in one's own scope; and where the year stands."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.collection.models import Call, ItemRule
from skillweek.common import clock
from skillweek.desk import queries
from skillweek.organisations.actions import add_unit
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, MaterialKind, Recipient
from skillweek.plan.tests.factories import make_duty, make_sent_notice
from skillweek.programme.actions import decide_activity, submit_activity
from skillweek.programme.tests.factories import make_activity, make_session

SignIn = Callable[[User], Client]


@pytest.fixture
def overdue(
    edition: Edition, county: Organisation, school: Organisation, venue: Venue, he: User, zhou: User,
    now: datetime,
) -> None:  # fmt: skip
    """School A has a late duty, an unsigned notice and no material; its county has let an activity wait."""
    make_duty(edition, school, parameter="online", due=date(2021, 5, 20))
    make_sent_notice(edition, school, sign_by=date(2021, 5, 21))
    call = Call.objects.create(
        edition=edition, title="图片", opens=date(2021, 5, 1), deadline=date(2021, 5, 22)
    )
    kind = MaterialKind.objects.get(edition=edition, code="photo")
    ItemRule.objects.create(call=call, kind=kind, minimum=3, media_types="image/png")
    activity = make_activity(school, edition, state="draft", title="等了很久")
    make_session(activity, starts=now + timedelta(days=1), venue=venue)
    with clock.frozen(now - timedelta(days=4)):
        submit_activity(activity=activity, by=he)


def found(user: User, edition: Edition) -> list[tuple[str, list[int], date]]:
    rows = queries.behind(user, edition)
    return [(row.unit.code, [number for _sort, number in row.numbers], row.oldest) for row in rows]


@pytest.mark.usefixtures("overdue")
def test_by_unit_the_longest_late_first(
    edition: Edition,
    other_school: Organisation,
    other_county: Organisation,
    lin: User,
    zhou: User,
    he: User,
    wu: User,
) -> None:
    mine = [
        ("school-a", [1, 1, 3, 0], date(2021, 5, 20)), ("yexian", [0, 0, 3, 1], date(2021, 5, 22)),
    ]  # fmt: skip
    beside = [(code, [0, 0, 3, 0], date(2021, 5, 22)) for code in ("baofeng", "school-b")]
    assert found(zhou, edition) == mine
    assert sorted(found(lin, edition)) == sorted(mine + beside)
    assert found(he, edition) == mine[:1]
    assert found(wu, edition) == beside[1:]


@pytest.mark.usefixtures("overdue")
def test_what_is_done_is_not_late(edition: Edition, school: Organisation, zhou: User, now: datetime) -> None:
    Recipient.objects.update(state=Recipient.State.ACKNOWLEDGED, acknowledged_at=now)
    activity = school.activities.get()
    decide_activity(activity=activity, by=zhou, approve=True)
    assert [(code, numbers) for code, numbers, _day in found(zhou, edition)] == [
        ("school-a", [1, 0, 3, 0]), ("yexian", [0, 0, 3, 0]),
    ]  # fmt: skip


def test_a_notice_without_a_date_may_lie_for_some_days(
    edition: Edition, school: Organisation, zhou: User, now: datetime
) -> None:
    make_sent_notice(edition, school, sent_at=now - timedelta(days=5))
    assert found(zhou, edition) == []
    with clock.frozen(now + timedelta(hours=1)):
        assert found(zhou, edition) == [("school-a", [0, 1, 0, 0], date(2021, 5, 23))]


@pytest.mark.usefixtures("overdue")
def test_the_pages(
    edition: Edition,
    school: Organisation,
    other_school: Organisation,
    zhou: User,
    he: User,
    wu: User,
    sign_in: SignIn,
) -> None:
    county = sign_in(zhou)
    page = county.get("/desk/late/")
    assert ([row.unit.code for row in page.context["page"]], "2 个单位有逾期的事" in page.text) == (
        ["school-a", "yexian"], True,
    )  # fmt: skip
    only = county.get("/desk/late/?sort=reviews")
    assert [row.unit.code for row in only.context["page"]] == ["yexian"]
    unit = county.get("/desk/late/school-a/")
    assert f"/desk/duties/remind/?unit={school.code}" in unit.text, "the way to urge"
    assert (len(unit.context["late"].notices), unit.context["late"].urgeable) == (1, set())
    assert "等了很久" in county.get("/desk/late/yexian/").text
    mine = sign_in(he).get("/desk/late/school-a/")
    assert (mine.status_code, "催办" in mine.text) == (200, False)
    for path in ("/desk/late/school-a/", "/desk/late/yexian/", "/desk/late/nowhere/"):
        assert sign_in(wu).get(path).status_code == 404
    assert "谁落后了" in county.get("/desk/").text


@pytest.mark.parametrize("number", [1, 3])
def test_the_cost_does_not_grow_with_units(
    number: int, edition: Edition, county: Organisation, overdue: None, lin: User,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    for n in range(number):
        unit = add_unit(parent=county, kind=county.kind, code=f"u{n}", name=f"示例-{n}")
        make_duty(edition, unit, parameter="online", due=date(2021, 5, 20), path=f"9.{n}")
        make_sent_notice(edition, unit, sign_by=date(2021, 5, 21))
    with django_assert_num_queries(17):
        queries.behind(lin, edition)


def test_without_an_edition_nobody_is_late(lin: User, sign_in: SignIn) -> None:
    page = sign_in(lin).get("/desk/late/")
    assert (page.status_code, "没有单位逾期" in page.text) == (200, True)
    assert sign_in(lin).get("/desk/late/pds/").status_code == 404


@pytest.mark.parametrize(
    ("at", "current", "following"),
    [("2021-04-01", None, "plan"), ("2021-05-16", "publish", "run"), ("2021-07-01", "archive", None)],
)
def test_the_phase_clock(at: str, current: str | None, following: str | None, edition: Edition) -> None:
    with clock.frozen(datetime.fromisoformat(f"{at}T09:00:00+08:00")):
        found = queries.phase_clock(edition)
    assert (found.current.phase.name if found.current else None) == current
    assert (found.following.name if found.following else None) == following
    assert [one.phase.name for one in found.milestones] == [
        "plan", "register", "publish", "run", "collect", "archive",
    ]  # fmt: skip


def test_an_empty_inbox_says_what_comes_next(
    edition: Edition, he: User, now: datetime, sign_in: SignIn
) -> None:
    page = sign_in(he).get("/desk/").text
    assert ("今天没有要办的事" in page, "5 月 29 日 星期六进入材料报送阶段" in page) == (True, True)
