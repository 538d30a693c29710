"""Shape of what is asked when a report is built."""

from django import forms

from skillweek.report.models import Report


class BuildForm(forms.Form):
    """The file format."""

    format = forms.ChoiceField(choices=Report.Format.choices)
