"""What a crowd rule asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.common.wording import han_date
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import places
from skillweek.plan.models import Edition
from skillweek.programme.queries.crowds import ruled_venues
from skillweek.programme.rules.crowds import FACTORS

#: what is said of a factor
SAID = {100: _("正常开放"), 0: _("暂停开放")}


class CrowdRuleForm(forms.Form):
    """How full, where, on which days, and on what grounds."""

    factor = forms.TypedChoiceField(
        label=_("场地最多开放"), coerce=int, widget=forms.RadioSelect, initial=50,
        error_messages={"required": _("请选择最多开放多少")},
    )  # fmt: skip
    place = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("哪个县（市、区）"),
        required=False,
        empty_label=_("全市"),
    )
    venue = forms.ModelChoiceField(
        queryset=Venue.objects.none(),
        label=_("只管一个场地"),
        required=False,
        empty_label=_("不，管上面选的全部场地"),
    )
    starts = forms.TypedChoiceField(label=_("从哪天起"), required=False, empty_value=None)
    ends = forms.TypedChoiceField(label=_("到哪天止"), required=False, empty_value=None)
    instant_cap = forms.IntegerField(
        label=_("同时最多人数"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("不另设上限就空着"),
    )
    daily_cap = forms.IntegerField(
        label=_("每天最多人数"), required=False, min_value=0, max_value=1_000_000,
        help_text=_("一个场地一天的总人数；不设就空着"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("依据"), max_length=120, help_text=_("哪一份通知、谁的要求；各单位和记录里看得到"),
        error_messages={"required": _("请写依据，例如哪一份通知")},
    )  # fmt: skip

    def __init__(self, edition: Edition, issuer: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.issuer = edition, issuer
        days = [(day.isoformat(), han_date(day)) for day in edition.days]
        for name, empty in (("starts", _("从现在起")), ("ends", _("到活动周结束"))):
            self._choice(name).choices = [("", empty), *days]
            self._choice(name).coerce = {day.isoformat(): day for day in edition.days}.__getitem__
        self._choice("factor").choices = [(n, SAID.get(n, f"{n}%")) for n in FACTORS]
        self._rows("venue").queryset = ruled_venues(issuer).order_by("place__position", "name")
        if issuer.parent_id is None:
            self._rows("place").queryset = places(edition.city)
        else:
            del self.fields["place"]
            self.fields["venue"].empty_label = _("不，管%(place)s的全部场地") % {"place": issuer.called}  # type: ignore[attr-defined]  # a ModelChoiceField

    def _choice(self, name: str) -> forms.TypedChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        return field

    def _rows(self, name: str) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def facts(self) -> dict[str, Any]:
        """Keyword arguments for the action; a county without a room chosen means itself."""
        facts = dict(self.cleaned_data)
        if self.issuer.parent_id is not None:
            facts["place"] = None if facts["venue"] else self.issuer
        return facts
