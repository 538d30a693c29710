"""Forms of editions: the head, the dates, a new one, what to take over."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from skillweek.plan.actions.editions import FIGURES
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import all_parts

DAY = {"type": "date"}


def day_widget() -> forms.DateInput:
    """A date as browsers ask for it."""
    return forms.DateInput(format="%Y-%m-%d", attrs=DAY)


class HeadForm(forms.ModelForm):
    """What the head of an edition says besides its dates."""

    class Meta:
        model = Edition
        fields = (
            "name", "theme", "lead", "mailbox", "responsible_editor", "reminder_limit", "retention_days", "name_en",
            "theme_en", "lead_en",
        )  # fmt: skip
        widgets = {"lead": forms.Textarea(attrs={"rows": 3}), "lead_en": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "theme": _("不用加引号。"),
            "lead": _("首页主题下面的一两句话。"),
            "mailbox": _("各单位也可以把材料发到这里；没有就留空。"),
            "responsible_editor": _("印在公众网站页脚。"),
            "reminder_limit": _("自动提醒和手工催办合在一起算。"),
            "retention_days": _("活动结束后多少天清除预约人的姓名和电话。"),
        }


class FiguresForm(forms.ModelForm):
    """From how many people on an activity is a large one, what that asks of it, and what counts as a clash."""

    class Meta:
        model = Edition
        fields = FIGURES
        help_texts = {
            "crowd_from": _("一场预计到这么多人，就要先办大型群众性活动许可。"),
            "crowd_city_from": _("到这么多人，由市级公安机关许可；以下由县级公安机关许可。"),
            "permit_days": _("从这一场的日子往前数，最晚哪天要申请。"),
            "plan_from": _("预计到这么多人，安全方案的每一项都要写；以下只写基本的几项。"),
            "host_at_once": _("一个单位同时办的场次超过这个数，就标出冲突。"),
            "near_km": _("同一个半天里，两个看点离得比这还近，就标出冲突；写 0 就不查。"),
            "travel_kmh": _("每小时多少公里；算观摩路线和看点之间路上要多久。"),
        }


class DatesForm(forms.Form):
    """The three dates."""

    starts = forms.DateField(label=_("开始日期"), widget=day_widget())
    ends = forms.DateField(label=_("结束日期"), widget=day_widget(), help_text=_("当天也在活动以内。"))
    deadline = forms.DateField(label=_("材料报送截止日期"), widget=day_widget())


class MoveDatesForm(DatesForm):
    """New dates, and whether phases follow."""

    along = forms.BooleanField(
        label=_("阶段、主题日和材料征集跟着移动"), required=False, initial=True,
        help_text=_("各阶段离开始、结束、截止的天数不变。不勾选时，阶段留在原来的日子。"),
    )  # fmt: skip
    confirmed = forms.BooleanField(label=_("我看过了，仍然改日期"), required=False)


class NewEditionForm(DatesForm):
    """What a new edition must say; the rest can wait."""

    name = forms.CharField(
        label=_("名称"),
        max_length=80,
        help_text=_("公众网站上用的全名，例如：某某市 2026 年职业教育活动周。"),
    )
    theme = forms.CharField(
        label=_("主题"), max_length=80, required=False, help_text=_("还没有定就留空，以后再写。")
    )
    mailbox = forms.EmailField(label=_("材料邮箱"), required=False)
    field_order = ("name", "theme", "starts", "ends", "deadline", "mailbox")


class CloneForm(NewEditionForm):
    """A new edition with parts of another."""

    parts = forms.MultipleChoiceField(
        label=_("带哪些内容过来"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("公开的活动作为草稿带过来；没有公开的活动，还有预约、签收、审核和材料，都留在去年。"),
    )  # fmt: skip

    def __init__(self, *args: Any, source: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = all_parts()
        counts = {key: part.count(source) for key, part in self.known.items()}
        choices = [
            (key, format_lazy("{}（{}）：{}", part.label, counts[key], part.hint))
            for key, part in self.known.items()
        ]
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not self.is_bound:
            field.initial = [key for key, count in counts.items() if count]


class SourceForm(forms.Form):
    """Which edition to take over from."""

    source = forms.ModelChoiceField(queryset=Edition.objects.none(), to_field_name="slug", required=False)

    def __init__(self, *args: Any, editions: QuerySet[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = editions
