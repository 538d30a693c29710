"""Sheets that came in and wait to be confirmed, and telephone numbers that went out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.common.fields import EncryptedTextField
from skillweek.organisations.models.units import Organisation


class SheetImport(models.Model):
    """An uploaded sheet: looked at first, written when confirmed; then its content is gone."""

    class Kind(models.TextChoices):
        UNITS = "units", _("单位")
        PEOPLE = "people", _("人员")
        CONTACTS = "contacts", _("联系人")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待确认")
        DONE = "done", _("已写入")
        DROPPED = "dropped", _("已放弃")

    code = models.CharField(max_length=40, unique=True, default=short_code)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    content = EncryptedTextField(blank=True, help_text="the rows as JSON; empty once it is over")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    written = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("导入")

    def __str__(self) -> str:
        return self.name


class Disclosure(models.Model):
    """Telephone numbers left the system in a file: who took how many, and what for."""

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(_("用途"), max_length=100)
    numbers = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("通讯录导出")
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="disclosure_has_reason")]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d} {self.numbers}"
