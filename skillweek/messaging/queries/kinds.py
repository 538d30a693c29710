"""Kinds of messages as a city has set them up."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.messaging.models import Message, ProviderTemplate, Switch, Template
from skillweek.messaging.queries.outbox import users_of
from skillweek.messaging.rules import KINDS, MessageKind, provider_text


@dataclass(frozen=True)
class KindRow:
    """A kind with what the city decided about it."""

    kind: MessageKind
    hold: bool
    changed: bool
    provider_code: str


@dataclass(frozen=True)
class TextChange:
    """One change of a city's own words; ``body`` is what they became."""

    at: datetime
    who: User | None
    what: str
    subject: str
    body: str


def holds(city_code: str) -> dict[str, bool]:
    """Kind (empty for every kind) -> whether it waits for release."""
    return dict(Switch.objects.filter(city_code=city_code).values_list("kind", "hold"))


def texts_of(city_code: str, kind: str) -> dict[str, Template]:
    """The city's own words of a kind by language."""
    return {row.language: row for row in Template.objects.filter(city_code=city_code, kind=kind)}


def provider_templates(city_code: str) -> dict[str, ProviderTemplate]:
    """The provider's templates by kind."""
    return {row.kind: row for row in ProviderTemplate.objects.filter(city_code=city_code)}


def provider_template(city_code: str, kind: str) -> ProviderTemplate | None:
    """The provider's template of a kind."""
    found = ProviderTemplate.objects.filter(city_code=city_code, kind=kind)
    return found.prefetch_related("parameters").first()


def provider_parameters(template: ProviderTemplate, message: Message) -> dict[str, str]:
    """The values of the provider's parameters for one message; a value that was not given is empty."""
    values = json.loads(message.values or "{}")
    return {one.name: str(values.get(one.variable, "")) for one in template.parameters.all()}


def approved_text(template: ProviderTemplate, message: Message) -> str:
    """The provider's text with the values of one message: what telephones will show."""
    return provider_text(template.text, provider_parameters(template, message))


def kinds_of(city_code: str) -> list[KindRow]:
    """Every kind that is registered, in the order of its key."""
    held, provided = holds(city_code), provider_templates(city_code)
    own = set(Template.objects.filter(city_code=city_code).values_list("kind", flat=True))
    return [
        KindRow(kind, held.get(key, False), key in own, provided[key].code if key in provided else "")
        for key, kind in sorted(KINDS.items())
    ]


def text_history(city_code: str, kind: str) -> list[TextChange]:
    """Who changed the city's words of a kind, latest first; resets stay in it."""
    model: Any = apps.get_model("messaging", "TemplateEvent")
    events = list(
        model.objects.filter(city_code=city_code, kind=kind).select_related("pgh_context").order_by("-pgh_id")
    )
    users = users_of(events)
    said = {"insert": _("改成自己的文字"), "update": _("修改"), "delete": _("恢复预设")}
    return [
        TextChange(
            at=event.pgh_created_at, who=users.get(event.pgh_id), what=said[event.pgh_label],
            subject=event.subject, body=event.body,
        )
        for event in events
    ]  # fmt: skip
