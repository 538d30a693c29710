"""Moves on the board, and the sessions that a person may move."""

from django.db.models import QuerySet

from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session
from skillweek.schedule.models import Move


def moves_of(edition: Edition) -> QuerySet[Move]:
    """Moves of ``edition`` that wait for the next release, in order of their new time."""
    return Move.objects.filter(session__activity__edition=edition).select_related(
        "session__activity__owner", "session__venue", "from_venue", "to_venue", "by"
    )


def movable_by(user: AnyUser, edition: Edition) -> QuerySet[Session]:
    """Public sessions of units that ``user`` manages."""
    return Session.objects.filter(
        activity__edition=edition,
        activity__state=Activity.State.PUBLISHED,
        activity__owner__in=scope(user, Right.MANAGE),
        state=Session.State.PLANNED,
    ).select_related("activity__owner", "activity__edition", "venue")


def move_of(session: Session) -> Move | None:
    """The move of ``session`` on the board, if there is one."""
    return Move.objects.filter(session=session).select_related("to_venue__place", "from_venue").first()


def moves_by(user: AnyUser, edition: Edition) -> QuerySet[Move]:
    """Moves of sessions of units that ``user`` manages."""
    return moves_of(edition).filter(session__activity__owner__in=scope(user, Right.MANAGE))
