"""Founding an edition, changing its head, moving its dates."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.models import Edition, Phase, ThemeDay
from skillweek.plan.queries.parts import Outside, outside
from skillweek.plan.tests.factories import make_duty

SignIn = Callable[[User], Client]
ZONE = ZoneInfo("Asia/Shanghai")
WEEK = {"starts": date(2022, 5, 8), "ends": date(2022, 5, 14), "deadline": date(2022, 5, 20)}
FACTS = {
    "name": "平顶山市2022年职业教育活动周",
    "theme": "成就出彩人生",
    "mailbox": "week@example.org",
} | WEEK
TYPED = {name: value.isoformat() if isinstance(value, date) else value for name, value in FACTS.items()}


def test_a_new_edition_has_phases_and_presets(city: Organisation, lin: User, now: datetime) -> None:
    made = actions.create_edition(city=city, by=lin, facts=FACTS)
    assert (made.slug, made.year, made.city) == ("pds-2022", 2022, city)
    lists = {name: queries.entries(made, name).count() for name in
             ("kinds", "audiences", "topics", "services", "materials", "tags", "theme-days")}  # fmt: skip
    assert lists == {
        "kinds": 5,
        "audiences": 6,
        "topics": 4,
        "services": 9,
        "materials": 5,
        "tags": 6,
        "theme-days": 0,
    }
    assert queries.calendar(made).days == {
        "plan": date(2021, 5, 23), "register": date(2022, 4, 14), "publish": date(2022, 5, 1),
        "run": date(2022, 5, 8), "collect": date(2022, 5, 15), "archive": date(2022, 6, 3),
    }  # fmt: skip


def test_the_same_name_twice_is_refused(city: Organisation, lin: User, now: datetime) -> None:
    actions.create_edition(city=city, by=lin, facts=FACTS)
    with pytest.raises(actions.EditionError, match="已经有同名的一届") as problem:
        actions.create_edition(city=city, by=lin, facts=FACTS)
    assert (problem.value.field, Edition.objects.count()) == ("name", 1)
    second = actions.create_edition(city=city, by=lin, facts=FACTS | {"name": "另一届"})
    assert second.slug == "pds-2022-2"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"ends": date(2022, 5, 7)}, "ends", "结束日期早于开始日期"),
        ({"ends": date(2022, 8, 8), "deadline": date(2022, 9, 1)}, "ends", "一届最多 62 天，请核对日期"),
        ({"deadline": date(2022, 5, 7)}, "deadline", "报送截止早于活动开始，请核对"),
    ],
)
def test_dates_that_contradict(
    changed: dict[str, Any], field: str, sentence: str, city: Organisation, lin: User, now: datetime
) -> None:
    with pytest.raises(actions.EditionError, match=sentence) as problem:
        actions.create_edition(city=city, by=lin, facts=FACTS | changed)
    assert (problem.value.field, Edition.objects.count()) == (field, 0)


def test_only_the_city_founds(city: Organisation, county: Organisation, zhou: User, now: datetime) -> None:
    for unit in (city, county):
        with pytest.raises(actions.EditionError, match="只有市级管理员"):
            actions.create_edition(city=unit, by=zhou, facts=FACTS)
    assert Edition.objects.count() == 0


def test_the_first_edition_waits_in_the_inbox(
    city: Organisation, lin: User, zhou: User, he: User, now: datetime, sign_in: SignIn
) -> None:
    desk = sign_in(lin).get("/desk/")
    assert 'href="/desk/plan/editions/new/"' in desk.text
    assert "新建一届活动周" in desk.text
    assert "新建一届活动周" in sign_in(lin).get("/desk/plan/").text
    for user in (zhou, he):
        assert "新建一届活动周" not in sign_in(user).get("/desk/").text
        assert "新建一届活动周" not in sign_in(user).get("/desk/plan/").text
    actions.create_edition(city=city, by=lin, facts=FACTS)
    assert "/desk/plan/editions/new/" not in sign_in(lin).get("/desk/").text


def test_through_the_pages(city: Organisation, lin: User, now: datetime, sign_in: SignIn) -> None:
    officer = sign_in(lin)
    assert "还没有活动周" in officer.get("/desk/plan/editions/").text
    assert officer.get("/desk/plan/editions/new/").status_code == 200
    wrong = officer.post("/desk/plan/editions/new/blank/", TYPED | {"ends": "2022-05-01", "name": "留下来"})
    assert (wrong.status_code, "留下来" in wrong.text, "结束日期早于开始日期" in wrong.text) == (
        422,
        True,
        True,
    )
    made = officer.post("/desk/plan/editions/new/blank/", TYPED)
    assert made.headers["Location"] == "/desk/plan/editions/pds-2022/"
    page = officer.get(made.headers["Location"]).text
    assert "成就出彩人生" in page
    assert "公众网站正在显示" in page
    assert "成就出彩人生" in Client().get("/").text
    assert "平顶山市2022年职业教育活动周" in officer.get("/desk/plan/editions/").text


def test_the_head_is_changed_and_noted(edition: Edition, lin: User, now: datetime, sign_in: SignIn) -> None:
    address = f"/desk/plan/editions/{edition.slug}/head/"
    officer = sign_in(lin)
    typed = {
        "name": edition.name,
        "theme": "新主题",
        "reminder_limit": "2",
        "retention_days": "30",
        "lead": "来吧。",
    }
    assert officer.post(address, typed | {"name": ""}).status_code == 422
    for _time in range(2):
        assert officer.post(address, typed).status_code == 302
    edition.refresh_from_db()
    assert (edition.theme, edition.reminder_limit, edition.starts) == ("新主题", 2, date(2021, 5, 22))
    page = officer.get(f"/desk/plan/editions/{edition.slug}/").text
    assert "技能：让生活更美好</del> <ins>新主题" in page
    assert "林示例" in page


def test_strangers_see_none_of_it(edition: Edition, zhou: User, he: User, sign_in: SignIn) -> None:
    for user in (zhou, he):
        client = sign_in(user)
        for path in (
            "",
            "new/",
            "new/blank/",
            f"{edition.slug}/",
            f"{edition.slug}/dates/",
            f"{edition.slug}/head/",
        ):
            assert client.get(f"/desk/plan/editions/{path}").status_code == 404
        assert client.post(f"/desk/plan/editions/{edition.slug}/head/", {"name": "x"}).status_code == 404
    with pytest.raises(actions.EditionError, match="只有市级管理员"):
        actions.edit_edition(edition=edition, by=zhou, facts={"theme": "x"})
    edition.refresh_from_db()
    assert edition.theme == "技能：让生活更美好"


def _move(edition: Edition, lin: User, days: int = 7, **more: Any) -> int:
    shift = timedelta(days=days)
    return actions.move_edition(
        edition=edition, by=lin, starts=edition.starts + shift, ends=edition.ends + shift,
        deadline=edition.deadline + shift, **more,
    )  # fmt: skip


def test_moving_takes_phases_theme_days_and_duties_along(
    edition: Edition, school: Organisation, lin: User, now: datetime
) -> None:
    ThemeDay.objects.create(
        edition=edition, code="craft", label="工匠日", label_en="Crafts", day=date(2021, 5, 24)
    )
    hanging = make_duty(edition, school, anchor="ends", offset_days=-1, due=date(2021, 5, 27))
    fixed = make_duty(edition, school, parameter="online", due=date(2021, 5, 27))
    assert _move(edition, lin) == 1
    edition.refresh_from_db()
    hanging.refresh_from_db()
    fixed.refresh_from_db()
    assert (edition.starts, edition.ends, edition.deadline) == (
        date(2021, 5, 29),
        date(2021, 6, 4),
        date(2021, 6, 9),
    )
    assert (hanging.due, fixed.due) == (date(2021, 6, 3), date(2021, 5, 27))
    assert ThemeDay.objects.get().day == date(2021, 5, 31)
    assert queries.calendar(edition).days == {
        "plan": date(2021, 5, 3), "register": date(2021, 5, 5), "publish": date(2021, 5, 22),
        "run": date(2021, 5, 29), "collect": date(2021, 6, 5), "archive": date(2021, 6, 23),
    }  # fmt: skip
    assert edition.events.filter(pgh_label="update").count() == 1


def test_phases_that_stay_and_no_longer_fit_stop_the_move(edition: Edition, lin: User, now: datetime) -> None:
    with pytest.raises(actions.EditionError, match="材料报送阶段的时间对不上") as problem:
        _move(edition, lin, along=False)
    edition.refresh_from_db()
    assert (problem.value.field, edition.starts) == ("along", date(2021, 5, 22))


@pytest.fixture
def lying(monkeypatch: pytest.MonkeyPatch) -> dict[str, Outside]:
    """What the only provider of this test says; filled by the test."""
    said: dict[str, Outside] = {}

    def provider(edition: Edition, starts: date, ends: date) -> Outside:
        return said["answer"] if starts > date(2021, 5, 22) else Outside("场")

    monkeypatch.setattr(outside, "_providers", {"sessions": provider})
    return said


def test_what_the_public_counts_on_stops_the_move(
    edition: Edition, lin: User, now: datetime, lying: dict[str, Outside], sign_in: SignIn
) -> None:
    lying["answer"] = Outside("场活动", firm=3)
    typed = {
        "starts": "2021-05-29",
        "ends": "2021-06-04",
        "deadline": "2021-06-09",
        "along": "on",
        "confirmed": "on",
    }
    answer = sign_in(lin).post(f"/desk/plan/editions/{edition.slug}/dates/", typed)
    assert answer.status_code == 422
    assert "新日期之外还有 3 场活动 已经公布" in answer.text
    edition.refresh_from_db()
    assert edition.starts == date(2021, 5, 22)


def test_drafts_outside_are_shown_and_confirmed(
    edition: Edition, lin: User, now: datetime, lying: dict[str, Outside], sign_in: SignIn
) -> None:
    lying["answer"] = Outside("场还没发布的活动", loose=2, titles=["草稿甲", "草稿乙"])
    officer, address = sign_in(lin), f"/desk/plan/editions/{edition.slug}/dates/"
    typed = {"starts": "2021-05-29", "ends": "2021-06-04", "deadline": "2021-06-09", "along": "on"}
    asked = officer.post(address, typed)
    assert (asked.status_code, "2 场还没发布的活动会落在新日期之外：草稿甲、草稿乙" in asked.text) == (
        422,
        True,
    )
    assert Edition.objects.get().starts == date(2021, 5, 22)
    assert officer.post(address, typed | {"confirmed": "on"}).status_code == 302
    assert Edition.objects.get().starts == date(2021, 5, 29)


def test_an_archived_edition_is_read_only_but_for_its_phases(
    edition: Edition, lin: User, sign_in: SignIn
) -> None:
    with clock.frozen(datetime(2021, 6, 17, 9, tzinfo=ZONE)):
        with pytest.raises(actions.EditionError, match="“改方案和条款”已于 6 月 16 日 截止，现在是归档阶段"):
            actions.edit_edition(edition=edition, by=lin, facts={"theme": "x"})
        page = sign_in(lin).get(f"/desk/plan/editions/{edition.slug}/").text
        assert "“改方案和条款”已于 6 月 16 日 截止" in page
        assert "改名称和主题" not in page
        begins = dict(queries.calendar(edition).begins) | {"archive": datetime(2021, 6, 20, tzinfo=ZONE)}
        actions.set_phases(edition=edition, by=lin, begins=begins)
        assert actions.edit_edition(edition=edition, by=lin, facts={"theme": "又开了"}).theme == "又开了"


def test_next_year_is_prepared_while_this_year_runs(edition: Edition, lin: User, now: datetime) -> None:
    made = actions.create_edition(city=edition.city, by=lin, facts=FACTS)
    assert queries.current_edition() == edition
    with clock.frozen(datetime(2021, 6, 16, tzinfo=ZONE)):
        assert queries.current_edition() == made
    with clock.frozen(datetime(2030, 1, 1, tzinfo=ZONE)):
        assert queries.current_edition() == made
    Phase.objects.filter(name="archive").delete()
    with clock.frozen(datetime(2021, 6, 2, 9, tzinfo=ZONE)):
        assert queries.current_edition() == edition
    with clock.frozen(datetime(2021, 6, 4, tzinfo=ZONE)):
        assert queries.current_edition() == made
