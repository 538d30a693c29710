"""Forms of clauses and of the entries of code lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.plan.forms.editions import day_widget
from skillweek.plan.models import Clause, Edition
from skillweek.plan.queries.presets import LISTS, preset_rows
from skillweek.plan.rules.clauses import DEEPEST, depth


class ClauseForm(forms.ModelForm):
    """What a clause says."""

    class Meta:
        model = Clause
        fields = ("number", "heading", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"number": _("印在标题前的序号；留空就按层次自动写，例如“三（二）”。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False


class NewClauseForm(ClauseForm):
    """A clause and where it stands."""

    parent = forms.ModelChoiceField(
        label=_("放在哪一条下面"),
        queryset=Clause.objects.none(),
        required=False,
        empty_label=_("最上层，排在最后"),
    )
    field_order = ("parent", "heading", "text", "number")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        fitting = [clause.pk for clause in edition.clauses.all() if depth(clause.path) + 1 < DEEPEST]
        field.queryset = Clause.objects.filter(pk__in=fitting).order_by("position", "path")


#: lists whose entries are shown with a symbol
WITH_ICON = ("kinds", "audiences", "topics", "services")


def _icons() -> list[tuple[str, str]]:
    """The symbols there are, by what the presets use them for."""
    rows = [row for name in WITH_ICON for row in preset_rows(name)]
    return [("", str(_("通用图标"))), *((row.icon, str(row)) for row in rows)]


def code_form(name: str) -> "type[CodeForm]":
    """The form of an entry of the list ``name``."""
    extra = {
        "kinds": ["clause_path"], "theme-days": ["day"], "safety": ["always"], "frugality": ["forbidden", "unless"],
    }.get(name, [])  # fmt: skip
    fields = ["label", *extra, "description", "label_en", "description_en", "label_hant"]
    fields = [*fields, "icon"] if name in WITH_ICON else fields
    made: Any = forms.modelform_factory(LISTS[name], form=CodeForm, fields=fields)
    found: type[CodeForm] = made
    return found


class CodeForm(forms.ModelForm):
    """One entry of a code list."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label_en"].help_text = _("英文网页用；没有现成的英文，写拼音也可以。")
        self.fields["label_hant"].help_text = _("留空时由简体自动转换。")
        if "icon" in self.fields:
            self.fields["icon"] = forms.ChoiceField(
                label=_("图标"), required=False, choices=_icons, help_text=_("和列出的哪一项用同一个图标。")
            )
        if "always" in self.fields:
            self.fields["always"].help_text = _("不勾选时，只有大型活动和审核人员要求的活动才写。")
        if "forbidden" in self.fields:
            self.fields["forbidden"].help_text = _("写了这个词的经费不能保存；不勾选时，写明理由可以保存。")
            self.fields["unless"].help_text = _("含有这个词、但没有问题的说法，用空格隔开，例如“酒精”。")
        if "day" in self.fields:
            self.fields["day"].widget = day_widget()
        if "clause_path" in self.fields:
            clauses = [(one.path, str(one)) for one in edition.clauses.order_by("position", "path")]
            self.fields["clause_path"] = forms.ChoiceField(
                label=_("对应条款"), required=False, choices=[("", _("不对应")), *clauses]
            )
