"""What the owners of activities ask, and what was answered."""

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from skillweek.booking.models import Booking, Choice, Group, Question, Terms
from skillweek.booking.rules import State
from skillweek.booking.rules.party import NO, YES
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience
from skillweek.programme.models import Activity, Session


def questions_of(activity: Activity) -> QuerySet[Question]:
    """Every question of ``activity``, those switched off too, in order."""
    return activity.questions.select_related("audience").prefetch_related("choices")


def questions_asked(session: Session) -> list[Question]:
    """What is asked of whoever books ``session``; no query when ``with_facts`` knows that nothing is."""
    if not getattr(session, "asks", True):
        return []
    choices = Prefetch("choices", Choice.objects.filter(active=True))
    found = Question.objects.filter(activity=session.activity_id, active=True)
    return list(found.select_related("audience").prefetch_related(choices))


def questions_for(session: Session, audience: Audience | None) -> list[Question]:
    """What is asked of one audience."""
    mine = (None, audience.pk if audience else None)
    return [one for one in questions_asked(session) if one.audience_id in mine]


def asks_more(session: Session) -> bool:
    """Whether who books ``session`` is asked for more than a name, a number and how many come."""
    named = Terms.objects.filter(activity=session.activity_id, names=True)
    return bool(questions_asked(session)) or named.exists()


def questions_at_desk(user: AnyUser) -> QuerySet[Question]:
    """Questions that ``user`` may change."""
    mine = Question.objects.filter(activity__owner__in=scope(user, Right.EDIT), activity__revises=None)
    return mine.select_related("activity__owner", "activity__edition", "audience").prefetch_related("choices")


def visits_at_desk(user: AnyUser) -> QuerySet[Booking]:
    """Bookings that ``user`` may look at, with what their page shows."""
    mine = Booking.objects.filter(session__activity__owner__in=scope(user, Right.SEE))
    return mine.select_related(
        "session__activity__owner", "session__activity__edition", "session__venue", "session__city", "audience",
        "booked_by", "group",
    )  # fmt: skip


def awaiting(user: AnyUser) -> QuerySet[Booking]:
    """Bookings that wait for ``user``'s word."""
    held = (
        Booking.objects.filter(state=State.HELD)
        .filter(Q(session__activity__terms__mode="approval") | Q(group__kind=Group.Kind.MEDIA))
        .distinct()
    )
    return held.filter(session__activity__owner__in=scope(user, Right.EDIT)).select_related(
        "session__activity__owner"
    )


def replies_of(booking: Booking) -> list[tuple[Question, str]]:
    """What was answered with ``booking``, in words for people."""
    words = {YES: _("是"), NO: _("否")}
    return [
        (one.question, words.get(one.text, one.text)) for one in booking.replies.select_related("question")
    ]
