"""一、二 Dates and theme are data of the edition, and the front page says where the Week stands by the clock."""

from datetime import date, datetime

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Clause, Edition, ThemeDay
from skillweek.plan.tests.notices import filled, upload
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE
from tests.clauses.steps import text


def _home(*moment: int) -> str:
    with clock.frozen(datetime(*moment, tzinfo=ZONE)):  # type: ignore[misc]  # the numbers of a moment
        return " ".join(text(Client(), "/").split())


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ((2021, 5, 17, 9), "还有 <b>5</b> 天开幕"),
        ((2021, 5, 22, 0), "今天是第 <b>1</b> 天"),
        ((2021, 5, 28, 23, 59), "今天是第 <b>7</b> 天"),
        ((2021, 5, 29, 0), "活动周已经<b>圆满结束</b>"),
    ],
)
def test_before_during_and_after(edition: Edition, moment: tuple[int, ...], sentence: str) -> None:
    page = _home(*moment)
    assert sentence in page
    assert "2021 年 5 月 22 日—28 日" in page
    assert "技能：" in page
    assert "让生活更美好" in page


def test_another_year_is_another_row(edition: Edition) -> None:
    Edition.objects.create(
        city=edition.city, slug="pds-2022", year=2022, name="平顶山市2022年职业教育活动周", theme="技能：成就出彩人生",
        starts=date(2022, 5, 8), ends=date(2022, 5, 14), deadline=date(2022, 5, 20),
    )  # fmt: skip
    page = _home(2022, 5, 7, 9)
    assert "还有 <b>1</b> 天开幕" in page
    assert "2022 年 5 月 8 日—14 日" in page
    assert "成就出彩人生" in page
    assert "让生活更美好" not in page


def test_the_notice_itself_becomes_the_edition(
    now: datetime,
    city: Organisation,
    county: Organisation,
    school: Organisation,
    lin: User,
    he: User,
    sign_in,
) -> None:
    """An officer uploads it, checks what was read, confirms; then the front page and the plan say what it said."""
    officer = sign_in(lin)
    address = upload(officer).headers["Location"]
    page = officer.get(address)
    assert "2022年5月8日至14日" in page.text
    assert "一技在手" not in text(Client(), "/")
    founded = officer.post(address, filled(page) | {"units": ""})
    assert founded.headers["Location"] == "/desk/plan/editions/pds-2022/"
    front = _home(2022, 5, 7, 9)
    assert "还有 <b>1</b> 天开幕" in front
    assert "2022 年 5 月 8 日—14 日" in front
    assert "一技在手" in front
    plan = text(sign_in(he), "/desk/plan/")
    assert plan.index("目的") < plan.index("时间和主题") < plan.index("举办启动仪式")
    assert "2022 年 5 月 20 日" in plan


def test_every_day_of_the_week_has_its_page_and_no_other_day(
    now: datetime, edition: Edition, school: Organisation
) -> None:
    make_session(make_activity(school, edition), starts=now)
    visitor = Client()
    home = text(visitor, "/")
    for on in edition.days:
        assert f'href="/days/{on.isoformat()}/"' in home
        assert visitor.get(f"/days/{on.isoformat()}/").status_code == 200
    assert len(edition.days) == 7
    assert visitor.get("/days/2021-05-21/").status_code == 404
    assert visitor.get("/days/2021-05-29/").status_code == 404


def test_the_theme_in_three_languages(now: datetime, edition: Edition) -> None:
    assert "Skills make life better" in text(Client(), "/en/")
    assert "讓生活更美好" in text(Client(), "/zh-hant/")


def test_a_day_carries_its_own_theme(now: datetime, edition: Edition) -> None:
    ThemeDay.objects.create(
        edition=edition, code="craft", label="工匠日", label_en="Day of crafts", day=date(2021, 5, 24)
    )
    assert "这一天的主题：工匠日" in text(Client(), "/days/2021-05-24/")
    assert "Day of crafts" in text(Client(), "/en/days/2021-05-24/")
    assert "工匠日" not in text(Client(), "/days/2021-05-25/")


def test_the_desk_shows_the_plan_by_its_clauses(now: datetime, edition: Edition, he: User, sign_in) -> None:
    for position, (path, number, heading) in enumerate(
        [("1", "一", "为什么办"), ("2", "二", "什么时候"), ("3.1", "三（一）", "启动仪式")]
    ):
        Clause.objects.create(edition=edition, path=path, number=number, heading=heading, position=position)
    page = text(sign_in(he), "/desk/plan/").split("<main")[1]
    assert page.index("为什么办") < page.index("什么时候") < page.index("启动仪式")
    assert "2021 年 6 月 2 日" in page
    assert Client().get("/desk/plan/").status_code == 302
