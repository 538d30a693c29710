"""Forms of employers' desks: the employer's, and the owner's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.booking.rules.employers import MOST_VACANCIES
from skillweek.common import phones

#: what one vacancy says
VACANCY = ("title", "number", "majors", "pay")


class EmployerForm(forms.Form):
    """Who the employer is, and whom it looks for."""

    company = forms.CharField(
        label=_("用人单位名称"), max_length=80, error_messages={"required": _("请填写单位名称，会印在展位牌上")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    about = forms.CharField(
        label=_("一句话介绍"),
        max_length=120,
        required=False,
        help_text=_("例如：做汽车配件，在叶县，400 人。"),
    )
    people = forms.IntegerField(
        label=_("来几个人"), min_value=1, max_value=20, initial=2,
        error_messages={"required": _("请填写人数"), "invalid": _("人数应为整数"),
                        "min_value": _("至少来 1 人"), "max_value": _("一个展位最多 20 人")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("联系人姓名"), max_length=40, error_messages={"required": _("请填写联系人姓名")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_VACANCIES + 1):
            self.fields[f"title{number}"] = forms.CharField(
                label=_("岗位"), max_length=60, required=number == 1,
                help_text=_("例如：数控车工") if number == 1 else "",
                error_messages={"required": _("请至少写一个岗位")},
            )  # fmt: skip
            self.fields[f"number{number}"] = forms.IntegerField(
                label=_("招几人"), min_value=1, max_value=999, required=False,
                error_messages={"invalid": _("人数应为整数"), "min_value": _("至少招 1 人"),
                                "max_value": _("最多写 999 人")},
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
            self.fields[f"majors{number}"] = forms.CharField(
                label=_("要什么专业"), max_length=120, required=False
            )
            self.fields[f"pay{number}"] = forms.CharField(
                label=_("月薪"),
                max_length=60,
                required=False,
                help_text=_("例如：4000—6000 元") if number == 1 else "",
            )

    def clean(self) -> None:
        """A vacancy has a title."""
        for number in range(2, MOST_VACANCIES + 1):
            others = [self.cleaned_data.get(f"{name}{number}") for name in VACANCY[1:]]
            if any(others) and not self.cleaned_data.get(f"title{number}"):
                self.add_error(f"title{number}", _("请写岗位名称，或把这一个岗位清空"))

    @property
    def rows(self) -> list[list[Any]]:
        """The fields of each vacancy."""
        return [[self[f"{name}{number}"] for name in VACANCY] for number in range(1, MOST_VACANCIES + 1)]

    @property
    def more_open(self) -> bool:
        """Whether the rows behind the first are to be seen: something stands there, or is wrong there."""
        rows = range(2, MOST_VACANCIES + 1)
        return any(
            self[f"{name}{number}"].value() or self[f"{name}{number}"].errors
            for number in rows
            for name in VACANCY
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What the employer says of itself."""
        return {name: self.cleaned_data[name] for name in ("company", "about", "people", "name")}

    @property
    def vacancies(self) -> list[dict[str, Any]]:
        """The vacancies that have a title."""
        found = self.cleaned_data
        rows = [
            {name: found[f"{name}{number}"] for name in VACANCY} for number in range(1, MOST_VACANCIES + 1)
        ]
        return [row | {"number": row["number"] or 1} for row in rows if row["title"]]


class AskDeskForm(EmployerForm):
    """Asking for a desk: with the number for the answer, and consent."""

    phone = forms.CharField(
        label=_("手机号码"), max_length=30, help_text=_("答复和展位号发到这里；只用于这次活动"),
        error_messages={"required": _("请填写手机号码，例如 13900000000")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("我同意为这次活动使用我的姓名和手机号码"),
        error_messages={"required": _("请先同意我们为这次活动使用您的姓名和手机号码")},
    )

    def clean_phone(self) -> str:
        """The normalised number."""
        return phones.clean_mobile(self.cleaned_data["phone"])


class DesksForm(forms.Form):
    """How many desks an activity has."""

    desks = forms.IntegerField(
        label=_("有几个展位"), min_value=0, max_value=500, help_text=_("0 就是不接受申请。"),
        error_messages={"required": _("请填写展位数"), "invalid": _("展位数应为整数")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class AnswerDeskForm(forms.Form):
    """A number, or the reason why not."""

    verdict = forms.ChoiceField(choices=[("give", _("安排展位")), ("refuse", _("不安排"))])
    number = forms.CharField(
        label=_("展位号"), max_length=10, required=False, help_text=_("例如 A12；会发给用人单位。")
    )
    reason = forms.CharField(
        label=_("没有安排的原因"), max_length=120, required=False, help_text=_("会用短信发给用人单位。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
