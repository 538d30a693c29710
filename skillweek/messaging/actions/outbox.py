"""What officers do with messages that wait, failed, or need a second look."""

from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.messaging.models import Message, Reveal
from skillweek.messaging.queries import Filters, filtered, visible_to
from skillweek.messaging.rules import next_state

State = Message.State


class MessagingError(Exception):
    """A step that is not allowed now; the text says why, to a person."""


def _locked(message: Message, by: User, step: str, refusal: str) -> Message:
    """The message as it is now, locked; raises with ``refusal`` when ``step`` cannot be taken."""
    current = visible_to(by).select_for_update().filter(pk=message.pk).first()
    if current is None:
        raise MessagingError(_("这条消息不归您管"))
    if next_state(current.state, step) is None or current.erased_at:
        raise MessagingError(refusal)
    return current


def _requeue(ids: Sequence[str], before: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT messaging_requeue(%s::uuid[], %s, %s)", [list(ids), before, clock.now()])
        return int(cursor.fetchone()[0])


@transaction.atomic
def release(*, message: Message, by: User) -> None:
    """Let a held message go."""
    current = _locked(message, by, "release", _("这条消息不在等放行"))
    _requeue([str(current.pk)], State.HELD)


@transaction.atomic
def release_many(*, ids: Sequence[str], by: User) -> int:
    """Let held messages go, as many of ``ids`` as wait; raises when none does."""
    mine = visible_to(by).filter(pk__in=ids, state=State.HELD).values_list("pk", flat=True)
    number = _requeue([str(pk) for pk in mine], State.HELD)
    if not number:
        raise MessagingError(_("请先选择等放行的消息"))
    return number


@transaction.atomic
def release_batch(*, batch: str, by: User) -> int:
    """Let all held messages of a batch go."""
    mine = filtered(visible_to(by), Filters(state=State.HELD, batch=batch))
    number = _requeue([str(pk) for pk in mine.values_list("pk", flat=True)], State.HELD) if batch else 0
    if not number:
        raise MessagingError(_("这一批里没有等放行的消息"))
    return number


@transaction.atomic
def retry(*, message: Message, by: User) -> None:
    """Queue a failed message again, behind what already waits for the same address."""
    current = _locked(message, by, "retry", _("只有没送出的消息可以重发"))
    _requeue([str(current.pk)], State.FAILED)


@transaction.atomic
def edit(*, message: Message, by: User, subject: str, body: str) -> Message:
    """Change the words of a held message."""
    current = _locked(message, by, "edit", _("只有等放行的消息可以改文字"))
    if current.channel == Message.Channel.SMS and settings.SMS_URL:
        raise MessagingError(_("短信服务商只发报备过的文字，这条不能改；可以不发"))
    if not body.strip():
        raise MessagingError(_("正文不能是空的"))
    current.subject, current.body = " ".join(subject.split()), body
    current.edits += 1
    current.save(update_fields=["subject", "body", "edits"])
    return current


def _reason(reason: str) -> str:
    if not (said := " ".join(reason.split())[:200]):
        raise MessagingError(_("请写明原因"))
    return said


@transaction.atomic
def discard(*, message: Message, by: User, reason: str) -> None:
    """Do not send a message that waits or failed."""
    said = _reason(reason)
    current = _locked(message, by, "discard", _("这条消息已经发出或正在发，不能撤下"))
    current.state = next_state(current.state, "discard") or current.state
    current.reason = said
    current.save(update_fields=["state", "reason"])


@transaction.atomic
def discard_many(*, ids: Sequence[str], batch: str, by: User, reason: str) -> int:
    """Do not send held messages: those of ``ids``, or all of ``batch``; raises when none waits."""
    said = _reason(reason)
    held = visible_to(by).filter(state=State.HELD)
    held = held.filter(batch=batch) if batch else held.filter(pk__in=ids)
    number = held.update(state=State.DISCARDED, reason=said)
    if not number:
        raise MessagingError(_("请先选择等放行的消息"))
    return number


@transaction.atomic
def reveal(*, message: Message, by: User, reason: str) -> Reveal:
    """Log why ``by`` looks at the whole address; it can be read for a quarter of an hour."""
    said = _reason(reason)
    if not visible_to(by).filter(pk=message.pk, erased_at__isnull=True).exists():
        raise MessagingError(_("这条消息不归您管"))
    return Reveal.objects.create(message=message, user=by, reason=said, at=clock.now())
