"""What the page of one activity says beside its story."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, When

from skillweek.organisations.models import Venue
from skillweek.programme.models import Activity, Participation, Session
from skillweek.programme.queries import published


@dataclass(frozen=True)
class WhenAndWhere:
    """Days, places and accessibility of all sessions of an activity."""

    days: list[date]
    sessions: list[Session]
    venues: list[Venue]
    online: bool
    step_free: bool


def when_and_where(activity: Activity) -> WhenAndWhere:
    """The sessions of ``activity`` summed up; cancelled ones count only when all are."""
    every = list(activity.sessions.select_related("venue__place", "place").order_by("starts", "pk"))
    sessions = [one for one in every if one.state == Session.State.PLANNED] or every
    venues = {one.venue.pk: one.venue for one in sessions if one.venue}
    return WhenAndWhere(
        days=sorted({one.day for one in sessions}), sessions=sessions, venues=list(venues.values()),
        online=any(one.online for one in sessions),
        step_free=bool(venues) and all(venue.step_free for venue in venues.values()),
    )  # fmt: skip


def parts(activity: Activity) -> list[tuple[str, list[Participation]]]:
    """Hosts, undertakers and co-hosts: the role's label with its units, empty roles left out."""
    found = list(activity.participations.select_related("organisation__kind"))
    named = [(str(role.label), [part for part in found if part.role == role]) for role in Participation.Role]
    return [(label, some) for label, some in named if some]


def beside(activity: Activity, limit: int = 3) -> list[Activity]:
    """Other public activities of the same unit, then of the same kind; highlights first."""
    near = Q(owner=activity.owner_id) | Q(kind=activity.kind_id)
    others = published(activity.edition).filter(near).exclude(pk=activity.pk).defer("search", "body")
    mine = Case(When(owner=activity.owner_id, then=0), default=1)
    return list(others.order_by(mine, "-highlight", "pk")[:limit])
