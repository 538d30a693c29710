"""Highlights that a proposal leaves in each other's way."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.common.wording import han_date
from skillweek.coverage.models.planner import Proposal
from skillweek.programme.models import Session


class HighlightPair(models.Model):
    """Two highlights too near together in one half day, or too far apart in the morning and afternoon of one day."""

    class Kind(models.TextChoices):
        NEAR = "near", gettext_lazy("挨得太近")
        FAR = "far", gettext_lazy("赶不过去")

    class Slot(models.TextChoices):
        AM = "am", gettext_lazy("上午")
        PM = "pm", gettext_lazy("下午")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pairs")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    first = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    slot = models.CharField(max_length=2, choices=Slot.choices, help_text="of the first")
    km = models.FloatField(null=True, help_text="null: nobody wrote where one of them is")
    minutes = models.PositiveIntegerField(null=True, help_text="by road")

    class Meta:
        ordering = ["kind", "day", "slot", "id"]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"

    @property
    def sentence(self) -> str:
        """When, and how far apart."""
        words = {"day": han_date(self.day, "day"), "slot": self.get_slot_display(), "minutes": self.minutes}
        if self.kind == self.Kind.FAR:
            return _("%(day)s上午到下午，车程约 %(minutes)d 分钟") % words
        if self.km is None:
            return _("%(day)s%(slot)s，都在同一个县市区，没有登记坐标") % words
        if self.km < 0.05:  # said with one decimal
            return _("%(day)s%(slot)s，在同一个地点") % words
        return _("%(day)s%(slot)s，相距 %(km)s 公里") % (words | {"km": f"{self.km:.1f}"})
