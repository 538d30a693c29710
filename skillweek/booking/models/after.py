"""What visitors say afterwards."""

import pghistory
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.booking.models.booking import Booking
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition


@pghistory.track()
class SurveyQuestion(models.Model):
    """A question to everybody who came, answered by one to five, or in words."""

    class Kind(models.TextChoices):
        MARK = "mark", _("1 至 5 分")
        TEXT = "text", _("一段话")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="survey_questions")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("问题"), max_length=120)
    label_en = models.CharField(_("英文"), max_length=200, blank=True)
    kind = models.CharField(_("怎样回答"), max_length=10, choices=Kind.choices, default=Kind.MARK)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("满意度问题")

    def __str__(self) -> str:
        return self.label_en if get_language() == "en" and self.label_en else self.label


class SurveyReply(models.Model):
    """The answers of one booking, once."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="survey")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("满意度答卷")

    def __str__(self) -> str:
        return str(self.booking)


class SurveyAnswer(models.Model):
    """One answer: ``mark`` 1 to 5, or ``text``."""

    reply = models.ForeignKey(SurveyReply, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.PROTECT, related_name="answers")
    mark = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("回答")
        constraints = [
            models.UniqueConstraint(fields=["reply", "question"], name="survey_answer_once"),
            models.CheckConstraint(
                condition=models.Q(mark__isnull=True) | models.Q(mark__gte=1, mark__lte=5),
                name="survey_mark_in_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.mark or self.text)


class SurveyStop(models.Model):
    """A telephone number that wants no more questions after its visits."""

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    phone_index = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("不再问满意度")
        constraints = [
            models.UniqueConstraint(fields=["city", "phone_index"], name="survey_stopped_once"),
        ]

    def __str__(self) -> str:
        return str(self.at)
