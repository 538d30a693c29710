"""Form fields for files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from skillweek.library.uploads import RefusedUpload


class UploadField(forms.FileField):
    """A file; says why when it was refused while it streamed in."""

    def to_python(self, data: Any) -> Any:
        """The uploaded file, or ValidationError with the reason."""
        if isinstance(data, RefusedUpload):
            raise ValidationError(data.refusal, code="refused")
        return super().to_python(data)
