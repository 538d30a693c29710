"""Forms of duties: filtering the board, laying, changing, waiving."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.plan.models import Anchor, Duty, Edition
from skillweek.plan.queries import evidence_choices, groups, layable
from skillweek.plan.rules import is_near

STATES = [("late", _("已逾期")), ("open", _("还没做")), ("partly", _("做了一部分")), ("met", _("已完成")),
          ("waived", _("已免除"))]  # fmt: skip
SIDES = [("after", _("之后")), ("before", _("之前"))]


class BoardForm(forms.Form):
    """Which part of the board to show; what is not known is left out of account."""

    state = forms.ChoiceField(label=_("情况"), required=False)
    clause = forms.ChoiceField(label=_("条款"), required=False)
    kind = forms.ChoiceField(label=_("单位类别"), required=False)
    place = forms.ChoiceField(label=_("县（市、区）"), required=False)

    def __init__(self, data: Any, *, edition: Edition, units: list[Organisation]) -> None:
        super().__init__(data)
        places = [unit for unit in units if unit.kind.is_place]
        kinds = {unit.kind.code: str(unit.kind) for unit in units}
        choices: dict[str, list[tuple[str, Any]]] = {
            "state": STATES,
            "clause": [(one.path, str(one)) for one in edition.clauses.order_by("position", "path")],
            "kind": list(kinds.items()),
            "place": [(unit.code, unit.short_name) for unit in places],
        }
        for name, known in choices.items():
            self.fields[name].choices = [("", _("全部")), *known]  # type: ignore[attr-defined]  # the stubs know Field

    def chosen(self) -> dict[str, str]:
        """The filters in use, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DateFields(forms.Form):
    """When a duty is due: a fixed day, or so many days before or after a date of the edition."""

    when = forms.ChoiceField(
        label=_("截止日期"), initial="fixed", widget=forms.RadioSelect,
        choices=[("fixed", _("固定的一天")), ("follow", _("跟着活动周的日期走"))],
    )  # fmt: skip
    due = forms.DateField(
        label=_("哪一天"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    anchor = forms.ChoiceField(label=_("从哪一天算起"), required=False, choices=Anchor.choices)
    side = forms.ChoiceField(label=_("之前还是之后"), required=False, choices=SIDES)
    days = forms.IntegerField(label=_("相差几天"), required=False, min_value=0, max_value=366)

    def clean(self) -> dict[str, Any]:
        """A fixed day needs the day, a following one the number of days."""
        data = super().clean() or {}
        if data.get("when") == "fixed" and not data.get("due") and "due" not in self.errors:
            self.add_error("due", _("请写截止日期"))
        if data.get("when") == "follow" and data.get("days") is None and "days" not in self.errors:
            self.add_error("days", _("请写相差几天，当天就填 0"))
        return data

    def dated(self) -> dict[str, Any]:
        """Anchor, offset and day, as an action takes them."""
        data = self.cleaned_data
        if data["when"] == "fixed":
            return {"due": data["due"], "anchor": "", "offset_days": 0}
        days = -data["days"] if data["side"] == "before" else data["days"]
        return {"due": None, "anchor": data["anchor"] or Anchor.STARTS, "offset_days": days}


class EditDutyForm(DateFields):
    """What may be changed of a duty."""

    title = forms.CharField(label=_("任务"), max_length=80)
    minimum = forms.IntegerField(label=_("至少"), min_value=1, max_value=999)
    field_order: tuple[str, ...] = ("title", "minimum", "when", "due", "anchor", "side", "days")

    @staticmethod
    def initial_of(duty: Duty) -> dict[str, Any]:
        """The fields as ``duty`` has them now."""
        return {
            "title": duty.title, "minimum": duty.minimum, "when": "follow" if duty.anchor else "fixed",
            "due": duty.due, "anchor": duty.anchor, "days": abs(duty.offset_days),
            "side": "before" if duty.offset_days < 0 else "after",
        }  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Title, minimum and date."""
        data = self.cleaned_data
        return {"title": data["title"], "minimum": data["minimum"], **self.dated()}


class ChangeDutyForm(EditDutyForm):
    """The same, for one unit or for all that have the duty."""

    everyone = forms.BooleanField(label=_("有这项任务的单位都这样改"), required=False)


class LayForm(EditDutyForm):
    """What is owed, by which clause, seen by what evidence, until when."""

    clause = forms.ChoiceField(label=_("条款"))
    evidence = forms.ChoiceField(label=_("怎样算完成"))
    field_order = ("clause", "title", "evidence", "minimum", "when", "due", "anchor", "side", "days")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses = [(one.path, str(one)) for one in edition.clauses.order_by("position", "path")]
        self.fields["clause"].choices = clauses  # type: ignore[attr-defined]  # the stubs know Field only
        self.fields["evidence"].choices = evidence_choices(edition)  # type: ignore[attr-defined]  # same
        self.fields["evidence"].help_text = _("由平台按已有的记录自动认定，不用各单位填报。")
        self.fields["minimum"].initial, self.fields["evidence"].initial = 1, "activities:"

        self.edition = edition

    def clean_due(self) -> date | None:
        """Refuse a day that is years away."""
        due: date | None = self.cleaned_data["due"]
        if due is not None and not is_near(self.edition, due):
            raise forms.ValidationError(_("截止日期离活动周太远，请检查年份"))
        return due

    def facts(self) -> dict[str, Any]:
        """Everything that makes the duty, without its clause."""
        key, _colon, parameter = self.cleaned_data["evidence"].partition(":")
        return super().facts() | {"evidence": key, "parameter": parameter}


class UnitsForm(forms.Form):
    """On whom a duty is laid: whole groups, and units by name."""

    groups = forms.MultipleChoiceField(label=_("按类别"), required=False, widget=forms.CheckboxSelectMultiple)
    units = forms.ModelMultipleChoiceField(
        label=_("另外点名"), required=False, queryset=Organisation.objects.none(), to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    update = forms.BooleanField(label=_("已经有这项任务的单位，也改成上面写的"), required=False)

    def __init__(self, *args: Any, issuer: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {group.key: group for group in groups(issuer)}
        choices = [
            (group.key, _("%(label)s（%(count)s 个）") % {"label": group.label, "count": len(group.units)})
            for group in self.found.values()
        ]
        self.fields["groups"].choices = choices  # type: ignore[attr-defined]  # the stubs know Field only
        self.fields["units"].queryset = layable(issuer)  # type: ignore[attr-defined]  # same

    def clean(self) -> dict[str, Any]:
        """Refuse an empty choice."""
        data = super().clean() or {}
        if not self.errors and not data.get("groups") and not data.get("units"):
            self.add_error("groups", _("请至少选择一类或一个单位"))
        return data

    def resolved(self) -> list[Organisation]:
        """Every chosen unit once, groups first, in the order of the tree."""
        data = self.cleaned_data
        found = {unit.pk: unit for key in data["groups"] for unit in self.found[key].units}
        return list((found | {unit.pk: unit for unit in data["units"]}).values())


class WaiverForm(forms.Form):
    """Why a unit need not do it."""

    reason = forms.CharField(
        label=_("免除的理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("本单位和上级都会看到，例如：校舍整体搬迁，当周停课。"),
    )  # fmt: skip


class RuleForm(forms.Form):
    """When whoever has not done it is reminded."""

    anchor = forms.ChoiceField(label=_("从哪一天算起"))
    side = forms.ChoiceField(label=_("之前还是之后"), choices=list(reversed(SIDES)))
    days = forms.IntegerField(label=_("相差几天"), min_value=0, max_value=366, help_text=_("当天就填 0。"))
    clause = forms.ChoiceField(label=_("条款"), required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = {one.path: one for one in edition.clauses.order_by("position", "path")}
        clauses = [("", _("全部条款")), *((path, str(one)) for path, one in self.clauses.items())]
        self.fields["clause"].choices = clauses  # type: ignore[attr-defined]  # the stubs know Field only
        days = [("due", _("各项任务自己的截止日期")), *Anchor.choices]
        self.fields["anchor"].choices = days  # type: ignore[attr-defined]  # same

    def facts(self) -> dict[str, Any]:
        """Clause, anchor and offset, as the action takes them."""
        data = self.cleaned_data
        days = data["days"] if data["side"] == "after" else -data["days"]
        anchor = "" if data["anchor"] == "due" else data["anchor"]
        return {"clause": self.clauses.get(data["clause"]), "anchor": anchor, "offset_days": days}
