"""A visitor's card of stamps: what is on it follows from check-ins, so only the card and its gift are rows."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition


@pghistory.track(exclude=["phone_index"])
class StampCard(models.Model):
    """The card of one telephone number in an edition; a signed link is the key, ``code`` is what staff check."""

    code = models.CharField(_("集章卡编号"), max_length=12, unique=True, default=short_code)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="stamp_cards")
    phone_index = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    given_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("发出的人")
    )
    retention_until = models.DateField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("集章卡")
        constraints = [
            models.UniqueConstraint(fields=["edition", "phone_index"], name="stamp_card_once_per_phone"),
            models.CheckConstraint(
                condition=models.Q(given_at__isnull=True, given_by__isnull=True)
                | models.Q(given_at__isnull=False, given_by__isnull=False),
                name="stamp_card_given_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.code
