"""When a guest may answer, and what an answer must say."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from skillweek.ceremonies.models import Guest
from skillweek.ceremonies.rules.errors import CeremonyError

ANSWERS = (Guest.Answer.YES, Guest.Answer.SUBSTITUTE, Guest.Answer.NO)
#: nobody is reminded twice within this time
PAUSE = timedelta(hours=20)


@dataclass(frozen=True)
class Reply:
    """An answer as it was given."""

    answer: str
    substitute_name: str = ""
    substitute_post: str = ""
    arrival: str = ""


def may_answer(
    guest: Guest, answer_by: date | None, starts: datetime | None, today: date, now: datetime
) -> str:
    """Why a guest cannot answer by the link now; empty when they can."""
    if guest.withdrawn_at:
        return _("这份邀请已经收回，如有疑问请联系主办单位")
    if starts and starts <= now:
        return _("仪式已经开始，不能再改答复")
    if answer_by and answer_by < today:
        return _("回复截止日期已过，如有变化请联系主办单位")
    return ""


def check_reply(guest: Guest, reply: Reply) -> None:
    """Raise CeremonyError when the answer is incomplete."""
    if reply.answer not in ANSWERS:
        raise CeremonyError(_("请选择是否参加"), "answer")
    if reply.answer == Guest.Answer.SUBSTITUTE and not reply.substitute_name.strip():
        raise CeremonyError(_("请写明由谁代替参加"), "substitute_name")
    if reply.answer == Guest.Answer.SUBSTITUTE and guest.kind == Guest.Kind.PARTY:
        raise CeremonyError(_("学校队伍不用写代替人，请选参加或不能参加"), "answer")


def may_remind(guest: Guest, now: datetime) -> bool:
    """True for a guest who was invited by mail, has not answered, and was not reminded just now."""
    if guest.answer != Guest.Answer.NONE or guest.withdrawn_at or not guest.invited_at or not guest.email:
        return False
    last = max(filter(None, (guest.invited_at, guest.reminded_at)))
    return now - last >= PAUSE
