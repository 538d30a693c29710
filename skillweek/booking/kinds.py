"""The kinds of messages that booking sends, with their preset texts."""

from typing import Any

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
HELD = MessageKind(
    key="booking.held",
    label=_("预约等确认"),
    variables=CONFIRMED.variables,
    subject="",
    body=_(
        "已收到：{{ when }}《{{ title }}》{{ party }} 人，等主办单位确认，确认后再发短信。查看或取消：{{ link }}"
    ),
    samples=CONFIRMED.samples,
)
REFUSED = MessageKind(
    key="booking.refused",
    label=_("预约没有同意"),
    variables=_COMMON | {"reason": _("原因")},
    subject="",
    body=_("{{ when }}《{{ title }}》的预约，主办单位没有同意：{{ reason }}"),
    samples=_SAMPLES | {"reason": _("这一场只接待本县学生")},
)
CHANGED = MessageKind(
    key="booking.changed",
    label=_("预约已改"),
    variables=_COMMON | {"party": _("人数"), "code": _("入场码")},
    subject="",
    body=_("已改：{{ when }}《{{ title }}》{{ party }} 人，入场码不变：{{ code }}"),
    samples=_SAMPLES | {"party": "2", "code": "A2B3C4D5E6"},
)

_LINK = {"link": _("查看的网址"), "token": _("网址的最后一段，给不许变量里有网址的服务商用")}
_LINK_SAMPLES: dict[str, Any] = {"link": "https://example.org/waiting/…/", "token": "…"}
WAITING = MessageKind(
    key="booking.waiting",
    label=_("候补登记成功"),
    variables=_COMMON | _LINK | {"party": _("人数")},
    subject="",
    body=_("已排队：{{ when }}《{{ title }}》{{ party }} 人。有名额时发短信给您；看前面还有几组：{{ link }}"),
    samples=_SAMPLES | _LINK_SAMPLES | {"party": "3"},
)
OFFERED = MessageKind(
    key="booking.offered",
    label=_("候补有名额了"),
    variables=_COMMON | _LINK | {"party": _("人数"), "until": _("保留到几点")},
    subject="",
    body=_(
        "有名额了：{{ when }}《{{ title }}》{{ party }} 人，为您保留到 {{ until }}。要不要，请点：{{ link }}"
    ),
    samples=_SAMPLES | _LINK_SAMPLES | {"party": "3", "until": _("5 月 22 日 18:00")},
)
LAPSED = MessageKind(
    key="booking.lapsed",
    label=_("候补名额过期"),
    variables=_COMMON | _LINK,
    subject="",
    body=_("{{ when }}《{{ title }}》为您保留的名额没有确认，已给了下一位。还想来：{{ link }}"),
    samples=_SAMPLES | _LINK_SAMPLES,
)
MISSED = MessageKind(
    key="booking.missed",
    label=_("没有约上，有别的场次"),
    variables=_COMMON | _LINK,
    subject="",
    body=_("{{ when }}《{{ title }}》这次没有约上。还有名额的场次：{{ link }}"),
    samples=_SAMPLES | _LINK_SAMPLES,
)
CALLED_OFF = MessageKind(
    key="booking.called_off",
    label=_("活动临时取消"),
    variables={
        "what": _("哪一场"),
        "reason": _("原因"),
        "instead": _("可以改到哪里"),
        "link": _("改到别的场次的网址"),
        "token": _("网址的最后一段，给不许变量里有网址的服务商用"),
    },
    subject="",
    body=_("很抱歉，{{ what }}取消了：{{ reason }}。{{ instead }}{{ link }}"),
    samples={
        "what": _("5 月 23 日 10:00《汝瓷拉坯体验》"),
        "reason": _("雷雨大风"),
        "instead": _("还可以改到 5 月 24 日 10:00《汝瓷拉坯体验》，点开一按就改："),
        "link": "https://example.org/instead/…/",
        "token": "…",
    },
)
THINNED = MessageKind(
    key="booking.thinned",
    label=_("限流，预约没能保留"),
    variables=CALLED_OFF.variables,
    subject="",
    body=_("很抱歉，{{ reason }}，{{ what }}要减少人数，您的预约没能保留。{{ instead }}{{ link }}"),
    samples={**CALLED_OFF.samples, "reason": _("市里通知室内限流")},
)
MOVED = MessageKind(
    key="booking.moved",
    label=_("限流，改到另一场"),
    variables={
        "what": _("哪一场"),
        "reason": _("原因"),
        "to": _("改到哪一场"),
        "link": _("看新的入场码、或者取消的网址"),
        "token": _("网址的最后一段，给不许变量里有网址的服务商用"),
    },
    subject="",
    body=_(
        "{{ reason }}，{{ what }}要减少人数，已为您改到{{ to }}，人数不变。新的入场码，或去不了要取消，请点：{{ link }}"
    ),
    samples={**THINNED.samples, "to": _("5 月 23 日 14:00《汝瓷拉坯体验》")},
)
SURVEY = MessageKind(
    key="booking.survey",
    label=_("来过以后，请评价"),
    variables=_COMMON | _LINK,
    subject="",
    body=_(
        "谢谢您来《{{ title }}》。请用一分钟评价：{{ link }} 不想再收到这样的短信，在同一页点“不再问我”。"
    ),
    samples=_SAMPLES | _LINK_SAMPLES | {"link": "https://example.org/survey/…/"},
)

_DESK = {"title": _("活动名称"), "company": _("用人单位名称")} | _LINK
_DESK_SAMPLES: dict[str, Any] = {
    "title": _("校企合作招聘会"), "company": _("示例-汽车配件厂"), "link": "https://example.org/employers/…/",
    "token": "…",
}  # fmt: skip
DESK_ASKED = MessageKind(
    key="booking.desk_asked",
    label=_("展位申请收到"),
    variables=_DESK,
    subject="",
    body=_("已收到：{{ company }}申请《{{ title }}》的展位，等主办单位答复。查看、修改或取消：{{ link }}"),
    samples=_DESK_SAMPLES,
)
DESK_GIVEN = MessageKind(
    key="booking.desk_given",
    label=_("展位已安排"),
    variables=_DESK | {"number": _("展位号")},
    subject="",
    body=_("《{{ title }}》为{{ company }}安排了 {{ number }} 号展位。来不了请早点取消：{{ link }}"),
    samples=_DESK_SAMPLES | {"number": "A12"},
)
DESK_REFUSED = MessageKind(
    key="booking.desk_refused",
    label=_("展位没有安排"),
    variables=_DESK | {"reason": _("原因")},
    subject="",
    body=_("《{{ title }}》这次没有为{{ company }}安排展位：{{ reason }}"),
    samples=_DESK_SAMPLES | {"reason": _("展位已满")},
)
DESK_CANCELLED = MessageKind(
    key="booking.desk_cancelled",
    label=_("展位申请已取消"),
    variables=_DESK,
    subject="",
    body=_("已取消：{{ company }}在《{{ title }}》的展位。"),
    samples=_DESK_SAMPLES,
)
CODE = MessageKind(
    key="booking.code",
    label=_("预约验证码"),
    variables={"code": _("验证码"), "title": _("活动名称"), "minutes": _("几分钟内有效")},
    subject="",
    body=_(
        "验证码 {{ code }}，用于预约《{{ title }}》，{{ minutes }} 分钟内有效。不是您本人操作，不用理会。"
    ),
    samples={"code": "123456", "title": _("汝瓷拉坯体验"), "minutes": "10"},
)
