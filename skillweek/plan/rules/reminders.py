"""Rules of reminders: when one fires, how it reads."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from skillweek.messaging.rules import MessageKind

#: a reminder whose day is further back than this does not fire: nobody is reminded of what is long past
GRACE = timedelta(days=3)
#: local hours in which reminders go out
FIRST_HOUR, LAST_HOUR = 8, 20

#: the one message that collects what somebody's units still owe
REMINDER = MessageKind(
    key="reminder",
    label=_("任务提醒"),
    variables={
        "name": _("收信人姓名"), "week": _("活动周名称"), "count": _("几项任务"), "list": _("任务清单，一行一项"),
        "first": _("最早的截止日期"), "link": _("任务页面的地址"),
    },
    subject=_("提醒：{{ count }} 项活动周任务还没完成"),
    body=_(
        "{{ name }}：\n\n{{ week }}还有 {{ count }} 项任务没有完成：\n{{ list }}\n\n"
        "请打开下面的地址查看并办理。已经提交、正在等审核的，请联系审核单位。\n{{ link }}\n"
    ),
)  # fmt: skip


def fires(day: date, today: date) -> bool:
    """True when a reminder meant for ``day`` goes out ``today``."""
    return day <= today <= day + GRACE


def awake(moment: datetime) -> bool:
    """True when people may be written to at ``moment`` (local)."""
    return FIRST_HOUR <= moment.hour < LAST_HOUR
