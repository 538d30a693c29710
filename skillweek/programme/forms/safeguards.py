"""What the pages of safety, permits and money ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.library.forms import UploadField
from skillweek.programme.actions import Given
from skillweek.programme.models import BudgetLine, Permit, Safeguard
from skillweek.programme.queries.safeguards import Plan

PAPERS = {"accept": ".pdf,.doc,.docx,image/jpeg,image/png"}


class SafeguardForm(forms.ModelForm):
    """Who answers for safety, and for how many people."""

    responsible_phone = forms.CharField(
        label=_("责任人手机"), max_length=30, help_text=_("只有审核人员看得到，例如 13900000000"),
        error_messages={"required": _("请填写责任人手机")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = Safeguard
        fields = ["responsible_name", "responsible_phone", "capacity", "expected"]
        help_texts = {
            "responsible_name": _("出了事找得到的那个人"),
            "capacity": _("消防或主管部门核定的人数；只在线上举行的不用填"),
            "expected": _("同一时间最多会来多少人"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentences = {"responsible_name": _("请填写安全责任人"), "expected": _("请填写预计人数")}
        for name, sentence in sentences.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence


class CareForm(forms.ModelForm):
    """What is done for those who come."""

    class Meta:
        model = Safeguard
        fields = ["measures", "insurance", "first_aid", "public_note"]
        help_texts = {
            "measures": _("怎么进场、怎么疏散、谁看着；有疫情要求的也写在这里"),
            "insurance": _("买了什么保险；没有买就写为什么不用买"),
            "first_aid": _("谁带急救箱，最近的医院是哪一家"),
            "public_note": _("会显示在公众网页的“来之前请知道”，例如请戴口罩、请从东门进"),
        }
        widgets = {
            "measures": forms.Textarea(attrs={"rows": 5}),
            "public_note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, online: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentences = {
            "measures": _("还没有写安全与防疫措施"),
            "insurance": _("还没有写买了什么保险，或为什么不用买"),
            "first_aid": _("还没有写医疗救护怎么安排"),
        }
        for name, sentence in sentences.items():
            self.fields[name].required = not online
            self.fields[name].error_messages["required"] = sentence


class SafetyPlanForm(forms.Form):
    """The items of the safety plan: words, or a file instead of them; empty ones may wait."""

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        for item, answer in plan.rows:
            text, file, drop = (f"{name}-{item.code}" for name in ("text", "file", "drop"))
            self.fields[text] = forms.CharField(
                label=str(item), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
                help_text=item.note, initial=answer.text if answer else "",
            )  # fmt: skip
            self.fields[file] = UploadField(
                label=_("也可以传一份文件代替"), required=False, widget=forms.FileInput(attrs=PAPERS)
            )
            if answer and answer.file_id:
                self.fields[drop] = forms.BooleanField(label=_("拿掉这份文件"), required=False)

    def blocks(self) -> list[dict[str, Any]]:
        """One block an item, as the page shows them."""
        return [
            {
                "item": item, "text": self[f"text-{item.code}"], "upload": self[f"file-{item.code}"],
                "file": answer.file if answer else None,
                "drop": self[f"drop-{item.code}"] if f"drop-{item.code}" in self.fields else None,
                "done": bool(answer and (answer.text or answer.file_id)),
            }
            for item, answer in self.plan.rows
        ]  # fmt: skip

    def given(self) -> list[Given]:
        """What the action keeps."""
        typed = self.cleaned_data
        found = []
        for item, _answer in self.plan.rows:
            upload = typed.get(f"file-{item.code}")
            found.append(
                Given(
                    item, typed[f"text-{item.code}"], upload or None, upload.name if upload else "",
                    typed.get(f"drop-{item.code}", False),
                )
            )  # fmt: skip
        return found


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PermitForm(forms.ModelForm):
    """Where the permit stands, or why none is needed."""

    file = UploadField(
        label=_("许可文件"), required=False, widget=forms.FileInput(attrs=PAPERS),
        help_text=_("PDF、Word 或照片；只有审核人员看得到"),
    )  # fmt: skip

    class Meta:
        model = Permit
        fields = ["filed_on", "granted_on", "number", "exemption"]
        widgets = {"filed_on": _day(), "granted_on": _day(), "exemption": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "filed_on": _("交了申请就填，待办里不再提醒"),
            "exemption": _("例如由县级以上人民政府直接举办；会记下是谁说明的"),
        }

    def facts(self) -> dict[str, Any]:
        """Keyword arguments for the action."""
        upload = self.cleaned_data["file"]
        return self.cleaned_data | {"file": upload or None, "file_name": upload.name if upload else ""}


class BudgetLineForm(forms.ModelForm):
    """One thing that money is spent on."""

    class Meta:
        model = BudgetLine
        fields = ["item", "amount", "source", "reason"]
        widgets = {"amount": forms.NumberInput(attrs={"inputmode": "decimal", "min": "0", "step": "0.01"})}
        help_texts = {
            "item": _("例如印刷导览图、租用音响"),
            "amount": _("单位：元；没有花钱就写 0"),
            "source": _("例如学校公用经费"),
            "reason": _("提到要从简的东西时，写明为什么必须"),
        }
        error_messages = {"item": {"required": _("请写钱花在什么上")}}
