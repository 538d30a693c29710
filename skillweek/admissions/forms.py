"""Shape of what is written about enrolment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.admissions.models import Level, MajorCategory, Prospectus, SchoolMajor
from skillweek.admissions.queries import majors_of_level
from skillweek.admissions.rules import REQUIRED
from skillweek.review.forms import PartForm, UploadField, WebAddressField, WorkForm
from skillweek.review.models import Reviewed

BEFORE_REVIEW = _("提交审核前要填好。")
LONG = ("profile", "strengths", "entry_rules", "fees", "aid", "other")


class ProspectusForm(WorkForm):
    """Everything a prospectus says."""

    cover = UploadField(label=_("封面"), help_text=_("校园或实训照片，横向。"))

    class Meta:
        model = Prospectus
        fields = [
            "year", "level", "full_name", "nature", "address", "profile", "strengths", "plan_basis", "entry_rules",
            "fees", "aid", "certificate_school", "certificate_kind", "contact_office", "contact_phone", "website",
            "platform_url", "other",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in LONG} | {
            "address": forms.Textarea(attrs={"rows": 2})
        }
        field_classes = {"website": WebAddressField, "platform_url": WebAddressField}
        help_texts = {
            "full_name": _("与批准文件一致，不用简称。"),
            "contact_phone": _("部门的公开电话，不写个人手机号。"),
            "certificate_school": _("毕业证书上的学校全称。"),
            "plan_basis": _("批准招生计划的单位和文件。"),
        }

    def __init__(
        self, data: Any = None, files: Any = None, *, instance: Prospectus, initial: Any = None
    ) -> None:
        super().__init__(data, files, instance=instance, initial=initial)
        for name, levels in REQUIRED.items():
            field = self.fields[name]
            if not field.required and (not instance.level or instance.level in levels):
                field.help_text = " ".join(str(part) for part in (field.help_text, BEFORE_REVIEW) if part)


class MajorForm(PartForm):
    """One major of a prospectus."""

    class Meta:
        model = SchoolMajor
        fields = ["major", "length_years", "plan_number", "tuition", "note"]

    def bind(self, work: Reviewed) -> None:
        """Majors of the prospectus's level."""
        field: Any = self.fields["major"]
        field.queryset = majors_of_level(getattr(work, "level", ""))
        field.label_from_instance = lambda major: f"{major.code} {major}"


class FilterForm(forms.Form):
    """Which prospectuses to list."""

    level = forms.ChoiceField(required=False, choices=[("", "")])
    category = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, categories: list[MajorCategory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("全部")), *Level.choices]  # type: ignore[attr-defined]  # a choice field
        numbers = [(entry.number, str(entry)) for entry in categories]
        self.fields["category"].choices = [("", _("全部")), *numbers]  # type: ignore[attr-defined]  # same
