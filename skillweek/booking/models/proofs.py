"""What keeps machines out: telephone codes, spent proofs of work, counts of requests."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation


class PhoneCode(models.Model):
    """A code sent to a telephone; used once, soon, with few tries."""

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    phone_index = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, help_text="keyed hash of the code")
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("短信验证码")
        indexes = [models.Index(fields=["city", "phone_index", "created_at"])]

    def __str__(self) -> str:
        return str(self.created_at)


class SpentProof(models.Model):
    """A proof of work that was used; it cannot be used again."""

    digest = models.CharField(primary_key=True, max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("用过的验证")

    def __str__(self) -> str:
        return self.digest[:8]


class RateCount(models.Model):
    """How many requests ``who`` (a keyed hash) made of a kind in one stretch of time."""

    kind = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("请求次数")
        constraints = [models.UniqueConstraint(fields=["kind", "who", "since"], name="rate_once")]

    def __str__(self) -> str:
        return str(self.count)
