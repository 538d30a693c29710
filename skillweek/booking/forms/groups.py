"""Forms of a group: asking to come, and changing it by its link."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.booking.forms.questions import answer_field
from skillweek.booking.models import Group, Question
from skillweek.booking.rules import Extras, asked
from skillweek.booking.rules.groups import Kind, Team
from skillweek.common import phones
from skillweek.plan.models import Audience

#: more heads than any session of a Week has
MOST = 2000


class BusesForm(forms.Form):
    """What may change later: heads, grade, buses and names."""

    party = forms.IntegerField(
        label=_("一共几人"), min_value=1, max_value=MOST, help_text=_("连老师或带队的人在内"),
        error_messages={"required": _("请填写人数"), "invalid": _("人数应为整数")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    grade = forms.CharField(
        label=_("年级和班"), max_length=40, required=False, help_text=_("学校的班级才写，例如：五年级 2 班")
    )
    buses = forms.IntegerField(
        label=_("几辆大巴"), min_value=0, max_value=50, required=False, help_text=_("不坐大巴就留空"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    plates = forms.CharField(
        label=_("车牌号"), max_length=600, required=False, help_text=_("一行一个；还不知道可以以后从短信里的链接补"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    names = forms.CharField(
        label=_("名单"), max_length=20_000, required=False,
        help_text=_("不是必须；一行一个姓名，可以以后从短信里的链接补"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def clean_buses(self) -> int:
        """None is none."""
        return self.cleaned_data["buses"] or 0


class GroupForm(BusesForm):
    """A class, a company or a newsroom that wants to come as one."""

    kind = forms.ChoiceField(
        label=_("哪一种团队"), widget=forms.RadioSelect, error_messages={"required": _("请选一种")}
    )
    unit = forms.CharField(
        label=_("学校、单位或媒体名称"), max_length=80, error_messages={"required": _("请写学校或单位的名称")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("带队老师或联系人"), max_length=40, error_messages={"required": _("请写带队人的姓名，入场时用它核对")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("带队人的手机"), max_length=30, help_text=_("预约短信发到这里；只用于这次活动"),
        error_messages={"required": _("请填写手机号码，例如 13900000000")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    audience = forms.ModelChoiceField(
        label=_("来的人是"), queryset=Audience.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("请选一项，帮助学校做准备")},
    )  # fmt: skip
    press_card = forms.CharField(
        label=_("记者证号"), max_length=40, required=False, help_text=_("媒体才写，可以不写；加密保存")
    )
    guardian = forms.BooleanField(label=_("班级：学校已经得到每个孩子监护人的同意"), required=False)
    consent = forms.BooleanField(
        label=_("我同意为这次活动使用我的姓名和手机号码"),
        error_messages={"required": _("请先同意我们为这次活动使用您的姓名和手机号码")},
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kinds: Sequence[str], audiences: list[Audience], questions: Sequence[Question],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        labels = dict(Group.Kind.choices)
        self.fields["kind"].choices = [(kind, labels[Kind(kind)]) for kind in kinds]  # type: ignore[attr-defined]  # a ChoiceField
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0]
        field = self.fields["audience"]
        field.queryset = Audience.objects.filter(pk__in=[one.pk for one in audiences])  # type: ignore[attr-defined]  # a ModelChoiceField
        field.required = bool(audiences)
        if len(audiences) == 1:
            field.initial = audiences[0]
        self.questions = list(questions)
        for question in self.questions:
            self.fields[asked(question)] = answer_field(question)

    def clean_phone(self) -> str:
        """The normalised number."""
        return phones.clean_mobile(self.cleaned_data["phone"])

    @property
    def wish(self) -> dict[str, Any]:
        """What :func:`book_group` is asked for."""
        found = self.cleaned_data
        team = Team(**{name: found[name] for name in Team.__dataclass_fields__})
        audience = found["audience"].pk if found["audience"] else None
        replies = {one.pk: found[asked(one)] for one in self.questions if one.audience_id in (None, audience)}
        plain = ("name", "phone", "party", "audience", "consent", "key", "guardian")
        return {name: found[name] for name in plain} | {"team": team, "extras": Extras(replies=replies)}

    @property
    def answers(self) -> list[Any]:
        """The questions, as fields."""
        return [self[asked(question)] for question in self.questions]
