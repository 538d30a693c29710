"""Forms of the plan."""

from skillweek.plan.forms.notices import NoticeForm, RecipientsForm

__all__ = ["NoticeForm", "RecipientsForm"]
