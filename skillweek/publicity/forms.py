"""Shape of what is written for publicity."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.publicity.models import Article
from skillweek.review.forms import UploadField, WorkForm


class ArticleForm(WorkForm):
    """One article."""

    cover = UploadField(label=_("题图"), help_text=_("横向图片，JPEG、PNG 或 WebP。"))

    class Meta:
        model = Article
        fields = ["topic", "title", "title_en", "lead", "lead_en", "body", "source", "editor"]
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 2}), "lead_en": forms.Textarea(attrs={"rows": 2}),
            "body": forms.Textarea(attrs={"rows": 16}),
        }  # fmt: skip
        help_texts = {
            "body": _("空一行就是新的一段；也可以粘贴带格式的网页代码，会自动清理。"),
            "lead": _("一两句话，列表里显示。"),
        }

    field_order = ["topic", "title", "title_en", "lead", "lead_en", "cover", "body", "source", "editor"]

    def __init__(
        self, data: Any = None, files: Any = None, *, instance: Article, initial: Any = None
    ) -> None:
        super().__init__(data, files, instance=instance, initial=initial)
        self.fields["topic"].queryset = instance.edition.topics.all()  # type: ignore[attr-defined]  # rows
