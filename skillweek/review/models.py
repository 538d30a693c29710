"""The one review chain for everything that is reviewed."""

from typing import ClassVar

import pghistory
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation


@pghistory.track(exclude=["moved_at"])
class Review(models.Model):
    """One object's way up the tree: it waits at one organisation until that decides.

    ``kind`` names the reviewable ("activity", "item", "article" …) so that inboxes need no joins.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待审")
        APPROVED = "approved", _("已通过")
        RETURNED = "returned", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.CharField(max_length=40)
    target = GenericForeignKey()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reviews")
    waiting_at = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews_waiting"
    )
    final_at = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    moved_at = models.DateTimeField(
        help_text="since when it is where it is: submitted, passed on, returned …"
    )

    class Meta:
        ordering = ["submitted_at"]
        verbose_name = _("审核")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="review_one_per_object"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", waiting_at__isnull=False)
                | (~models.Q(state="waiting") & models.Q(waiting_at__isnull=True)),
                name="review_waits_at_one_place",
            ),
        ]
        indexes = [
            models.Index(fields=["waiting_at", "state", "kind"]),
            models.Index(fields=["owner", "state"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def token(self) -> str:
        """What a page posts back, so that a decision on something that has moved since is refused."""
        return f"{self.pk}-{self.round}-{self.waiting_at_id or 0}"

    @property
    def desk_url(self) -> str:
        """Where it is decided on."""
        return str(self.target.get_desk_url()) if self.target is not None else reverse("desk:home")


class Decision(models.Model):
    """What one organisation said about one round of a review; never changed."""

    class Verdict(models.TextChoices):
        SUBMITTED = "submitted", _("提交")
        APPROVED = "approved", _("通过")
        RETURNED = "returned", _("退回")
        WITHDRAWN = "withdrawn", _("撤回")

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField(_("理由"), blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict="returned") | ~models.Q(reason=""),
                name="decision_return_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} · {self.organisation}"


class Reviewed(models.Model):
    """What a unit writes and the chain approves; published by the last approval.

    The base of halls, resources, tours, prospectuses and articles. ``review_kind`` is the key under which the
    room registers the kind with ``review.queries.works``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待审")
        RETURNED = "returned", _("已退回")
        PUBLISHED = "published", _("已发布")
        WITHDRAWN = "withdrawn", _("已撤回")

    review_kind: ClassVar[str]

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("单位")
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["city", "state"]), models.Index(fields=["owner", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
                name="%(class)s_published_has_moment",
            )
        ]

    def get_desk_url(self) -> str:
        """Where the unit and its officers work on it."""
        return reverse("review:work", args=[self.review_kind, self.pk])

    @property
    def editable(self) -> bool:
        """True while the unit may still change it."""
        return self.state in {self.State.DRAFT, self.State.RETURNED, self.State.WITHDRAWN}
