"""What to take over from another ceremony."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.ceremonies.actions.copying import PARTS
from skillweek.ceremonies.models import Ceremony
from skillweek.ceremonies.queries import sources_of


class _SourceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """The ceremony with its edition."""
        return f"{obj.activity.title}（{obj.activity.edition.name}）"


class CopyForm(forms.Form):
    """From which ceremony, what of it, and whether guests keep their names."""

    source = _SourceField(
        label=_("从哪一场带来"), queryset=Ceremony.objects.none(), empty_label=None,
        error_messages={"required": _("请选择一场仪式"), "invalid_choice": _("请选本单位的另一场仪式")},
    )  # fmt: skip
    parts = forms.MultipleChoiceField(
        label=_("带哪些内容"), widget=forms.CheckboxSelectMultiple, choices=list(PARTS.items()), initial=list(PARTS),
        help_text=_("彩排、截止时间和固定时间按两场仪式相隔的时间移动；已经写了的一项不会被盖掉。"),
        error_messages={"required": _("请至少选择一项")},
    )  # fmt: skip
    names = forms.BooleanField(
        label=_("来宾连姓名和职务一起带"), required=False,
        help_text=_("不勾选时，每个单位每一类只留一位“待定”。电话、邮箱和答复都不带。"),
    )  # fmt: skip

    def __init__(self, *args: Any, ceremony: Ceremony, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources_of(ceremony)  # type: ignore[attr-defined]  # a choice
