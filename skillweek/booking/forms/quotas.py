"""The form of a quota."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.booking.rules import Wished
from skillweek.common.wording import moment
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


class _Sessions(forms.ModelMultipleChoiceField):
    """Sessions by when and what."""

    def label_from_instance(self, obj: Any) -> str:
        """``5 月 22 日 10:00 title``."""
        return f"{moment(obj.starts)} {obj.activity}"


class QuotaForm(forms.Form):
    """For whom, how many, which sessions share it."""

    name = forms.CharField(
        label=_("叫什么"),
        max_length=60,
        required=False,
        help_text=_("只给工作人员看，例如：研学班级、上午总量"),
    )
    audience = forms.ModelChoiceField(
        Audience.objects.none(), label=_("给谁"), required=False, empty_label=_("所有人")
    )
    places = forms.IntegerField(
        label=_("名额"), min_value=0, max_value=100_000,
        error_messages={"required": _("请填写名额"), "invalid": _("名额应为整数")},
    )  # fmt: skip
    buffer = forms.IntegerField(
        label=_("其中留给现场的"), min_value=0, max_value=100_000, initial=0,
        help_text=_("网上不能约，到门口直接来的人用"),
        error_messages={"required": _("请填写人数，没有就填 0"), "invalid": _("人数应为整数")},
    )  # fmt: skip
    smallest_party = forms.IntegerField(
        label=_("每次最少几人"), min_value=1, max_value=200, initial=1,
        error_messages={"required": _("请填写人数"), "invalid": _("人数应为整数")},
    )  # fmt: skip
    largest_party = forms.IntegerField(
        label=_("每次最多几人"), min_value=1, max_value=200, initial=6,
        error_messages={"required": _("请填写人数"), "invalid": _("人数应为整数")},
    )  # fmt: skip
    sessions = _Sessions(
        Session.objects.none(), label=_("哪些场次合用"), widget=forms.CheckboxSelectMultiple,
        help_text=_("选了几场，几场一共就是这么多名额"), error_messages={"required": _("请至少选一场")},
    )  # fmt: skip

    def __init__(
        self, *args: Any, audiences: QuerySet[Audience], sessions: QuerySet[Session], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].queryset = audiences  # type: ignore[attr-defined]  # a field with choices
        self.fields["sessions"].queryset = sessions  # type: ignore[attr-defined]  # same

    @property
    def wished(self) -> Wished:
        """The figures."""
        return Wished(**{name: self.cleaned_data[name] for name in Wished.__dataclass_fields__})
