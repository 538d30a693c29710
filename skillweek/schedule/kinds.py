"""The kinds of messages that the schedule sends, with their preset texts."""

from django.utils.translation import gettext_lazy as _

from skillweek.messaging.rules import MessageKind

FOLLOW = MessageKind(
    key="schedule.follow",
    label=_("关注活动：请确认"),
    variables={"title": _("活动名称"), "link": _("确认的网址")},
    subject=_("请确认：《{{ title }}》有变动时告诉我"),
    body=_(
        "有人用这个邮箱请我们在《{{ title }}》的时间、地点或内容有变动时写信告知。\n\n"
        "是您本人，请打开下面的网址确认：\n{{ link }}\n\n不是您，不用理会这封信，三天后这个请求会自动删除。"
    ),
    samples={"title": _("汝瓷拉坯体验"), "link": "https://example.org/following/…/"},
)
CHANGED = MessageKind(
    key="schedule.changed",
    label=_("关注的活动有变动"),
    variables={
        "lines": _("每个活动改了什么"),
        "number": _("第几版日程"),
        "log": _("变更公告的网址"),
        "unsubscribe": _("不再接收的网址"),
    },
    subject=_("您关注的活动有变动（日程第 {{ number }} 版）"),
    body=_("{{ lines }}\n\n全部变更：{{ log }}\n不想再收到：{{ unsubscribe }}"),
    samples={
        "lines": _("《汝瓷拉坯体验》\n5 月 24 日 14:00 → 5 月 25 日 09:00，地点改到实训楼"),
        "number": "5",
        "log": "https://example.org/changes/",
        "unsubscribe": "https://example.org/following/…/",
    },
)
