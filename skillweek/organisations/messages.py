"""Kinds of messages that this room sends."""

from django.utils.translation import gettext_lazy as _

from skillweek.messaging.rules import MessageKind

_WORDS = {
    "name": _("受邀人姓名"),
    "unit": _("单位全称"),
    "city": _("市级单位全称"),
    "role": _("角色"),
    "officer": _("邀请人姓名"),
    "link": _("开通链接"),
    "until": _("有效期至"),
}

MAIL = MessageKind(
    key="invitation",
    label=_("邀请开通登录"),
    variables=_WORDS,
    subject=_("请开通职业教育活动周工作台：{{ unit }}"),
    body=_(
        "{{ name }}：\n\n{{ officer }}请您担任{{ unit }}的{{ role }}。请在 {{ until }} 之前打开下面的链接，"
        "自己选一个登录名和密码：\n\n{{ link }}\n\n链接只能用一次，请不要转给别人。"
        "如果您不认识邀请人，不必理会。\n\n{{ city }}"
    ),
)
TEXT = MessageKind(
    key="invitation.text",
    label=_("邀请开通登录（短信）"),
    variables=_WORDS,
    subject="",
    body=_(
        "{{ name }}，{{ officer }}请您担任{{ unit }}的{{ role }}。{{ until }} 前打开 {{ link }} 开通登录，只能用一次。"
    ),
)
