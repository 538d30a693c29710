"""The kinds of messages that this room sends itself: trials."""

from django.utils.translation import gettext_lazy as _

from skillweek.messaging.rules import MessageKind

_VARIABLES = {"person": _("发测试的人"), "unit": _("发测试的单位")}

TRIAL_MAIL = MessageKind(
    key="messaging.trial_mail",
    label=_("测试邮件"),
    variables=_VARIABLES,
    subject=_("测试邮件：{{ unit }}"),
    body=_("这是{{ person }}以{{ unit }}的名义发给自己的测试邮件。收到它，说明邮件能发出去。"),
)
TRIAL_SMS = MessageKind(
    key="messaging.trial_sms",
    label=_("测试短信"),
    variables=_VARIABLES,
    subject="",
    body=_("这是{{ person }}以{{ unit }}的名义发给自己的测试短信，收到它，说明短信能发出去。"),
)
