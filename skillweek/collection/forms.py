"""Shape of what is typed in about materials."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.library.forms import UploadField


class ItemForm(forms.Form):
    """One file with its title and caption."""

    file = UploadField(
        label=_("文件"), error_messages={"required": _("请选择一个文件"), "empty": _("文件是空的")}
    )
    title = forms.CharField(label=_("标题"), max_length=80, error_messages={"required": _("请写一个标题")})
    caption = forms.CharField(label=_("说明"), max_length=100, required=False,
                              help_text=_("谁、在哪里、做什么，一百字以内"))  # fmt: skip


class ReplaceForm(forms.Form):
    """A new file for a returned item."""

    file = UploadField(
        label=_("新文件"), error_messages={"required": _("请选择一个文件"), "empty": _("文件是空的")}
    )


class DecisionForm(forms.Form):
    """Accept, or return with a reason."""

    verdict = forms.ChoiceField(choices=[("accept", _("接收")), ("return", _("退回"))])
    reason = forms.CharField(label=_("退回的理由"), max_length=300, required=False, widget=forms.Textarea)
