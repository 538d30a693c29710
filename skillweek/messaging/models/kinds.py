"""What a city decides about a kind of message: its words, whether it waits, how the provider knows it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Template(models.Model):
    """A city's own words for a kind of message in one language, instead of the preset."""

    city_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    subject = models.CharField(_("标题"), max_length=200, blank=True)
    body = models.TextField(_("正文"), max_length=2000)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["city_code", "kind", "language"]
        verbose_name = _("消息文字")
        constraints = [
            models.UniqueConstraint(fields=["city_code", "kind", "language"], name="template_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


@pghistory.track()
class Switch(models.Model):
    """Whether messages of a kind wait until somebody releases them; the empty kind stands for every kind."""

    city_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=60, blank=True)
    hold = models.BooleanField(_("先留下，等人放行"), default=False)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["city_code", "kind"]
        verbose_name = _("放行设置")
        constraints = [models.UniqueConstraint(fields=["city_code", "kind"], name="switch_once")]

    def __str__(self) -> str:
        return f"{self.kind or '*'} {self.hold}"


@pghistory.track()
class ProviderTemplate(models.Model):
    """The text that the provider of text messages has approved for a kind, and its number there."""

    city_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    code = models.CharField(_("模板编号"), max_length=40)
    text = models.TextField(
        _("报备的文字"), max_length=500, help_text=_("照服务商审核通过的原文粘贴，变量写作 ${名称}。")
    )
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["city_code", "kind"]
        verbose_name = _("服务商模板")
        constraints = [models.UniqueConstraint(fields=["city_code", "kind"], name="provider_template_once")]

    def __str__(self) -> str:
        return self.code


class ProviderParameter(models.Model):
    """A name between ``${`` and ``}`` of the approved text, and the variable of ours that it stands for."""

    template = models.ForeignKey(ProviderTemplate, on_delete=models.CASCADE, related_name="parameters")
    name = models.CharField(max_length=40)
    variable = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("模板变量")
        constraints = [models.UniqueConstraint(fields=["template", "name"], name="provider_parameter_once")]

    def __str__(self) -> str:
        return f"${{{self.name}}} = {self.variable}"
