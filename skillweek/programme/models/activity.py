"""What happens: the activity, who holds it, and who is responsible for its safety."""

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.audit.rules import tracked_to_the_end
from skillweek.common.codes import short_code
from skillweek.common.fields import EncryptedTextField
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.plan.models import ActivityKind, Audience, Edition, Tag, Topic


@pghistory.track(exclude=["search", "updated_at"])
class Activity(models.Model):
    """One activity of an edition, owned by the unit that writes it; published means public."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待审")
        RETURNED = "returned", _("已退回")
        APPROVED = "approved", _("已通过")
        PUBLISHED = "published", _("已发布")
        CANCELLED = "cancelled", _("已取消")
        MERGED = "merged", _("已并入")

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="activities")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="activities")
    kind = models.ForeignKey(
        ActivityKind, on_delete=models.PROTECT, related_name="activities", verbose_name=_("活动类别")
    )
    code = models.SlugField(max_length=40, unique=True, default=short_code)
    title = models.CharField(_("活动名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    summary = models.CharField(_("一句话介绍"), max_length=120)
    body = models.TextField(_("活动内容"), blank=True)
    steps = models.TextField(_("现场做什么"), blank=True, help_text="one step a line")
    good_to_know = models.TextField(_("来之前请知道"), blank=True)
    cover = models.ForeignKey(
        File, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("封面图片")
    )
    audiences = models.ManyToManyField(Audience, related_name="activities", verbose_name=_("适合谁"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="activities")
    topic = models.ForeignKey(
        Topic,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name=_("宣传重点"),
    )
    highlight = models.BooleanField(_("看点"), default=False)
    movable = models.BooleanField(_("时间可以调整"), default=False)
    online_url = models.URLField(_("线上地址"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    revises = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="revisions",
        help_text="the public activity of which this is the working copy; approved, it is merged into it",
    )  # fmt: skip
    revises_at = models.DateTimeField(
        _("修订自哪一刻"), null=True, blank=True, editable=False,
        help_text="in a working copy: when the public activity had last changed, as it was taken",
    )  # fmt: skip
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies",
        help_text="the activity, mostly of another year, that this one began as",
    )  # fmt: skip
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("活动")
        indexes = [
            models.Index(fields=["city", "edition", "state"]),
            models.Index(fields=["owner", "state"]),
            GinIndex(fields=["search"], name="activity_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
                name="activity_published_has_moment",
            ),
            models.UniqueConstraint(
                fields=["revises"],
                condition=models.Q(state__in=["draft", "submitted", "returned", "approved"]),
                name="activity_one_working_copy",
            ),
            models.CheckConstraint(
                condition=models.Q(revises=None) | ~models.Q(state="published"),
                name="activity_working_copy_is_never_public",
            ),
        ]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("website:activity", args=[self.code])

    @property
    def step_list(self) -> list[str]:
        """What visitors do, step by step."""
        return [line.strip() for line in self.steps.splitlines() if line.strip()]

    def get_desk_url(self) -> str:
        """The page of staff."""
        return reverse("programme:desk_activity", args=[self.pk])


@tracked_to_the_end()
class Participation(models.Model):
    """A unit's part in an activity: host 主办, undertaker 承办, co-host 协办; units outside the tree by name."""

    class Role(models.TextChoices):
        HOST = "host", _("主办")
        UNDERTAKER = "undertaker", _("承办")
        CO_HOST = "co_host", _("协办")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="participations"
    )
    name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, name="")
                | (models.Q(organisation__isnull=True) & ~models.Q(name="")),
                name="participation_unit_or_name",
            ),
            models.UniqueConstraint(fields=["activity", "organisation", "role"], name="participation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.label}"

    @property
    def label(self) -> str:
        """The unit's name."""
        return self.organisation.name if self.organisation else self.name


class Autosave(models.Model):
    """What a person typed on one of the author's pages and has not saved; gone once it is."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    page = models.SlugField(max_length=40)
    values = EncryptedTextField(help_text="JSON: the fields as typed, by name; phones may be among them")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "activity", "page"], nulls_distinct=False, name="autosave_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.page} {self.saved_at:%m-%d %H:%M}"
