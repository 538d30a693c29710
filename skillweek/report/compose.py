"""The words of the report, around figures that were counted.

An official document is Chinese whatever the reader's language, so its sentences are not gettext strings.
Nothing is claimed that was not counted: a sentence about zero things is left out.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from skillweek.collection.queries import UnitRow
from skillweek.library.document import (
    Annex,
    Document,
    Heading,
    Paragraph,
    Table,
    han_date,
    level_one,
    level_two,
)
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.report.queries import Counted

Values = dict[str, Counted]
Matrix = list[tuple[Organisation, list[int]]]


def compose(
    edition: Edition, counted: list[Counted], matrix: Matrix, units: list[UnitRow], as_of: datetime
) -> Document:
    """The report of ``edition`` as of ``as_of``."""
    with translation.override("zh-hans"):
        values = {one.measure.key: one for one in counted}
        body: list[Heading | Paragraph] = [level_one(1, "总体情况"), *_overall(edition, values, matrix)]
        body += [level_one(2, "活动开展情况"), *_activities(values)]
        body += [level_one(3, "宣传展示情况"), *_shown(values)]
        body += [level_one(4, "材料报送情况"), *_materials(edition, values, units)]
        local = as_of.astimezone(ZoneInfo(edition.time_zone))
        body.append(Paragraph(f"以上数据由系统按实际记录统计，截至{han_date(local.date())}{local:%H:%M}。"))
        annexes = (
            Annex("活动周数据统计表", _figures_table(counted)),
            Annex("各地每日活动场次表", _matrix_table(edition, matrix)),
        )
        return Document(f"{edition.name}工作总结", tuple(body), edition.city.name, local.date(), annexes)


def _n(values: Values, key: str) -> int:
    return values[key].value.value


def _some(values: Values, key: str, sentence: str) -> list[str]:
    """``sentence`` with the figure filled in, or nothing when the figure is zero."""
    number = _n(values, key)
    return [sentence.format(number)] if number else []


def _parts(values: Values, key: str) -> str:
    counted = values[key]
    return "、".join(
        f"{label}{number}{counted.measure.unit}" for label, number in counted.value.parts if number
    )


def _paragraph(sentences: list[str]) -> list[Heading | Paragraph]:
    return [Paragraph("".join(sentences))] if sentences else []


def _overall(edition: Edition, values: Values, matrix: Matrix) -> list[Heading | Paragraph]:
    span = f"{han_date(edition.starts)}至{_short(edition.ends, edition.starts)}"
    with_some = sum(1 for _place, days in matrix if sum(days))
    every_day = sum(1 for _place, days in matrix if all(days))
    sentences = [f"{edition.name}于{span}举行" + (f"，主题为“{edition.theme}”。" if edition.theme else "。")]
    sentences += _some(values, "activities_published", "全市共举办活动{}项，")
    sentences += _some(values, "sessions_planned", "安排{}场。")
    if with_some:
        sentences.append(f"{with_some}个县级单位有活动")
        sentences.append(f"，其中{every_day}个每天都有活动。" if every_day else "。")
    sentences += _some(values, "people_booked", "群众网上预约{}人次，")
    sentences += _some(values, "attended", "现场核验到场{}人次。")
    sentences += _some(values, "survey_replies", "收到来访者评价{}份，")
    sentences += _some(values, "satisfaction", "满意度{}分（满分100分）。")
    return _paragraph([_closed(sentence, sentences, index) for index, sentence in enumerate(sentences)])


def _closed(sentence: str, sentences: list[str], index: int) -> str:
    """The last sentence ends with a full stop even when what should follow was left out."""
    return (
        sentence.removesuffix("，") + "。"
        if index == len(sentences) - 1 and sentence.endswith("，")
        else sentence
    )


def _short(day: date, first: date) -> str:
    if (day.year, day.month) == (first.year, first.month):
        return f"{day.day}日"
    return f"{day.month}月{day.day}日" if day.year == first.year else han_date(day)


def _activities(values: Values) -> list[Heading | Paragraph]:
    blocks: list[Heading | Paragraph] = []
    if parts := _parts(values, "activities_published"):
        blocks += [level_two(1, "分类情况"), Paragraph(f"按类别分：{parts}。")]
    sentences = _some(values, "sessions_held", "已举办{}场。")
    if _n(values, "service_points"):
        sentences.append(
            f"设便民服务点{_n(values, 'service_points')}个，包括{_parts(values, 'service_points')}。"
        )
    if sentences:
        blocks += [level_two(len(blocks) // 2 + 1, "举办情况"), *_paragraph(sentences)]
    return blocks


def _shown(values: Values) -> list[Heading | Paragraph]:
    sentences = _some(values, "halls", "建成线上展厅{}个，") + _some(values, "exhibits", "展出作品{}件，")
    sentences += _some(values, "tours", "开放线上逛校园{}个，") + _some(
        values, "prospectuses", "发布招生简章{}份，"
    )
    if _n(values, "articles"):
        sentences.append(f"发布宣传文章{_n(values, 'articles')}篇（{_parts(values, 'articles')}），")
    return _paragraph([_closed(sentence, sentences, index) for index, sentence in enumerate(sentences)])


def _materials(edition: Edition, values: Values, units: list[UnitRow]) -> list[Heading | Paragraph]:
    sentences = [f"应报材料单位{len(units)}个，报齐{_n(values, 'units_complete')}个。"]
    if parts := _parts(values, "materials_received"):
        sentences.append(
            f"共收到材料{_n(values, 'materials_received')}份（{parts}），"
            f"其中{_n(values, 'materials_on_time')}份在{han_date(edition.deadline)}前按时报送。"
        )
    missing = [unit.organisation.name for unit in units if unit.state == "nothing"]
    if missing:
        sentences.append(f"尚未报送的单位：{'、'.join(missing)}。")
    return _paragraph(sentences)


def _figures_table(counted: list[Counted]) -> Table:
    rows = []
    for one in counted:
        rows.append(
            (str(one.measure.name), str(one.value.value), str(one.measure.unit), str(one.measure.definition))
        )
        rows += [(f"　{label}", str(number), str(one.measure.unit), "") for label, number in one.value.parts]
    return Table(("指标", "数量", "单位", "口径"), tuple(rows), (0.32, 0.14, 0.12, 0.42))


def _matrix_table(edition: Edition, matrix: Matrix) -> Table:
    days = edition.days
    head = ("单位", *(f"{day.month}.{day.day}" for day in days), "合计")
    rows = [(place.short_name, *map(str, counts), str(sum(counts))) for place, counts in matrix]
    totals = [sum(counts[index] for _place, counts in matrix) for index in range(len(days))]
    rows.append(("合计", *map(str, totals), str(sum(totals))))
    share = 0.72 / (len(days) + 1)
    return Table(head, tuple(rows), (0.28, *([share] * (len(days) + 1))))
