"""When a venue or a person can be had."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models.people import Contact
from skillweek.organisations.models.units import Organisation, Venue


@pghistory.track()
class Window(models.Model):
    """A span of time of one venue or one person.

    ``open`` spans limit it: where there is any, it can be had within them alone. In a span that is not open it
    cannot be had.
    """

    owner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the unit of the venue or the person",
    )
    venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.CASCADE, related_name="windows", verbose_name=_("场地")
    )
    contact = models.ForeignKey(
        Contact,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="windows",
        verbose_name=_("人员"),
    )
    open = models.BooleanField(_("这段时间可用"))
    starts = models.DateTimeField(_("开始"))
    ends = models.DateTimeField(_("结束"))
    note = models.CharField(_("说明"), max_length=80, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = _("可用时间")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="window_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(venue=None, contact__isnull=False)
                | models.Q(venue__isnull=False, contact=None),
                name="window_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue or self.contact} {self.starts:%m-%d %H:%M}"
