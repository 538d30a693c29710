"""Shape of what is written about tours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.review.forms import PartForm, UploadField, WorkForm
from skillweek.review.models import Reviewed
from skillweek.tours.models import Link, Marker, Scene, Tour

YAW = _("从全景图正中向右为正、向左为负，单位是度（-180 到 180）。")
PITCH = _("向上为正、向下为负，单位是度（-90 到 90）。")


def _degrees(label: Any, limit: int, help_text: Any) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=-limit, max_value=limit, initial=0, help_text=help_text)


def _offer(form: forms.ModelForm, name: str, tour: Reviewed) -> None:
    field: Any = form.fields[name]
    field.queryset = Scene.objects.filter(tour_id=tour.pk)


class TourForm(WorkForm):
    """A tour: its name, its introduction and its cover."""

    cover = UploadField(label=_("封面"), help_text=_("没有封面时用第一个场景的全景图。"))

    class Meta:
        model = Tour
        fields = ["title", "title_en", "introduction", "introduction_en"]
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 5}),
            "introduction_en": forms.Textarea(attrs={"rows": 4}),
        }


class SceneForm(PartForm):
    """One standpoint of a tour."""

    panorama = UploadField(label=_("全景图"), help_text=_("2∶1 的全景照片，JPEG、PNG 或 WebP。"))
    yaw = _degrees(_("初始方向"), 180, YAW)
    pitch = _degrees(_("初始俯仰"), 90, PITCH)

    class Meta:
        model = Scene
        fields = ["title", "title_en", "description", "description_en", "yaw", "pitch"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "description_en": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"title_en": _("英文名称"), "description_en": _("英文说明")}
        help_texts = {"description": _("看不见全景的人也能读到这段话：站在这里能看到什么。")}

    field_order = ["title", "title_en", "panorama", "description"]

    uploads = ("panorama",)

    def bind(self, work: Reviewed) -> None:
        """A new scene needs its panorama."""
        self.fields["panorama"].required = self.instance.pk is None


class LinkForm(PartForm):
    """A way between two scenes of one tour."""

    yaw = _degrees(_("方向"), 180, YAW)
    pitch = _degrees(_("俯仰"), 90, PITCH)

    class Meta:
        model = Link
        fields = ["source", "target", "yaw", "pitch"]
        labels = {"source": _("从"), "target": _("到")}

    def bind(self, work: Reviewed) -> None:
        """From and to scenes of this tour."""
        for name in ("source", "target"):
            _offer(self, name, work)


class MarkerForm(PartForm):
    """A note in a scene."""

    picture = UploadField(label=_("图片"))
    yaw = _degrees(_("方向"), 180, YAW)
    pitch = _degrees(_("俯仰"), 90, PITCH)

    class Meta:
        model = Marker
        fields = ["scene", "title", "title_en", "text", "text_en", "url", "yaw", "pitch"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "text_en": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "scene": _("场景"), "title_en": _("英文标题"), "text_en": _("英文说明"), "url": _("链接"),
        }  # fmt: skip
        help_texts = {"url": _("本站地址（以 / 开头）或以 https:// 开头的网址。")}

    uploads = ("picture",)

    def bind(self, work: Reviewed) -> None:
        """In a scene of this tour."""
        _offer(self, "scene", work)

    def clean_url(self) -> str:
        """Only addresses that lead to a page, never to a script."""
        url = str(self.cleaned_data["url"]).strip()
        if url and not url.startswith(("https://", "http://")) and (url[0] != "/" or url[:2] == "//"):
            raise forms.ValidationError(_("请写以 / 或 https:// 开头的地址。"))
        return url
