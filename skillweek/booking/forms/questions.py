"""Forms of questions, of the organiser's word, and the fields that questions become."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.booking.models import Question
from skillweek.booking.rules.party import NO, YES
from skillweek.programme.models import Activity


class QuestionForm(forms.ModelForm):
    """One question of an activity."""

    kind = forms.ChoiceField(label=_("怎样回答"), choices=Question.Kind.choices, widget=forms.RadioSelect)
    choices = forms.CharField(
        label=_("选项"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("“选一项”才要写；一行一个。"),
    )  # fmt: skip

    class Meta:
        model = Question
        fields = ("label", "kind", "required", "audience", "label_en")
        help_texts = {
            "label": _("一句话，例如：您的衣服尺码是？只问这次活动用得着的。"),
            "audience": _("留空就是问所有人。"),
        }

    field_order = ("label", "kind", "choices", "required", "audience", "label_en")

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].queryset = activity.audiences.all()  # type: ignore[attr-defined]  # a ModelChoiceField
        if self.instance.pk and not self.is_bound:
            active = [one.label for one in self.instance.choices.all() if one.active]
            self.initial["choices"] = "\n".join(active)

    def clean_choices(self) -> list[str]:
        """One label a line."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines()]
        labels = [line for line in lines if line]
        if long := next((label for label in labels if len(label) > 60), None):
            raise forms.ValidationError(_("每个选项最多 60 个字：%(label)s…") % {"label": long[:20]})
        return labels


class DecisionForm(forms.Form):
    """Yes, or no with a reason."""

    verdict = forms.ChoiceField(choices=[("approve", _("确认")), ("refuse", _("谢绝"))])
    reason = forms.CharField(
        label=_("谢绝的原因"), max_length=120, required=False, help_text=_("会用短信发给预约的人。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def answer_field(question: Question) -> forms.Field:
    """The field a question becomes; whether it is required depends on the audience and is checked by rules."""
    label = str(question)
    note = _("只问：%(audience)s") % {"audience": question.audience} if question.audience else ""
    if question.kind == Question.Kind.TEXT:
        return forms.CharField(label=label, max_length=200, required=False, help_text=note)
    if question.kind == Question.Kind.NUMBER:
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        return forms.CharField(label=label, max_length=9, required=False, help_text=note, widget=widget)
    choices: list[tuple[str, Any]] = [(YES, _("是")), (NO, _("否"))]
    if question.kind == Question.Kind.CHOICE:
        choices = [(one.label, one.label) for one in question.choices.all() if one.active]
    return forms.ChoiceField(
        label=label, choices=choices, required=False, help_text=note, widget=forms.RadioSelect
    )
