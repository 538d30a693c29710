"""What the desk shows to whom, and the stations of the rehearsal clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Membership
from skillweek.organisations.rules import RIGHTS, Right
from skillweek.plan.models import Edition, Phase

#: days that a notice without a date of its own may lie unsigned
NOTICE_DAYS = 5
#: days before a date from which on it is near
SOON_DAYS = 3


@dataclass(frozen=True)
class NavItem:
    """A link of the desk's navigation and the rights of which one is enough to see it; none: everyone.

    ``city``: only for officers of the city itself. ``key``: the letter that goes there after a g. ``governs``: names of
    pages below it whose address stands apart.
    """

    label: str | Promise
    url_name: str
    icon: str
    rights: frozenset[Right] = frozenset()
    city: bool = False
    key: str = ""
    governs: frozenset[str] = frozenset()


SAFETY_PAGES = frozenset({
    "programme:spending", "programme:crowds", "programme:new_crowd_rule", "programme:end_crowd_rule",
    "booking:crowd_over",
})  # fmt: skip
SURVEY_PAGES = frozenset({"booking:survey_activity"})
UNIT_PAGES = frozenset({"organisations:venue", "organisations:venue_windows"})
GAINS_PAGES = frozenset({"booking:gains_without"})
FAIR_PAGES = frozenset({"booking:fair", "booking:fair_signs", "booking:employer_answer"})
BOOKING_PAGES = frozenset({
    "booking:visit", "booking:question", "booking:call_offs", "booking:new_call_off", "booking:call_off_session",
    "booking:call_off", "booking:quotas", "booking:new_quota", "booking:quota", "booking:drop_quota",
    "booking:stations", "booking:new_station", "booking:station", "booking:route", "booking:media",
})  # fmt: skip
DOOR_PAGES = frozenset({
    "booking:gate_devices", "booking:add_gate_device", "booking:conflicts", "booking:incidents",
    "booking:report_incident", "booking:close_incident", "booking:absences", "booking:excuse",
    "booking:card_check",
})  # fmt: skip

NAV = (
    NavItem(_("待办"), "desk:home", "inbox", key="i"),
    NavItem(_("方案"), "plan:desk", "policy", frozenset({Right.SEE}), key="p"),
    NavItem(_("通知"), "plan:desk_notices", "mail", frozenset({Right.EDIT, Right.REVIEW}), key="n"),
    NavItem(_("任务"), "plan:desk_duties", "flag", frozenset({Right.SEE}), key="d"),
    NavItem(_("活动"), "programme:desk_list", "calendar", frozenset({Right.EDIT, Right.REVIEW}), key="a"),
    NavItem(
        _("安全与限流"), "programme:permits", "warn", frozenset({Right.REVIEW}), key="l", governs=SAFETY_PAGES
    ),
    NavItem(_("启动仪式"), "ceremonies:overview", "stage", frozenset({Right.EDIT, Right.REVIEW}), key="y"),
    NavItem(_("覆盖"), "coverage:matrix", "grid", frozenset({Right.REVIEW}), key="c"),
    NavItem(_("排人"), "coverage:people", "user", frozenset({Right.EDIT}), key="e"),
    NavItem(_("周历"), "schedule:board", "clock", frozenset({Right.MANAGE}), key="b"),
    NavItem(
        _("场次预约"),
        "booking:desk_sessions",
        "ticket",
        frozenset({Right.EDIT, Right.GATE}),
        key="s",
        governs=BOOKING_PAGES,
    ),
    NavItem(_("用人单位展位"), "booking:fairs", "flag", frozenset({Right.EDIT}), key="f", governs=FAIR_PAGES),
    NavItem(
        _("人人有收获"), "booking:gains", "grid", frozenset({Right.REVIEW}), key="x", governs=GAINS_PAGES
    ),
    NavItem(
        _("来访者评价"),
        "booking:survey_results",
        "chart",
        frozenset({Right.SEE}),
        key="z",
        governs=SURVEY_PAGES,
    ),
    NavItem(_("入口核验"), "booking:gate", "qr", frozenset({Right.GATE}), key="g", governs=DOOR_PAGES),
    NavItem(_("便民与志愿"), "volunteering:desk_points", "service", frozenset({Right.VOLUNTEERS}), key="v"),
    NavItem(_("云上校园与宣传"), "review:shelf", "panorama", frozenset({Right.EDIT, Right.REVIEW}), key="w"),
    NavItem(_("材料报送"), "collection:desk", "box", frozenset({Right.EDIT, Right.REVIEW}), key="m"),
    NavItem(_("发件箱"), "messaging:outbox", "phone", frozenset({Right.MANAGE}), key="o"),
    NavItem(_("数据与总结"), "report:desk", "chart", frozenset({Right.MANAGE}), city=True, key="r"),
    NavItem(
        _("单位与人员"), "organisations:desk", "people", frozenset({Right.SEE}), key="u", governs=UNIT_PAGES
    ),
    NavItem(
        _("修改记录"),
        "desk:journal",
        "history",
        frozenset({Right.REVIEW}),
        key="h",
        governs=frozenset({"desk:history"}),
    ),
)


def allowed(roles: Iterable[str]) -> list[NavItem]:
    """The links for a person with ``roles``."""
    held = set(roles)
    rights = {right for role in held for right in RIGHTS.get(role, ())}
    found = [item for item in NAV if not item.rights or item.rights & rights]
    return [item for item in found if not item.city or Membership.Role.CITY_OFFICER in held]


@dataclass(frozen=True)
class Station:
    """A moment of the edition that the rehearsal clock can be set to."""

    key: str
    label: str | Promise
    moment: datetime


def stations(edition: Edition, phases: Iterable[Phase]) -> list[Station]:
    """The seven stations, from the edition's own dates and phases."""
    zone = ZoneInfo(edition.time_zone)
    begins = {phase.name: phase.starts_at.astimezone(zone).date() for phase in phases}
    middle = edition.starts + (edition.ends - edition.starts) / 2
    week = edition.starts - timedelta(days=7)
    plan = begins.get(Phase.Name.REGISTER, week - timedelta(days=14)) + timedelta(days=2)

    def at(day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), zone)

    return [
        Station(
            "plan",
            _("筹备"),
            at(plan, 10),
        ),
        Station("publish", _("预约开放"), at(begins.get(Phase.Name.PUBLISH, week), 9)),
        Station("opening", _("启动当天上午"), at(edition.starts, 9)),
        Station("middle", _("周中"), at(middle, 10)),
        Station("last", _("最后一天"), at(edition.ends, 15)),
        Station("deadline", _("报送截止"), at(edition.deadline, 16)),
        Station("after", _("之后"), at(edition.deadline + timedelta(days=8), 10)),
    ]


def current_station(found: Iterable[Station], now: datetime) -> str:
    """Key of the last station that has come by ``now``; empty before the first."""
    passed = [station.key for station in found if station.moment <= now]
    return passed[-1] if passed else ""
