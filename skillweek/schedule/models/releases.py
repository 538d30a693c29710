"""Released versions of the programme, what changed from one to the next, and who wants to be told."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import new_code
from skillweek.common.fields import EncryptedTextField
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session


@pghistory.track()
class Release(models.Model):
    """The programme as it was made public at one moment; numbered from 1 within the edition."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="empty: by itself"
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("日程版本")
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="release_once")]

    def __str__(self) -> str:
        return f"{self.edition} v{self.number}"


class ReleasedActivity(models.Model):
    """What a release froze of a public activity; written where it differs from the release before, never changed.

    What an activity said in version n is its latest row of a version up to n.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="activities")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="released")
    title = models.CharField(max_length=60)
    summary = models.CharField(max_length=120)
    text = models.CharField(max_length=32, help_text="digest of what the page tells, title and summary apart")
    audiences = models.TextField(blank=True, help_text="ids of the audiences, in order")
    online_url = models.URLField(blank=True)
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "release"], name="released_activity_once")]

    def __str__(self) -> str:
        return f"{self.release} · {self.title}"


class ReleasedSession(models.Model):
    """A session as a release froze it; written where it differs from the release before, never changed."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="sessions")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="released")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    venue_name = models.CharField(max_length=80, blank=True)
    cancelled = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "release"], name="released_session_once")]

    def __str__(self) -> str:
        return f"{self.release} · {self.session}"


class Change(models.Model):
    """One line of the public change log: what a release made different for one activity or session."""

    class Kind(models.TextChoices):
        ADDED = "added", _("新增")
        MOVED = "moved", _("调整时间地点")
        REVISED = "revised", _("内容修改")
        CANCELLED = "cancelled", _("取消")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="changes")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="changes"
    )
    from_starts = models.DateTimeField(null=True, blank=True)
    from_ends = models.DateTimeField(null=True, blank=True)
    to_starts = models.DateTimeField(null=True, blank=True)
    to_ends = models.DateTimeField(null=True, blank=True)
    from_venue = models.CharField(max_length=80, blank=True)
    to_venue = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True, help_text="what was revised: keys of rules.ASPECTS")

    class Meta:
        ordering = ["to_starts", "id"]
        verbose_name = _("变更")
        indexes = [
            models.Index(fields=["activity", "-id"], name="change_by_activity"),
            models.Index(fields=["release", "kind"], name="change_by_release"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.activity}"


def follower_token() -> str:
    """What the links of a follower's messages carry; 118 bits."""
    return new_code(24)


class Follower(models.Model):
    """Somebody without an account who is told when an activity changes; confirmed by a link, ended by a link."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="followers")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="followers")
    email = EncryptedTextField(_("邮箱"))
    email_index = models.CharField(max_length=64, db_index=True, help_text="keyed blind index of the address")
    language = models.CharField(max_length=10)
    token = models.CharField(max_length=32, unique=True, default=follower_token)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    retention_until = models.DateField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("关注")
        constraints = [models.UniqueConstraint(fields=["activity", "email_index"], name="follower_once")]

    def __str__(self) -> str:
        return f"{self.activity} · {self.pk}"
