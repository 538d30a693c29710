"""What is written about the Week, under the edition's topics."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.common.codes import short_code
from skillweek.library.models import File
from skillweek.plan.models import Edition, Topic
from skillweek.review.models import Reviewed


@pghistory.track()
class Article(Reviewed):
    """One article; ``body`` is HTML that the actions have cleaned."""

    review_kind = "article"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="articles")
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="articles", verbose_name=_("宣传重点")
    )
    slug = models.SlugField(max_length=60, unique=True, default=short_code)
    title = models.CharField(_("标题"), max_length=80)
    title_en = models.CharField(_("英文标题"), max_length=160, blank=True)
    lead = models.CharField(_("导语"), max_length=160)
    lead_en = models.CharField(_("英文导语"), max_length=320, blank=True)
    body = models.TextField(_("正文"))
    cover = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=60)
    editor = models.CharField(_("责任编辑"), max_length=40, blank=True)

    class Meta(Reviewed.Meta):
        verbose_name = _("文章")

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("publicity:article", args=[self.slug])

    @property
    def text(self) -> str:
        """The lead in the reader's language."""
        return self.lead_en if get_language() == "en" and self.lead_en else self.lead
