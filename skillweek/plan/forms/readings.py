"""Forms of a notice that is read: its upload, and everything found in it for an officer to confirm."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from skillweek.library.forms import UploadField
from skillweek.library.rules import refusal_of_type
from skillweek.library.uploads import RefusedUpload
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import within
from skillweek.plan.forms.editions import DatesForm, NewEditionForm, day_widget
from skillweek.plan.queries import Group, groups
from skillweek.plan.queries.presets import presets
from skillweek.plan.queries.readings import Draft, DutyRow
from skillweek.plan.rules.readings import NOTICE_TYPES, wide

BETWEEN = "、，,；;\n"


class NoticeField(UploadField):
    """A notice; a file of a wrong type is refused with the types that are read."""

    def to_python(self, data: Any) -> Any:
        """The uploaded file."""
        if isinstance(data, RefusedUpload) and data.refusal == refusal_of_type():
            raise forms.ValidationError(refusal_of_type(NOTICE_TYPES), code="refused")
        return super().to_python(data)


class ReadForm(forms.Form):
    """The notice as a file."""

    file = NoticeField(
        label=_("通知或方案文件"), help_text=_("TXT、DOCX、PDF 或 HTML，20 MB 以内。扫描成图片的读不了。"),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.pdf,.html,.htm"}),
    )  # fmt: skip


class UnitNames(forms.CharField):
    """Units by name, with commas between; gives the units, and says which name it does not know."""

    def __init__(self, *, city: Organisation, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=2000, **kwargs)
        self.city = city

    def clean(self, value: Any) -> list[Organisation]:
        """The units, each once."""
        text = super().clean(value)
        for sign in BETWEEN[1:]:
            text = text.replace(sign, BETWEEN[0])
        names = [name.strip() for name in text.split(BETWEEN[0]) if name.strip()]
        if not names:
            return []
        known: dict[str, Organisation] = {}
        for unit in within(self.city):
            known |= {wide(unit.name): unit, wide(unit.short_name): unit}
        unknown = [name for name in names if wide(name) not in known]
        if unknown:
            raise forms.ValidationError(
                gettext("没有找到这个单位：%(names)s") % {"names": "、".join(unknown)}
            )
        return list({known[wide(name)].pk: known[wide(name)] for name in names}.values())


def evidence_choices() -> list[tuple[str, Any]]:
    """Evidence that a new edition offers: every kind of activity and of material of the presets."""
    label = "label_en" if get_language() == "en" else "label"
    kinds = [(f"activities:{one['code']}", one[label]) for one in presets()["kinds"]]
    materials = [(f"materials:{one['code']}", one[label]) for one in presets()["materials"]]
    return [("", gettext("请选择")), (gettext("办了已发布的活动"), kinds), (gettext("报送了材料"), materials)]


class ConfirmForm(NewEditionForm):
    """Everything found in a notice: fields of the edition and of the notice, clauses, duties, recipients, questions."""

    title = forms.CharField(label=_("通知标题"), max_length=120)
    number = forms.CharField(
        label=_("发文字号"), max_length=40, required=False, help_text=_("没有文号就留空，系统不会编造文号。")
    )
    signatory = forms.CharField(label=_("落款单位"), max_length=120, required=False)
    signed_on = forms.DateField(label=_("成文日期"), required=False, widget=day_widget())
    addressees = forms.CharField(label=_("主送机关"), max_length=300)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)

    def __init__(self, *args: Any, draft: Draft, city: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": draft.values} | kwargs)
        self.draft, self.city, self.known = draft, city, groups(city)
        self.unit_names = {unit.pk: unit.short_name or unit.name for unit in within(city)}
        self._add_recipients()
        for place, _row in enumerate(draft.questions):
            self.fields[f"question-{place}"] = forms.BooleanField(
                label=_("我对照原文看过了，填的是对的"), error_messages={"required": _("请先回答这个问题")}
            )
        for clause in draft.clauses:
            self._add_clause(clause.path, clause.heading, clause.text)
        for duty in draft.duties:
            self._add_duty(duty)

    def _add_recipients(self) -> None:
        match = self.draft.recipients
        self.fields["groups"] = forms.MultipleChoiceField(
            label=_("按类别"), required=False, choices=self._group_choices(self.known), initial=match.groups,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["units"] = UnitNames(
            label=_("另外点名"), city=self.city, initial=self._names(match.units),
            help_text=_("写单位的全称或简称，用顿号隔开。"),
        )  # fmt: skip

    @staticmethod
    def _group_choices(found: Iterable[Group]) -> list[tuple[str, str]]:
        return [
            (
                group.key,
                gettext("%(label)s（%(count)s 个）") % {"label": group.label, "count": len(group.units)},
            )
            for group in found
        ]

    def _names(self, units: Iterable[int]) -> str:
        return "、".join(self.unit_names[pk] for pk in units if pk in self.unit_names)

    def _add_clause(self, path: str, heading: str, text: str) -> None:
        self.fields[f"clause-{path}"] = forms.BooleanField(label=_("要这一条"), required=False, initial=True)
        self.fields[f"clause-{path}-heading"] = forms.CharField(
            label=_("标题"), max_length=80, required=False, initial=heading
        )
        self.fields[f"clause-{path}-text"] = forms.CharField(
            label=_("正文"), required=False, initial=text, widget=forms.Textarea(attrs={"rows": 5})
        )

    def _add_duty(self, row: DutyRow) -> None:
        clauses = [(one.path, f"{one.number} {one.heading}") for one in self.draft.clauses]
        name = f"duty-{row.key}"
        self.fields[name] = forms.BooleanField(label=_("布置这项任务"), required=False, initial=row.taken)
        self.fields[f"{name}-title"] = forms.CharField(
            label=_("任务"), max_length=80, required=False, initial=row.title
        )
        self.fields[f"{name}-clause"] = forms.ChoiceField(
            label=_("属于哪一条"), required=False, choices=[("", _("请选择")), *clauses], initial=row.clause
        )
        self.fields[f"{name}-groups"] = forms.MultipleChoiceField(
            label=_("哪些单位"), required=False, choices=self._group_choices(self.known), initial=row.match.groups,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields[f"{name}-units"] = UnitNames(
            label=_("另外点名"), city=self.city, initial=self._names(row.match.units)
        )
        self.fields[f"{name}-evidence"] = forms.ChoiceField(
            label=_("怎样算做到"), required=False, choices=evidence_choices, initial=row.evidence
        )
        self.fields[f"{name}-minimum"] = forms.IntegerField(
            label=_("至少"), required=False, min_value=1, max_value=999, initial=row.minimum
        )
        self.fields[f"{name}-due"] = forms.DateField(
            label=_("截止日期"), required=False, widget=day_widget(), initial=row.due,
            help_text=_("留空：活动按最后一天，材料按报送截止日期。"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What is ticked must be complete."""
        data = super().clean() or {}
        kept = {one.path for one in self.draft.clauses if data.get(f"clause-{one.path}")}
        for path in sorted(kept):
            if not data.get(f"clause-{path}-heading"):
                self.add_error(f"clause-{path}-heading", gettext("请写这一条的标题"))
        for duty in self.draft.duties:
            if data.get(f"duty-{duty.key}"):
                self._check_duty(f"duty-{duty.key}", data, kept)
        return data

    def _check_duty(self, name: str, data: dict[str, Any], kept: set[str]) -> None:
        missing = {
            "title": (not data.get(f"{name}-title"), gettext("请写任务是什么")),
            "clause": (data.get(f"{name}-clause") not in kept, gettext("请选一条要留下的条款")),
            "groups": (
                not data.get(f"{name}-groups") and not data.get(f"{name}-units") and f"{name}-units" not in self.errors,
                gettext("请选择单位，或者取消勾选这项任务"),
            ),
            "evidence": (not data.get(f"{name}-evidence"), gettext("请选怎样算做到，或者取消勾选这项任务")),
        }  # fmt: skip
        for field, (wrong, sentence) in missing.items():
            if wrong and f"{name}-{field}" not in self.errors:
                self.add_error(f"{name}-{field}", sentence)

    def summary(self, name: str) -> str:
        """The duty ``name`` in one line, as it stands in the form now: who, what meets it, how many, until when."""
        keys, typed = self[f"{name}-groups"].value() or [], self[f"{name}-units"].value() or ""
        who = [group.label for group in self.known if group.key in keys] + ([typed] if typed else [])
        evidence = self[f"{name}-evidence"].value() or ""
        meant = {value: label for _group, rows in evidence_choices()[1:] for value, label in rows}
        due = self[f"{name}-due"].value() or (
            gettext("材料报送截止日期") if evidence.startswith("materials") else gettext("最后一天")
        )
        words = {
            "who": "、".join(who) or gettext("单位待选"), "evidence": meant.get(evidence) or gettext("认定待选"),
            "n": self[f"{name}-minimum"].value() or 1, "due": due,
        }  # fmt: skip
        return gettext("%(who)s · %(evidence)s，至少 %(n)s · 截止：%(due)s") % words

    def facts(self) -> dict[str, Any]:
        """What was confirmed, as ``actions.confirm_reading`` wants it."""
        data = self.cleaned_data
        edition = {name: data[name] for name in ("name", "theme", "mailbox", *DatesForm.base_fields)}
        notice = {
            name: data[name]
            for name in ("title", "number", "signatory", "signed_on", "addressees", "contact_phone")
        }
        clauses = [
            (one.path, one.number, data[f"clause-{one.path}-heading"], data[f"clause-{one.path}-text"])
            for one in self.draft.clauses if data[f"clause-{one.path}"]
        ]  # fmt: skip
        duties = [self._duty(f"duty-{one.key}") for one in self.draft.duties if data[f"duty-{one.key}"]]
        return {
            "edition": edition, "notice": notice, "clauses": clauses, "duties": duties, "groups": data["groups"],
            "units": data["units"],
        }  # fmt: skip

    def _duty(self, name: str) -> dict[str, Any]:
        data = self.cleaned_data
        evidence, _colon, parameter = data[f"{name}-evidence"].partition(":")
        return {
            "field": name, "clause": data[f"{name}-clause"], "title": data[f"{name}-title"],
            "groups": data[f"{name}-groups"], "units": data[f"{name}-units"], "evidence": evidence,
            "parameter": parameter, "minimum": data[f"{name}-minimum"] or 1, "due": data[f"{name}-due"],
        }  # fmt: skip
