"""Forms of sheets."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.library.forms import UploadField


class SheetForm(forms.Form):
    """An edited sheet."""

    file = UploadField(
        label=_("填好的表格"), help_text=_("xlsx，不超过 10 MB。先核对，确认以后才写入。"),
        error_messages={"required": _("请选一个文件"), "empty": _("文件是空的")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )  # fmt: skip
