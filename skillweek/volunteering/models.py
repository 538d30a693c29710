"""Services for residents."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.plan.models import ServiceKind
from skillweek.programme.models import Activity, Session


@pghistory.track()
class ServicePoint(models.Model):
    """What is special about an activity that serves residents; title, times and places are the activity's."""

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="service_point")
    kind = models.ForeignKey(
        ServiceKind, on_delete=models.PROTECT, related_name="points", verbose_name=_("服务类别")
    )
    staff_count = models.PositiveSmallIntegerField(_("服务人数"), null=True, blank=True)
    bring = models.CharField(_("请带上"), max_length=160, blank=True)
    limits = models.CharField(_("服务范围"), max_length=200, blank=True)
    safety_note = models.CharField(_("安全提示"), max_length=200, blank=True)

    #: planned sessions, where ``queries.with_sessions`` has put them
    times: list[Session]

    class Meta:
        ordering = ["kind__position", "id"]
        verbose_name = _("服务点")

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("volunteering:point", args=[self.activity.code])
