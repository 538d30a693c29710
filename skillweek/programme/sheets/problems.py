"""What can be wrong with a row: one code, one sentence, and whether the row can be taken over in spite of it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES: dict[str, str] = {
    "no_title": gettext_noop("没有写活动名称"),
    "no_day": gettext_noop("没有写日期"),
    "no_year": gettext_noop("“%(text)s”没有写年份"),
    "no_month": gettext_noop("“%(text)s”没有写是几月"),
    "no_such_day": gettext_noop("没有“%(text)s”这一天"),
    "day_unclear": gettext_noop("看不懂日期“%(text)s”"),
    "time_unclear": gettext_noop("看不懂时间“%(text)s”"),
    "pending": gettext_noop("时间还没有定：“%(text)s”"),
    "several_days": gettext_noop("日期栏和时间栏写的日期不一样"),
    "no_start_time": gettext_noop("没有写几点开始"),
    "no_end_time": gettext_noop("没有写几点结束"),
    "half_day": gettext_noop("只写了“%(text)s”，没有写几点"),
    "no_half": gettext_noop("“%(text)s”没有写是上午还是下午"),
    "deadline": gettext_noop("“%(text)s”只写了截止，没有写开始"),
    "backwards": gettext_noop("结束时间不晚于开始时间：“%(text)s”"),
    "weekday": gettext_noop("%(day)s 不是%(text)s"),
    "outside": gettext_noop("%(day)s 不在活动周以内"),
    "whole_week": gettext_noop("“%(text)s”按活动周的起止日期理解"),
    "same_as_above": gettext_noop("“%(column)s”空着，按上一行“%(text)s”理解"),
    "no_place": gettext_noop("没有写地点"),
    "no_host": gettext_noop("没有写主办单位"),
    "people_unclear": gettext_noop("看不出人数：“%(text)s”"),
    "people_range": gettext_noop("人数写的是一个范围“%(text)s”，按较大的数理解"),
    "people_each": gettext_noop("“%(text)s”是每一场的人数"),
    "people_parts": gettext_noop("写了几个人数，没有写合计：“%(text)s”"),
    "phone_unclear": gettext_noop("看不出电话：“%(text)s”"),
    "phone_length": gettext_noop("电话“%(text)s”的位数不对"),
    "phone_zero": gettext_noop("电话“%(text)s”可能少了区号开头的 0"),
}
#: said for a person's attention; the row can be taken over all the same
REMARKS = frozenset({
    "weekday", "outside", "whole_week", "same_as_above", "people_range", "people_each", "people_unclear",
    "people_parts", "phone_unclear", "phone_length", "phone_zero",
})  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Something about one field of a row that a person should look at."""

    code: str
    where: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether the row cannot be taken over as it is."""
        return self.code not in REMARKS

    def __str__(self) -> str:
        return _(SENTENCES[self.code]) % self.facts


def about(code: str, where: str, text: object = "", **facts: object) -> Problem:
    """The problem ``code`` of the field ``where``, with the words of the cell."""
    return Problem(
        code, where, {"text": " ".join(str(text).split())[:60], **{k: str(v) for k, v in facts.items()}}
    )
