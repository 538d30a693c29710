"""Shape of what is asked and written about messages."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.messaging.models import Message
from skillweek.messaging.queries import Filters
from skillweek.messaging.rules import KINDS, Desk, MessageKind, parameters_in

ANY = [("", _("全部"))]
LANGUAGES = (("zh-hans", _("中文")), ("en", _("英文")))


class FilterForm(forms.Form):
    """Which messages to list; what is not understood lists all."""

    state = forms.ChoiceField(label=_("状态"), choices=ANY + list(Message.State.choices), required=False)
    channel = forms.ChoiceField(label=_("方式"), choices=ANY + list(Message.Channel.choices), required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False)
    since = forms.DateField(
        label=_("从哪天"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("到哪天"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    batch = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [*ANY, *((key, kind.label) for key, kind in sorted(KINDS.items()))]

    def wanted(self) -> Filters:
        """The filters; fields that were not understood are left out."""
        self.is_valid()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})


class SelectionForm(forms.Form):
    """Held messages that were ticked, or a whole batch; what is no id is left out."""

    ids = forms.MultipleChoiceField(required=False)
    batch = forms.CharField(required=False, max_length=80)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["ids"].choices = [(pk, pk) for pk in data.getlist("ids")]

    def chosen(self) -> tuple[list[str], str]:
        """Ids and batch."""
        if not self.is_valid():
            return [], ""
        return [pk for pk in self.cleaned_data["ids"] if _is_uuid(pk)], self.cleaned_data["batch"]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class WordsForm(forms.Form):
    """The words of one held message."""

    subject = forms.CharField(label=_("标题"), max_length=200)
    body = forms.CharField(label=_("正文"), max_length=5000, strip=False, widget=forms.Textarea({"rows": 10}))

    def __init__(self, *args: Any, text_message: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if text_message:
            del self.fields["subject"]


class TextForm(forms.Form):
    """A city's own words for a kind in one language."""

    language = forms.ChoiceField(choices=LANGUAGES, widget=forms.HiddenInput)
    subject = forms.CharField(label=_("标题"), max_length=200)
    body = forms.CharField(label=_("正文"), max_length=2000, strip=False, widget=forms.Textarea({"rows": 8}))

    def __init__(self, *args: Any, kind: MessageKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.is_text_message:
            del self.fields["subject"]


class ProviderForm(forms.Form):
    """The provider's template of a kind; one field for every variable in its text."""

    code = forms.CharField(label=_("模板编号"), max_length=40, required=False,
                           help_text=_("例如 SMS_123456789；留空就删去登记。"))  # fmt: skip
    text = forms.CharField(label=_("报备的文字"), max_length=500, required=False, widget=forms.Textarea({"rows": 4}),
                           help_text=_("照服务商审核通过的原文粘贴，变量写作 ${名称}。"))  # fmt: skip

    def __init__(self, *args: Any, kind: MessageKind, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = parameters_in(text)
        for name in self.names:
            self.fields[f"parameter_{name}"] = forms.ChoiceField(
                label=f"${{{name}}}", choices=_variables(kind, name), required=False
            )

    def parameters(self) -> dict[str, str]:
        """From the provider's names to our variables."""
        given = {name: self.cleaned_data.get(f"parameter_{name}", "") for name in self.names}
        return {name: variable for name, variable in given.items() if variable}


def _variables(kind: MessageKind, name: str) -> list[tuple[str, str]]:
    """Our variables to choose from for the provider's ``name``; the one of the same name stands first."""
    choices = [(one, f"{one} · {meaning}") for one, meaning in kind.variables.items()]
    if name in kind.variables:
        return sorted(choices, key=lambda choice: choice[0] != name)
    return [("", "——"), *choices]


class HoldForm(forms.Form):
    """A kind (empty: every kind) and whether it waits."""

    kind = forms.CharField(max_length=60, required=False)
    hold = forms.BooleanField(required=False)


class ChannelForm(forms.Form):
    """Which way out."""

    channel = forms.ChoiceField(choices=Message.Channel.choices)


class TrialForm(forms.Form):
    """A test message to oneself."""

    channel = forms.ChoiceField(label=_("方式"), choices=Message.Channel.choices, widget=forms.RadioSelect,
                                initial=Message.Channel.SMS)  # fmt: skip
    address = forms.CharField(label=_("您的手机号码或邮箱"), max_length=200)
    owner = forms.ChoiceField(label=_("以哪个单位的名义"))

    def __init__(self, *args: Any, desks: Iterable[Desk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["owner"].choices = [(desk.code, desk.name) for desk in desks]
