"""Files: the only place that holds bytes."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import uuid7


def _path(instance: "File | Rendition", filename: str) -> str:
    """Where bytes lie: by content, never by a name that a user chose."""
    digest = instance.sha256 if isinstance(instance, File) else instance.file.sha256
    return f"files/{digest[:2]}/{digest}/{filename}"


@pghistory.track()
class File(models.Model):
    """One uploaded file with its origin, rights and state; ``owner_code`` is the owning organisation's code."""

    class State(models.TextChoices):
        UPLOADING = "uploading", _("上传中")
        SCANNING = "scanning", _("检查中")
        READY = "ready", _("可用")
        QUARANTINED = "quarantined", _("已隔离")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_code = models.CharField(max_length=40, db_index=True)
    uploaded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    data = models.FileField(upload_to=_path, max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=100)
    state = models.CharField(max_length=12, choices=State.choices, default=State.READY)
    public = models.BooleanField(default=False)
    alt = models.CharField(_("图片说明"), max_length=200, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    maker = models.CharField(max_length=60, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True, help_text="pixels")
    height = models.PositiveIntegerField(null=True, blank=True, help_text="pixels")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("文件")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where the file is served, through the permission check."""
        return reverse("library:file", args=[self.pk])

    @property
    def is_image(self) -> bool:
        """True for raster images that have renditions."""
        return self.media_type in {"image/jpeg", "image/png", "image/webp"}


class Rendition(models.Model):
    """A smaller copy of an image, made once; shares the permission of its file."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="renditions")
    data = models.FileField(upload_to=_path, max_length=300)
    media_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    size = models.PositiveBigIntegerField(help_text="bytes")

    class Meta:
        ordering = ["width"]
        constraints = [models.UniqueConstraint(fields=["file", "width", "media_type"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.file} {self.width}px"

    def get_absolute_url(self) -> str:
        """Where this copy is served."""
        return reverse("library:rendition", args=[self.file_id, self.width])
