"""Kinds of messages that notices send."""

from django.utils.translation import gettext_lazy as _

from skillweek.messaging.rules import MessageKind

VARIABLES = {
    "unit": _("收文单位"), "issuer": _("发文单位"), "title": _("通知标题"), "number": _("发文字号"),
    "request": _("签收要求"), "change": _("修订说明"), "link": _("通知的网址"),
}  # fmt: skip

KINDS = (
    MessageKind(
        key="notice",
        label=_("新通知"),
        variables=VARIABLES,
        subject=_("请签收：{{ title }}"),
        body=_("{{ unit }}：\n\n{{ issuer }}发来通知《{{ title }}》，{{ request }}\n{{ link }}\n"),
    ),
    MessageKind(
        key="notice_revised",
        label=_("通知有新版"),
        variables=VARIABLES,
        subject=_("有新版，请重新签收：{{ title }}"),
        body=_(
            "{{ unit }}：\n\n{{ issuer }}修订了通知《{{ title }}》：{{ change }}\n"
            "原来那一版作废，{{ request }}\n{{ link }}\n"
        ),
    ),
    MessageKind(
        key="urge",
        label=_("催办签收"),
        variables=VARIABLES,
        subject=_("催办：请签收《{{ title }}》"),
        body=_("{{ unit }}：\n\n{{ issuer }}的通知《{{ title }}》还没有签收。{{ request }}\n{{ link }}\n"),
    ),
)
