"""The one cast of all tests: 林 city officer, 周 county officer, 何 school A, 吴 school B (the stranger),
赵 volunteer leader, 门 gate; the city 平顶山 with two counties, and an edition in its middle."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.actions import add_unit, add_venue, ensure_kinds, grant
from skillweek.organisations.models import Membership, Organisation, Venue
from skillweek.plan.models import ActivityKind, Audience, Edition, MaterialKind, Phase, ServiceKind, Topic

ZONE = ZoneInfo("Asia/Shanghai")
PASSWORD = "skillweek-demo"
Role = Membership.Role


@pytest.fixture(autouse=True)
def _chinese() -> None:
    """Every test begins in the first language, whatever the one before it asked for."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def now() -> Iterator[datetime]:
    """The clock stands at 09:00 on the second day of the Week."""
    with clock.frozen(datetime(2021, 5, 23, 9, 0, tzinfo=ZONE)) as moment:
        yield moment


@pytest.fixture
def city(db: None) -> Organisation:
    kind = ensure_kinds()["city-bureau"]
    return Organisation.objects.create(
        kind=kind, code="pds", name="平顶山市教育体育局", short_name="市教体局"
    )


def _unit(parent: Organisation, kind: str, code: str, name: str) -> Organisation:
    return add_unit(parent=parent, kind=ensure_kinds()[kind], code=code, name=name, short_name=name[:6])


@pytest.fixture
def county(city: Organisation) -> Organisation:
    return _unit(city, "county-bureau", "yexian", "叶县教育体育局")


@pytest.fixture
def other_county(city: Organisation) -> Organisation:
    return _unit(city, "county-bureau", "baofeng", "宝丰县教育体育局")


@pytest.fixture
def school(county: Organisation) -> Organisation:
    return _unit(county, "vocational-school", "school-a", "示例-叶县职业教育中心")


@pytest.fixture
def other_school(other_county: Organisation) -> Organisation:
    return _unit(other_county, "vocational-school", "school-b", "示例-宝丰县职业教育中心")


def _person(username: str, name: str, organisation: Organisation, role: str) -> User:
    user = create_user(username=username, name=name, password=PASSWORD)
    grant(user=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def lin(city: Organisation) -> User:
    return _person("city", "林示例", city, Role.CITY_OFFICER)


@pytest.fixture
def zhou(county: Organisation) -> User:
    return _person("county-yexian", "周示例", county, Role.COUNTY_OFFICER)


@pytest.fixture
def he(school: Organisation) -> User:
    return _person("school-a", "何示例", school, Role.SCHOOL_EDITOR)


@pytest.fixture
def wu(other_school: Organisation) -> User:
    return _person("school-b", "吴示例", other_school, Role.SCHOOL_EDITOR)


@pytest.fixture
def zhao(school: Organisation) -> User:
    return _person("volunteer", "赵示例", school, Role.VOLUNTEER_LEADER)


@pytest.fixture
def men(school: Organisation) -> User:
    return _person("gate", "门示例", school, Role.GATE_STAFF)


@pytest.fixture
def edition(city: Organisation) -> Edition:
    """The 2021 week with its phases and code lists."""
    made = Edition.objects.create(
        city=city, slug="pds-2021", year=2021, name="平顶山市2021年职业教育活动周", name_en="Pingdingshan Week 2021",
        theme="技能：让生活更美好", theme_en="Skills make life better",
        starts=date(2021, 5, 22), ends=date(2021, 5, 28), deadline=date(2021, 6, 2),
    )  # fmt: skip
    for name, month, day in (("plan", 4, 26), ("register", 4, 28), ("publish", 5, 15), ("run", 5, 22),
                             ("collect", 5, 29), ("archive", 6, 16)):  # fmt: skip
        Phase.objects.create(edition=made, name=name, starts_at=datetime(2021, month, day, tzinfo=ZONE))
    lists = {
        ActivityKind: (
            "launch 启动仪式", "online 线上体验", "admissions 招生咨询", "campus 校园体验日", "service 便民服务",
        ),
        Audience: ("parents 家长", "pupils 学生", "residents 居民", "employers 用人单位", "media 媒体"),
        Topic: ("policy 方针政策", "conference 大会精神", "results 改革成果", "models 典型人物"),
        ServiceKind: ("appliances 家电维修保养", "care 健康护理"),
        MaterialKind: ("summary 活动周总结", "case 典型案例", "photo 照片", "video 视频"),
    }  # fmt: skip
    for model, entries in lists.items():
        for position, (code, label) in enumerate(entry.split() for entry in entries):
            model.objects.create(
                edition=made, code=code, label=label, label_en=code.title(), position=position
            )
    return made


@pytest.fixture
def venue(school: Organisation) -> Venue:
    """A whole building: several activities at once are no clash."""
    return add_venue(owner=school, name="实训楼", address="叶县示例路1号", capacity=200, shared=True)


@pytest.fixture
def room(school: Organisation) -> Venue:
    """One room: it holds one public session at a time."""
    return add_venue(owner=school, name="报告厅", address="叶县示例路1号", capacity=200)


@pytest.fixture
def sign_in(client: Client):  # type: ignore[no-untyped-def]  # returns a function
    """``sign_in(user)`` gives a client signed in as that person."""

    def enter(user: User) -> Client:
        mine = Client()
        mine.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return mine

    return enter
