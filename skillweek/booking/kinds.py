"""The kinds of messages that booking sends, with their preset texts."""

from django.utils.translation import gettext_lazy as _

from skillweek.messaging.rules import MessageKind

_COMMON = {"when": _("哪天几点"), "title": _("活动名称")}
_SAMPLES = {"when": _("5 月 23 日 10:00"), "title": _("汝瓷拉坯体验")}

CONFIRMED = MessageKind(
    key="booking.confirmed",
    label=_("预约成功"),
    variables=_COMMON
    | {
        "party": _("人数"),
        "code": _("入场码"),
        "link": _("查看或取消的网址"),
        "token": _("网址的最后一段，给不许变量里有网址的服务商用"),
    },
    subject="",
    body=_("已约：{{ when }}《{{ title }}》{{ party }} 人，入场码 {{ code }}。查看或取消：{{ link }}"),
    samples=_SAMPLES
    | {"party": "2", "code": "A2B3C4D5E6", "link": "https://example.org/bookings/…/", "token": "…"},
)
CANCELLED = MessageKind(
    key="booking.cancelled",
    label=_("预约已取消"),
    variables=_COMMON,
    subject="",
    body=_("已取消：{{ when }}《{{ title }}》的预约，名额已让给别人。"),
    samples=_SAMPLES,
)
