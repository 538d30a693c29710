"""The kinds of messages that ceremonies send."""

from django.utils.translation import gettext_lazy as _

from skillweek.messaging.rules import MessageKind

VARIABLES = {
    "name": _("来宾姓名"), "post": _("来宾职务"), "unit": _("来宾单位"), "title": _("仪式名称"), "when": _("哪天几点"),
    "where": _("地点"), "arrival": _("报到"), "parking": _("停车"), "answer_by": _("回复截止日期"),
    "host": _("主办单位"),
    "contact": _("联系人"), "link": _("答复的网址"),
}  # fmt: skip
SAMPLES = {"link": "https://example.org/invited/…/"}

INVITATION = MessageKind(
    key="ceremonies.invitation",
    label=_("仪式邀请函"),
    variables=VARIABLES,
    subject=_("邀请您出席{{ title }}"),
    body=_(
        "{{ unit }} {{ name }}{{ post }}：\n\n诚邀您出席{{ title }}。\n时间：{{ when }}\n地点：{{ where }}\n"
        "报到：{{ arrival }}\n停车：{{ parking }}\n\n"
        "请点开下面的网址，告诉我们您是否出席：\n{{ link }}\n请在 {{ answer_by }} 前答复。\n\n"
        "{{ contact }}\n\n{{ host }}\n"
    ),
    samples=SAMPLES,
)
REMINDER = MessageKind(
    key="ceremonies.reminder",
    label=_("请答复仪式邀请"),
    variables=VARIABLES,
    subject=_("请答复：{{ title }}"),
    body=_(
        "{{ unit }} {{ name }}{{ post }}：\n\n{{ when }}在{{ where }}举行的{{ title }}，还没有收到您的答复。请点开：\n"
        "{{ link }}\n请在 {{ answer_by }} 前答复。\n\n{{ contact }}\n\n{{ host }}\n"
    ),
    samples=SAMPLES,
)
WEATHER = MessageKind(
    key="ceremonies.weather",
    label=_("仪式地点有变"),
    variables=VARIABLES | {"reason": _("理由")},
    subject=_("地点有变：{{ title }}"),
    body=_(
        "{{ unit }} {{ name }}{{ post }}：\n\n因天气原因（{{ reason }}），{{ title }}改在{{ where }}"
        "举行，时间：{{ when }}。\n"
        "{{ contact }}\n\n{{ host }}\n"
    ),
    samples=SAMPLES,
)
BACK = MessageKind(
    key="ceremonies.weather_back",
    label=_("仪式照原计划举行"),
    variables=VARIABLES | {"reason": _("理由")},
    subject=_("照原计划举行：{{ title }}"),
    body=_(
        "{{ unit }} {{ name }}{{ post }}：\n\n{{ title }}照原计划在{{ where }}"
        "举行（{{ reason }}），时间：{{ when }}。\n"
        "{{ contact }}\n\n{{ host }}\n"
    ),
    samples=SAMPLES,
)
KINDS = (INVITATION, REMINDER, WEATHER, BACK)
