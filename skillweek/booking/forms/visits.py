"""Shapes of input."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.booking.forms.questions import answer_field
from skillweek.booking.models import Question
from skillweek.booking.rules import Extras, asked
from skillweek.common import phones
from skillweek.plan.models import Audience

#: people who come along that are written one by one; more come as a group
MOST_ROWS = 9


class WhoForm(forms.Form):
    """Who comes: one name, one telephone number, how many, who they are, and consent."""

    name = forms.CharField(
        label=_("您的姓名"), max_length=40,
        error_messages={"required": _("请填写姓名，入场时用它核对")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("手机号码"), max_length=30,
        help_text=_("预约短信发到这里；只用于这次活动"),
        error_messages={"required": _("请填写手机号码，例如 13900000000")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    party = forms.TypedChoiceField(label=_("一共几人"), coerce=int, choices=(), help_text=_("连您自己在内"))
    audience = forms.ModelChoiceField(
        label=_("您是"), queryset=Audience.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("请选一项，帮助学校做准备")},
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("我同意为这次活动使用我的姓名和手机号码"),
        error_messages={"required": _("请先同意我们为这次活动使用您的姓名和手机号码")},
    )

    def __init__(self, *args: Any, audiences: list[Audience], largest_party: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(count, _("%(count)s 人") % {"count": count}) for count in range(1, largest_party + 1)]
        self.fields["party"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        field = self.fields["audience"]
        field.queryset = Audience.objects.filter(pk__in=[audience.pk for audience in audiences])  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(audiences) <= 1:
            field.required = bool(audiences)
            field.initial = audiences[0] if audiences else None

    def clean_phone(self) -> str:
        """The normalised number."""
        return phones.clean_mobile(self.cleaned_data["phone"])


class VisitForm(WhoForm):
    """Somebody's booking: with who comes along, and what the organiser asks."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    guardian = forms.BooleanField(
        label=_("我是孩子的监护人，或已得到监护人同意，同意为这次活动使用孩子的姓名和年龄"), required=False
    )

    def __init__(
        self, *args: Any, audiences: list[Audience], largest_party: int, questions: Sequence[Question] = (),
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, audiences=audiences, largest_party=largest_party, **kwargs)
        self.questions = list(questions)
        self.rows = range(1, min(largest_party, MOST_ROWS + 1))
        for number in self.rows:
            self.fields[f"who{number}"] = forms.CharField(label=_("姓名"), max_length=40, required=False)
            self.fields[f"age{number}"] = forms.IntegerField(
                label=_("年龄（孩子才写）"), min_value=0, max_value=17, required=False,
                error_messages={"max_value": _("18 岁以上是大人，不用写年龄")},
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
        for question in self.questions:
            self.fields[asked(question)] = answer_field(question)

    def clean(self) -> None:
        """A child is written with its name."""
        for number in self.rows:
            age, name = self.cleaned_data.get(f"age{number}"), self.cleaned_data.get(f"who{number}")
            if age is not None and not name:
                self.add_error(f"who{number}", _("请写孩子的姓名"))

    @property
    def extras(self) -> Extras:
        """Who comes along and what was answered."""
        found = self.cleaned_data
        people = [(found[f"who{number}"].strip(), found[f"age{number}"]) for number in self.rows]
        replies = {one.pk: found[asked(one)] for one in self.questions if self._is_asked(one)}
        return Extras(tuple(one for one in people if one[0]), replies, found["guardian"])

    def _is_asked(self, question: Question) -> bool:
        audience = self.cleaned_data.get("audience")
        return question.audience_id in (None, audience.pk if audience else None)

    @property
    def wish(self) -> dict[str, Any]:
        """What :func:`book_visit` is asked for."""
        plain = ("name", "phone", "party", "audience", "consent", "key")
        return {name: self.cleaned_data[name] for name in plain} | {"extras": self.extras}

    @property
    def along_open(self) -> bool:
        """Whether something was written, or is missing, about who comes along."""
        names = ["guardian", *(f"{what}{number}" for number in self.rows for what in ("who", "age"))]
        return self.is_bound and any(self.errors.get(name) or self.data.get(name) for name in names)

    @property
    def along(self) -> list[tuple[Any, Any]]:
        """Name and age of each who comes along, as fields."""
        return [(self[f"who{number}"], self[f"age{number}"]) for number in self.rows]

    @property
    def answers(self) -> list[Any]:
        """The questions, as fields."""
        return [self[asked(question)] for question in self.questions]


class PlacesForm(forms.Form):
    """How many places one session has, and how many people one booking may bring."""

    places = forms.IntegerField(
        label=_("名额"), min_value=0, max_value=100_000,
        error_messages={"required": _("请填写名额"), "invalid": _("名额应为整数")},
    )  # fmt: skip
    largest_party = forms.IntegerField(
        label=_("每次最多几人"), min_value=1, max_value=200, error_messages={"required": _("请填写人数")}
    )
