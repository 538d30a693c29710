"""Forms of the survey: one question at the desk, all of them for a visitor."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.booking.models import SurveyQuestion
from skillweek.booking.rules.survey import LONGEST_TEXT

#: what a mark means, best first
MARKS = (("5", _("很满意")), ("4", _("满意")), ("3", _("一般")), ("2", _("不满意")), ("1", _("很不满意")))


class SurveyQuestionForm(forms.ModelForm):
    """One question to everybody who came."""

    kind = forms.ChoiceField(
        label=_("怎样回答"), choices=SurveyQuestion.Kind.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = SurveyQuestion
        fields = ("label", "kind", "label_en")
        help_texts = {
            "label": _("一句话。打分的问题，5 分是最好。"),
            "label_en": _("看英文网站的人看到它；留空就用中文。"),
        }


class SurveyForm(forms.Form):
    """What a visitor says: a mark or a few words for each question, none of them required."""

    def __init__(self, *args: Any, questions: Sequence[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for one in self.questions:
            self.fields[f"q{one.pk}"] = _field(one)

    @property
    def given(self) -> dict[int, int | str]:
        """The answers by question."""
        return {
            one.pk: int(value) if one.kind == SurveyQuestion.Kind.MARK else value
            for one in self.questions
            if (value := self.cleaned_data[f"q{one.pk}"])
        }


def _field(question: SurveyQuestion) -> forms.Field:
    if question.kind == SurveyQuestion.Kind.MARK:
        return forms.ChoiceField(
            label=str(question), choices=[(mark, f"{mark} · {word}") for mark, word in MARKS], required=False,
            widget=forms.RadioSelect,
        )  # fmt: skip
    return forms.CharField(
        label=str(question), max_length=LONGEST_TEXT, required=False, strip=True,
        help_text=_("请不要写姓名和电话。"), widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
