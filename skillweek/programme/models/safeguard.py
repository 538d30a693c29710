"""What must be settled before people come: safety, permit, money, and how many are let in."""

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.audit.rules import tracked_to_the_end
from skillweek.common.fields import EncryptedTextField
from skillweek.library.models import File
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, SafetyItem
from skillweek.programme.models.activity import Activity


@pghistory.track()
class Safeguard(models.Model):
    """Who answers for safety, and for how many people (条例: venue capacity and expected number)."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="safeguard")
    responsible_name = models.CharField(_("安全责任人"), max_length=40, blank=True)
    responsible_phone = EncryptedTextField(_("责任人手机"), blank=True, default="")
    capacity = models.PositiveIntegerField(_("核定容纳人数"), null=True, blank=True)
    expected = models.PositiveIntegerField(_("预计人数"), null=True, blank=True)
    measures = models.TextField(_("安全与防疫措施"), blank=True)
    public_note = models.CharField(
        _("给来的人的安全提示"), max_length=200, blank=True, help_text="shown on the public page"
    )
    insurance = models.CharField(
        _("保险"), max_length=120, blank=True, help_text="policy, or why none is needed"
    )
    first_aid = models.CharField(
        _("医疗救护"), max_length=120, blank=True, help_text="first aid on site, nearest hospital"
    )
    frugal = models.BooleanField(
        _("不花钱或已从简"), default=False, help_text="stated by the owner: no budget line is needed"
    )

    full_plan = models.BooleanField(
        _("要写完整安全方案"), default=False, help_text="an officer asks for every item, whatever the size"
    )

    class Meta:
        verbose_name = _("安全保障")

    def __str__(self) -> str:
        return f"{self.activity} · {self.responsible_name}"


@tracked_to_the_end()
class SafetyAnswer(models.Model):
    """What the safety plan of an activity says on one item; a file may say it instead of words."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="safety_answers")
    item = models.ForeignKey(SafetyItem, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("内容"), max_length=2000, blank=True)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["item__position", "item__code"]
        verbose_name = _("安全方案")
        constraints = [
            models.UniqueConstraint(fields=["activity", "item"], name="safety_answer_once"),
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(file__isnull=False),
                name="safety_answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.item}"


@pghistory.track()
class Permit(models.Model):
    """The permit for a crowd: its file once granted, or why none is needed (条例 art. 11-14, 25)."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="permit")
    authority = models.CharField(_("许可机关"), max_length=80, blank=True)
    filed_on = models.DateField(_("申请日期"), null=True, blank=True)
    granted_on = models.DateField(_("许可日期"), null=True, blank=True)
    number = models.CharField(_("许可文号"), max_length=60, blank=True)
    file = models.ForeignKey(
        File, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("许可文件")
    )
    covers = models.JSONField(
        _("许可时的人数、时间和地点"),
        default=dict,
        blank=True,
        help_text="what it was granted for: expected people, time and place of sessions",
    )
    exemption = models.CharField(
        _("不需要许可的理由"), max_length=200, blank=True, help_text="such as: held by the government itself"
    )
    exemption_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("说明人")
    )

    class Meta:
        verbose_name = _("大型活动许可")

    def __str__(self) -> str:
        return f"{self.activity} · {self.number or self.exemption}"


@tracked_to_the_end()
class BudgetLine(models.Model):
    """What an activity costs, line by line; none is the rule (clause 五(二): frugality)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="budget")
    item = models.CharField(_("用途"), max_length=60)
    amount = models.DecimalField(_("金额"), max_digits=12, decimal_places=2, default=0, help_text="yuan")
    source = models.CharField(_("经费来源"), max_length=60, blank=True)
    reason = models.CharField(
        _("为什么必须"), max_length=200, blank=True, help_text="asked where a word is warned of"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("经费")
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=0), name="budget_not_negative")]

    def __str__(self) -> str:
        return f"{self.item} {self.amount}"


@tracked_to_the_end()
class CrowdRule(models.Model):
    """How full venues may be: a factor of their capacity, for a scope and some days; the narrowest rule holds.

    Scope: the venue, else the county-level unit, else the whole city. Days: from ``starts`` to ``ends``, both
    belong to it; empty means without end. The caps count people of one venue: at the same moment, over a day.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="crowd_rules")
    place = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("县（市、区）"),
    )
    venue = models.ForeignKey(
        Venue,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="crowd_rules",
        verbose_name=_("场地"),
    )
    starts = models.DateField(_("从哪天起"), null=True, blank=True)
    ends = models.DateField(_("到哪天止"), null=True, blank=True)
    factor = models.PositiveSmallIntegerField(
        _("最多开放"), default=100, validators=[MaxValueValidator(100)], help_text="percent of the capacity"
    )
    instant_cap = models.PositiveIntegerField(_("同时最多人数"), null=True, blank=True)
    daily_cap = models.PositiveIntegerField(_("每天最多人数"), null=True, blank=True)
    reason = models.CharField(_("依据"), max_length=120)
    issuer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("发布单位")
    )
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("限流规则")
        constraints = [
            models.CheckConstraint(condition=models.Q(factor__lte=100), name="crowd_factor_percent"),
            models.CheckConstraint(
                condition=models.Q(starts=None)
                | models.Q(ends=None)
                | models.Q(ends__gte=models.F("starts")),
                name="crowd_rule_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(place=None) | models.Q(venue=None), name="crowd_rule_one_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue or self.place or self.edition.city} {self.factor}%"
