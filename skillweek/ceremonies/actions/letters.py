"""Letters to guests: the text, sending, reminding those who have not answered."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.ceremonies.actions.ceremonies import locked
from skillweek.ceremonies.kinds import INVITATION, REMINDER
from skillweek.ceremonies.models import Ceremony, Guest
from skillweek.ceremonies.queries import Staging, letter, mailable, remindable, staging, values
from skillweek.ceremonies.rules import CeremonyError
from skillweek.common import clock, wording
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.messaging.rules import MessageKind, unknown_names


def drafted(guest: Guest, stage: Staging, kind: MessageKind, key: str, batch: str, **more: str) -> Message:
    """A mail to ``guest``; ``key`` tells one occasion from another."""
    subject, body = letter(guest, stage, kind, **more)
    activity = stage.ceremony.activity
    return draft(
        city_code=stage.ceremony.city.code, owner_code=activity.owner.code, channel=Message.Channel.MAIL,
        address=guest.email, subject=subject, body=body, kind=kind.key, batch=batch,
        values=values(guest, stage, **more),
        dedup_key=f"{kind.key}:{guest.code}:{key}",
    )  # fmt: skip


@transaction.atomic
def write_letter(*, ceremony: Ceremony, subject: str, body: str, answer_by: date | None) -> Ceremony:
    """The words of the invitation, and until when an answer is asked for."""
    current = locked(ceremony)
    unknown = unknown_names(f"{subject}\n{body}", INVITATION)
    if unknown:
        names = "、".join("{{ " + name + " }}" for name in unknown)
        raise CeremonyError(_("没有这样的变量：%(names)s") % {"names": names}, "body")
    if "{{ link }}" not in body and "{{link}}" not in body:
        raise CeremonyError(_("正文里要有 {{ link }}，来宾从那里答复"), "body")
    starts = staging(current).starts
    if answer_by and starts and answer_by > starts.date():
        raise CeremonyError(_("回复截止日期不能晚于仪式那天"), "answer_by")
    current.letter_subject, current.letter_body, current.answer_by = subject, body, answer_by
    current.save(update_fields=["letter_subject", "letter_body", "answer_by"])
    return current


def _ready(stage: Staging) -> None:
    if stage.starts is None:
        raise CeremonyError(_("还没有排好时间地点，先不要发邀请"))
    if stage.starts <= clock.now():
        raise CeremonyError(_("仪式已经开始，不能再发"))


@transaction.atomic
def invite_guests(*, ceremony: Ceremony, seen: int) -> int:
    """Send the invitation to everybody with an address who has none yet; ``seen`` is how many the sender was shown."""
    current = locked(ceremony)
    stage, guests = staging(current), mailable(current)
    _ready(stage)
    if not guests:
        raise CeremonyError(_("没有要发的邀请：有邮箱的来宾都发过了"))
    if len(guests) != seen:
        words = {"seen": seen, "n": len(guests)}
        raise CeremonyError(_("您看到的是 %(seen)s 位，现在是 %(n)s 位，请再看一遍") % words)
    now = clock.now()
    batch = f"ceremonies.invitation:{current.pk}:{wording.moment(now)}"[:80]
    # an address that was changed is another occasion: its letter goes again
    queue_many([drafted(one, stage, INVITATION, one.email_index[:12], batch) for one in guests])
    _mark(guests)
    return len(guests)


def _mark(guests: list[Guest]) -> None:
    for one in guests:
        one.invited_at = clock.now()
        one.save(update_fields=["invited_at"])


@transaction.atomic
def mark_printed(*, ceremony: Ceremony) -> int:
    """Note that the printed letters of guests without an address went out."""
    current = locked(ceremony)
    _ready(staging(current))
    waiting = [
        one
        for one in Guest.objects.filter(ceremony=current, invited_at=None, withdrawn_at=None)
        if not one.email
    ]
    if not waiting:
        raise CeremonyError(_("没有等着送出的纸质邀请"))
    _mark(waiting)
    return len(waiting)


@transaction.atomic
def remind_guests(*, ceremony: Ceremony) -> int:
    """Remind those who were invited and have not answered, and only those; says how many."""
    current = locked(ceremony)
    stage, guests = staging(current), remindable(current)
    _ready(stage)
    if not guests:
        raise CeremonyError(_("没有要提醒的人：都已答复，或者刚刚提醒过"))
    batch = f"ceremonies.reminder:{current.pk}:{wording.moment(clock.now())}"[:80]
    queue_many([drafted(one, stage, REMINDER, str(one.reminders + 1), batch) for one in guests])
    for one in guests:
        one.reminders, one.reminded_at = one.reminders + 1, clock.now()
        one.save(update_fields=["reminders", "reminded_at"])
    return len(guests)
