"""Shape of what is written about halls, exhibits and resources."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.exhibition.models import Exhibit, Hall, Placement, Resource
from skillweek.review.forms import PartForm, UploadField, WebAddressField, WorkForm


class HallForm(WorkForm):
    """A hall: its name, its preface and its cover."""

    cover = UploadField(label=_("封面"), help_text=_("横向图片效果最好，JPEG、PNG 或 WebP。"))

    class Meta:
        model = Hall
        fields = ["title", "title_en", "introduction", "introduction_en"]
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 5}),
            "introduction_en": forms.Textarea(attrs={"rows": 4}),
        }


class ExhibitForm(PartForm):
    """One exhibit and the part of the hall in which it stands."""

    room = forms.CharField(
        label=_("展区"), max_length=60, help_text=_("写已有的展区名称，或写一个新的。"),
        widget=forms.TextInput(attrs={"list": "rooms"}),
    )  # fmt: skip
    picture = UploadField(label=_("图片"), help_text=_("JPEG、PNG 或 WebP。"))

    class Meta:
        model = Exhibit
        fields = [
            "title", "title_en", "maker", "maker_class", "skill", "year", "medium", "story", "story_en", "alt",
        ]  # fmt: skip
        widgets = {
            "story": forms.Textarea(attrs={"rows": 5}),
            "story_en": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"alt": _("给看不见图片的人：图上是什么。")}

    field_order = ["room", "title", "title_en", "picture", "alt"]

    uploads = ("picture",)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        instance: Placement | None,
        work: Hall,
        initial: Any = None,
    ) -> None:
        titles = [room.title for room in work.rooms.all()]
        chosen = instance.room.title if instance else (titles[-1] if titles else "")
        exhibit = instance.exhibit if instance else None
        super().__init__(data, files, instance=exhibit, work=work, initial={"room": chosen} | (initial or {}))
        self.suggestions = {"rooms": titles}


class ResourceForm(WorkForm):
    """An open resource."""

    file = UploadField(
        label=_("文件"),
        accept=".mp4,.pdf,.docx,.zip,.jpg,.png",
        help_text=_("视频用 MP4，课件和手册用 PDF。"),
    )

    class Meta:
        model = Resource
        fields = ["title", "title_en", "summary", "kind", "subject", "level", "language", "licence", "url"]
        field_classes = {"url": WebAddressField}

    uploads = ("file",)

    def clean(self) -> dict[str, Any]:
        """Either a file or an address."""
        facts = super().clean() or {}
        if not facts.get("file") and not facts.get("url") and not self.errors:
            self.add_error("file", _("请上传文件，或在下面填写网址。"))
        return facts
