"""The run of show."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.ceremonies.forms.arranging import ContactField
from skillweek.ceremonies.models import Ceremony, RunItem
from skillweek.ceremonies.queries import contact_choices

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ItemForm(forms.ModelForm):
    """One item."""

    contact = ContactField(label=_("负责人"), required=False, empty_label=_("不在联系人里，写在下面"))
    after = forms.ModelChoiceField(
        queryset=RunItem.objects.none(), required=False, label=_("排在哪一项之后"), empty_label=_("最后")
    )

    class Meta:
        model = RunItem
        fields = (
            "title",
            "minutes",
            "fixed",
            "contact",
            "who",
            "place",
            "material",
            "cue",
            "public_title",
            "note",
        )
        widgets = {"fixed": TIME}
        help_texts = {
            "fixed": _("不填就接着上一项；填了就到点开始，例如奏国歌"),
            "public_title": _("活动网页和通知里的说法；不填就只在内部"),
            "cue": _("听到或看到什么就开始，例如“主持人念到‘请’”"),
            "place": _("舞台、候场区、签到台……"),
        }
        error_messages = {
            "title": {"required": _("请写这一项做什么")}, "minutes": {"required": _("请填写分钟数")},
        }  # fmt: skip

    def __init__(self, *args: Any, ceremony: Ceremony, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].min_value = 1  # type: ignore[attr-defined]  # a number
        contact, after = self.fields["contact"], self.fields["after"]
        contact.queryset = contact_choices(ceremony)  # type: ignore[attr-defined]  # a choice
        if self.instance.pk:
            del self.fields["after"]
        else:
            after.queryset = ceremony.items.all()  # type: ignore[attr-defined]  # a choice

    def facts(self) -> dict[str, Any]:
        """Keyword arguments for the action."""
        return dict(self.cleaned_data)

    def _post_clean(self) -> None:
        """The action writes, not the form: constraints of the row speak there."""


class MoveForm(forms.Form):
    """By how many places an item moves."""

    by = forms.IntegerField(min_value=-300, max_value=300)


class BeginForm(forms.Form):
    """When the first item begins."""

    run_starts = forms.TimeField(
        label=_("流程从几点开始"), required=False, widget=TIME, help_text=_("不填就从场次开始的时间算起")
    )
