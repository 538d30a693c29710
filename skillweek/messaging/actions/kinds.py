"""What a city decides about kinds of messages: own words, whether they wait, the provider's templates."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.messaging.actions.outbox import MessagingError
from skillweek.messaging.models import ProviderParameter, ProviderTemplate, Switch, Template
from skillweek.messaging.queries import cities_of, forget
from skillweek.messaging.rules import KINDS, parameters_in

LANGUAGES = ("zh-hans", "en")


def _check(city_code: str, kind: str, by: User) -> None:
    if city_code not in {desk.code for desk in cities_of(by)}:
        raise MessagingError(_("只有市级管理员可以定消息的文字和设置"))
    if kind and kind not in KINDS:
        raise MessagingError(_("没有这类消息"))


@transaction.atomic
def save_text(*, city_code: str, kind: str, language: str, subject: str, body: str, by: User) -> Template:
    """Keep the city's own words for a kind."""
    _check(city_code, kind, by)
    if language not in LANGUAGES:
        raise MessagingError(_("没有这种语言"))
    if not body.strip():
        raise MessagingError(_("正文不能是空的"))
    if not KINDS[kind].is_text_message and not subject.strip():
        raise MessagingError(_("邮件要有标题"))
    one_line = "" if KINDS[kind].is_text_message else " ".join(subject.split())
    facts = {
        "subject": one_line,
        "body": body.replace("\r\n", "\n"),
        "updated_at": clock.now(),
        "updated_by": by,
    }
    words, _made = Template.objects.update_or_create(
        city_code=city_code, kind=kind, language=language, defaults=facts
    )
    transaction.on_commit(forget)
    return words


@transaction.atomic
def reset_text(*, city_code: str, kind: str, language: str, by: User) -> None:
    """Go back to the preset; without own words nothing happens."""
    _check(city_code, kind, by)
    Template.objects.filter(city_code=city_code, kind=kind, language=language).delete()
    transaction.on_commit(forget)


@transaction.atomic
def set_hold(*, city_code: str, kind: str, hold: bool, by: User) -> Switch:
    """Let messages of a kind (empty: of every kind) wait until they are released, or let them go by themselves.

    Those that already wait go on waiting.
    """
    _check(city_code, kind, by)
    switch, _made = Switch.objects.update_or_create(
        city_code=city_code, kind=kind, defaults={"hold": hold, "updated_at": clock.now()}
    )
    return switch


@transaction.atomic
def save_provider_template(
    *, city_code: str, kind: str, code: str, text: str, parameters: Mapping[str, str], by: User
) -> ProviderTemplate | None:
    """Keep the provider's approved template of a kind, ``parameters`` from its names to our variables.

    An empty code removes it.
    """
    _check(city_code, kind, by)
    if not code:
        ProviderTemplate.objects.filter(city_code=city_code, kind=kind).delete()
        return None
    for name in parameters_in(text):
        if parameters.get(name, name) not in KINDS[kind].variables:
            raise MessagingError(_("模板里的 ${%(name)s} 还没有对应的变量") % {"name": name})
    template, _made = ProviderTemplate.objects.update_or_create(
        city_code=city_code, kind=kind, defaults={"code": code, "text": text, "updated_at": clock.now()}
    )
    template.parameters.all().delete()
    ProviderParameter.objects.bulk_create(
        ProviderParameter(template=template, name=name, variable=parameters.get(name, name))
        for name in parameters_in(text)
    )
    return template
