"""The catalogue of measures: what each figure of the report means."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Measure:
    """A figure's name, its unit, and what exactly is counted; ``key`` is its key in ``registry.measures``."""

    key: str
    name: str | Promise
    unit: str | Promise
    definition: str | Promise


CATALOGUE = (
    Measure("activities_published", _("活动"), pgettext_lazy("unit", "项"), _("已发布、未取消的活动")),
    Measure("sessions_planned", _("场次"), pgettext_lazy("unit", "场"), _("已发布活动中没有取消的场次")),
    Measure("sessions_held", _("已举办场次"), pgettext_lazy("unit", "场"), _("数据截至时已经结束的场次")),
    Measure("bookings", _("预约"), pgettext_lazy("unit", "单"), _("没有取消的预约")),
    Measure("people_booked", _("预约人次"), pgettext_lazy("unit", "人次"), _("没有取消的预约中的人数")),
    Measure("bookings_held", _("等确认的预约"), pgettext_lazy("unit", "单"), _("主办单位还没有答复的预约")),
    Measure("attended", _("到场人次"), pgettext_lazy("unit", "人次"), _("在入口核验到场的人数")),
    Measure(
        "applicants",
        _("想来的人次"),
        pgettext_lazy("unit", "人次"),
        _("预约、候补和抽签登记中的人数，按来访者分"),
    ),
    Measure(
        "applicants_without",
        _("没有约上的人次"),
        pgettext_lazy("unit", "人次"),
        _("没有排到或抽中、在别处也没有预约的人数，按来访者分"),
    ),
    Measure(
        "applicants_offered",
        _("给了别的场次的人次"),
        pgettext_lazy("unit", "人次"),
        _("没有约上的人中，得到其他场次建议的人数，按来访者分"),
    ),
    Measure(
        "survey_replies", _("来访者评价"), pgettext_lazy("unit", "份"), _("到场以后填写的评价，一个预约一份")
    ),
    Measure(
        "survey_rate",
        _("评价率"),
        pgettext_lazy("unit", "%"),
        _("已经结束的场次，到场的预约中填写评价的比例"),
    ),
    Measure(
        "satisfaction",
        _("满意度"),
        pgettext_lazy("unit", "分"),
        _("所有打分的平均，5 分折合 100 分，按问题分；不足 5 份评价时不计"),
    ),
    Measure("halls", _("线上展厅"), pgettext_lazy("unit", "个"), _("已发布的线上展厅")),
    Measure("exhibits", _("展品"), pgettext_lazy("unit", "件"), _("已发布展厅中的展品")),
    Measure("tours", _("线上逛校园"), pgettext_lazy("unit", "个"), _("已发布的全景校园")),
    Measure("tour_scenes", _("全景画面"), pgettext_lazy("unit", "幅"), _("已发布的全景校园中的画面")),
    Measure("prospectuses", _("招生简章"), pgettext_lazy("unit", "份"), _("已发布的招生简章")),
    Measure("articles", _("宣传文章"), pgettext_lazy("unit", "篇"), _("已发布的宣传文章，按宣传重点分")),
    Measure(
        "service_points", _("便民服务点"), pgettext_lazy("unit", "个"), _("已发布的便民服务点，按服务类别分")
    ),
    Measure(
        "materials_received", _("收到材料"), pgettext_lazy("unit", "份"), _("各单位已报送的材料，按种类分")
    ),
    Measure("materials_on_time", _("按时材料"), pgettext_lazy("unit", "份"), _("截止日当天及以前报送的材料")),
    Measure("units_complete", _("报齐单位"), pgettext_lazy("unit", "个"), _("应报材料全部报送的单位")),
)
