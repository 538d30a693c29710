"""Forms of notices."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from skillweek.library.forms import UploadField
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Notice
from skillweek.plan.queries import FILTERS, Resolved, addressable, groups, resolve

#: characters of a body; the longest notices have a tenth of that
LONGEST_BODY = 60_000


class NoticeForm(forms.ModelForm):
    """What a notice says; a revision also says what changed."""

    class Meta:
        model = Notice
        fields = (
            "change_note", "title", "number", "addressees", "body", "signatory", "signed_on", "sign_by",
            "contact_name", "contact_phone", "contact_email", "public",
        )  # fmt: skip
        widgets = {
            "body": forms.Textarea(attrs={"rows": 14}),
            "change_note": forms.Textarea(attrs={"rows": 2}),
            "signed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "sign_by": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        help_texts = {
            "change_note": _("收文单位会先看到这句话，例如：启动仪式改到 5 月 23 日。"),
            "number": _("没有文号就留空，系统不会编造文号。"),
            "addressees": _("印在正文前的一行，例如：各县（市、区）教体局、各职业院校："),
            "body": _("一行一段。以“一、”“（一）”开头的段落按公文标题排版。"),
            "signatory": _("不填就用发文单位的全称。"),
            "sign_by": _("过了这一天还没签收的单位会标为逾期。"),
            "public": _("发出后，任何人都能在公众网站上读到正文和附件。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].validators.append(MaxLengthValidator(LONGEST_BODY))
        if self.instance.revises_id:
            self.fields["change_note"].required = True
        else:
            del self.fields["change_note"]
        original = self.instance.forwards
        if original is not None:
            self.fields["body"].label = _("转发意见")
            self.fields["body"].help_text = _("原通知会完整附在后面，这里只写本单位的要求。")
            if not original.public:
                del self.fields["public"]

    def clean(self) -> dict[str, Any]:
        """Refuse a last day for signing before the notice's own date."""
        data = super().clean() or {}
        signed_on, sign_by = data.get("signed_on"), data.get("sign_by")
        if signed_on and sign_by and sign_by < signed_on:
            self.add_error("sign_by", _("签收期限不能早于成文日期"))
        return data


class AttachmentForm(forms.Form):
    """A file to go with a notice."""

    file = UploadField(label=_("文件"), help_text=_("PDF、Word、Excel、图片或压缩包，不超过 50 MB。"))
    title = forms.CharField(
        label=_("附件名称"), max_length=120, required=False, help_text=_("不填就用文件名，会印在正文之后。")
    )


class MoveForm(forms.Form):
    """Which way an attachment moves."""

    up = forms.BooleanField(required=False)


class RecipientsForm(forms.Form):
    """To whom a notice goes: whole groups, and units by name; ``without`` those that have it (ids)."""

    groups = forms.MultipleChoiceField(label=_("按类别"), required=False, widget=forms.CheckboxSelectMultiple)
    units = forms.ModelMultipleChoiceField(
        label=_("另外点名"), required=False, queryset=Organisation.objects.none(), to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, issuer: Organisation, without: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issuer, self.without = issuer, set(without)
        counts = [
            (group.key, group.label, sum(unit.pk not in self.without for unit in group.units))
            for group in groups(issuer)
        ]
        choices = [
            (key, _("%(label)s（%(count)s 个）") % {"label": label, "count": count})
            for key, label, count in counts
            if count
        ]
        units = addressable(issuer).exclude(pk__in=self.without)
        self.fields["groups"].choices = choices  # type: ignore[attr-defined]  # the stubs know Field only
        self.fields["units"].queryset = units  # type: ignore[attr-defined]  # same

    def clean(self) -> dict[str, Any]:
        """Refuse an empty choice."""
        data = super().clean() or {}
        if not self.errors and not data.get("groups") and not data.get("units"):
            self.add_error("groups", _("请至少选择一类或一个单位"))
        return data

    def resolved(self) -> Resolved:
        """Every chosen unit once, by group; those left out by ``without`` are not among them."""
        data = self.cleaned_data
        found = resolve(self.issuer, data["groups"], [unit.pk for unit in data["units"]])
        return found.without(self.without)


class SendForm(forms.Form):
    """How many units the sender was shown."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class InTrayForm(forms.Form):
    """What the list of received notices shows; what makes no sense shows everything."""

    SHOW = (("open", _("待签收")), ("signed", _("已签收")), ("all", _("全部")))
    show = forms.ChoiceField(choices=SHOW, required=False)
    unit = forms.ChoiceField(label=_("单位"), required=False)
    year = forms.TypedChoiceField(label=_("年份"), required=False, coerce=int, empty_value=None)

    def __init__(
        self, *args: Any, units: Iterable[Organisation], years: Iterable[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        by_unit = [(unit.code, unit.short_name) for unit in units]
        by_year = [(year, str(year)) for year in years]
        self.fields["unit"].choices = [("", _("全部单位")), *by_unit]  # type: ignore[attr-defined]  # the stubs know Field only
        self.fields["year"].choices = [("", _("全部年份")), *by_year]  # type: ignore[attr-defined]  # same

    def value(self, name: str, otherwise: Any = None) -> Any:
        """The cleaned value of ``name``, or ``otherwise`` when it was not given or makes no sense."""
        self.is_valid()
        return self.cleaned_data.get(name) or otherwise


class ReceiptsForm(forms.Form):
    """Which receipts a page shows."""

    show = forms.ChoiceField(choices=[(key, key) for key in FILTERS], required=False)

    def value(self) -> str:
        """A key of ``queries.FILTERS``, or nothing."""
        return self.cleaned_data.get("show", "") if self.is_valid() else ""
