"""Draws as entrants, the public and desks see them."""

from typing import Any

from django.db.models import QuerySet

from skillweek.booking.models import Draw, WaitingEntry
from skillweek.booking.queries.waiting import Line
from skillweek.booking.rules import list_digest
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.programme.models import Session

State = WaitingEntry.State


def draw_of(session: Session) -> Draw | None:
    """The draw of ``session``, or None."""
    return Draw.objects.filter(session=session).first()


def undrawn(session: Session) -> bool:
    """True while places of ``session`` wait for a draw."""
    return Draw.objects.filter(session=session, drawn_at=None).exists()


def drawable_by(user: AnyUser) -> QuerySet[Session]:
    """Sessions whose places ``user`` may give out by lot."""
    return Session.objects.filter(
        activity__owner__in=scope(user, Right.EDIT), activity__revises=None
    ).select_related("city", "activity__owner", "activity__edition", "venue")


def drawn_entries(draw: Draw) -> list[WaitingEntry]:
    """Who took part: in the drawn order, or before the draw in order of code."""
    if draw.drawn_at:
        return list(draw.entries.filter(rank__isnull=False).order_by("rank"))
    return list(draw.entries.filter(state=State.WAITING).order_by("code"))


def entered(draw: Draw) -> Line:
    """How many took part."""
    found = drawn_entries(draw)
    return Line(len(found), sum(one.party for one in found))


def draw_document(draw: Draw) -> dict[str, Any]:
    """What is published about a draw, as anybody can check it; the seed only when lots were drawn."""
    found = drawn_entries(draw)
    return {
        "session": draw.session.code,
        "closes_at": draw.closes_at.isoformat(),
        "commitment": draw.commitment,
        "seed": draw.seed if draw.drawn_at else None,
        "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else None,
        "list_digest": draw.list_digest or list_digest((one.code, one.party) for one in found),
        "entries": [
            {"code": one.code, "party": one.party, "rank": one.rank, "place": one.state == State.ACCEPTED}
            for one in found
        ],
    }
