"""Shape of what is written about a reviewed work."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.library import forms as library
from skillweek.organisations.models import Organisation
from skillweek.review.models import Reviewed


class UploadField(library.UploadField):
    """A file of the library that may be replaced by an upload; kept when none is given."""

    def __init__(self, *, accept: str = "image/jpeg,image/png,image/webp", **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), **kwargs)


class WebAddressField(forms.URLField):
    """An address on the web; without a scheme it is taken as https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class WorkForm(forms.ModelForm):
    """A work, or something of it; its files (``uploads``) stay as they are unless others are uploaded."""

    uploads: ClassVar[tuple[str, ...]] = ("cover",)

    def __init__(self, data: Any = None, files: Any = None, *, instance: Any, initial: Any = None) -> None:
        held = {name: getattr(instance, name, None) for name in self.uploads}
        super().__init__(data, files, instance=instance, initial=held | (initial or {}))


class PartForm(WorkForm):
    """A row that belongs to ``work``; ``instance`` is None for a new one."""

    uploads: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, data: Any = None, files: Any = None, *, instance: Any, work: Reviewed, initial: Any = None
    ) -> None:
        super().__init__(data, files, instance=instance, initial=initial)
        self.work = work
        self.bind(work)

    def bind(self, work: Reviewed) -> None:
        """Fit the choices to ``work``."""


class OwnerForm(forms.Form):
    """For which unit something new is written, when a person works for several."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("单位"), empty_label=None)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = units  # type: ignore[attr-defined]  # a model choice field


class ReasonForm(forms.Form):
    """Why something is returned."""

    reason = forms.CharField(label=_("退回的理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class ManyForm(forms.Form):
    """One answer for many things; a return needs its reason."""

    verdict = forms.ChoiceField(choices=[("approve", ""), ("return", "")])
    reason = forms.CharField(
        label=_("退回的理由"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
