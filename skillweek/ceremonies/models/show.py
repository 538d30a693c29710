"""The run of show, item by item."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.audit.rules import tracked_to_the_end
from skillweek.ceremonies.models.ceremony import Ceremony
from skillweek.organisations.models import Contact


@tracked_to_the_end()
class RunItem(models.Model):
    """One item: it begins when the one before ends, unless its time is fixed."""

    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.CASCADE, related_name="items", verbose_name=_("仪式")
    )
    position = models.PositiveSmallIntegerField(_("次序"))
    fixed = models.TimeField(_("固定时间"), null=True, blank=True, help_text="local time of the day")
    minutes = models.PositiveSmallIntegerField(_("分钟"))
    title = models.CharField(_("做什么"), max_length=80)
    public_title = models.CharField(
        _("对外说法"),
        max_length=60,
        blank=True,
        help_text="words of the public order of events; empty: not shown",
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("负责人")
    )
    who = models.CharField(_("负责人姓名"), max_length=40, blank=True)
    material = models.CharField(_("需要的东西"), max_length=120, blank=True)
    place = models.CharField(_("位置"), max_length=40, blank=True)
    cue = models.CharField(_("信号"), max_length=80, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("流程")
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__gte=1), name="run_item_takes_time"),
            models.CheckConstraint(
                condition=models.Q(contact=None) | models.Q(who=""), name="run_item_one_owner"
            ),
            models.UniqueConstraint(
                fields=["ceremony", "position"],
                name="run_item_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> str:
        """Who answers for it; empty while nobody does."""
        return self.contact.name if self.contact else self.who
