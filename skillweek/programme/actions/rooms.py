"""A venue holds one public session at a time: who takes a room, who gives it back, and who is told that it is taken."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from skillweek.organisations.actions import OrganisationError
from skillweek.organisations.models import Venue
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.rooms import crowded, holding, overlapping, public_at, told
from skillweek.programme.rules import ProgrammeError

#: so many taken rooms are named in one sentence
NAMED = 3
RULE = "session_venue_free"


def holds(activity: Activity, session: Session) -> bool:
    """True when ``session`` of ``activity`` must have its venue for itself."""
    public = activity.state == Activity.State.PUBLISHED and session.state == Session.State.PLANNED
    return public and session.venue is not None and not session.venue.shared


def taken_sentence(pairs: Sequence[tuple[Session, Session]]) -> str:
    """Which rooms are taken, by what, from when to when."""
    named = [_("“%(venue)s”%(day)s %(time)s 已有别的活动“%(title)s”") % told(other) for _one, other in pairs]
    shown = list(dict.fromkeys(named))[:NAMED]
    return _("%(taken)s，请换时间或场地") % {"taken": _("；").join(shown)}


@contextmanager
def keeping_rooms(sessions: Sequence[Session]) -> Iterator[None]:
    """Write ``sessions`` inside; when one takes a room that is held, nothing is written, and ProgrammeError says it.

    The venues' rows are locked first, so that two who want the same room wait for each other and never deadlock.
    """
    wanted = sorted({one.venue_id for one in sessions if one.venue_id})
    list(Venue.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) != RULE:
            raise
        raise ProgrammeError(taken_sentence(overlapping(sessions)), "venue") from error


def take_rooms(*, activity: Activity) -> None:
    """Let the planned sessions of a public activity hold their rooms; refused when one is taken."""
    sessions = list(holding(activity).select_related("activity", "venue"))
    with keeping_rooms(sessions):
        for session in sessions:
            session.holds_venue = True
        Session.objects.bulk_update(sessions, ["holds_venue"])


def follow_sharing(venue: Venue) -> None:
    """What public sessions hold after ``venue`` became shared, or is no more; refused while they overlap."""
    found = public_at(venue)
    if venue.shared:
        found.filter(holds_venue=True).update(holds_venue=False)
        return
    if pairs := crowded(venue):
        words = [
            _("%(day)s %(time)s“%(title)s”") % told(one) + _("与“%(other)s”") % {"other": other.activity}
            for one, other in pairs[:NAMED]
        ]
        sentence = _("这个场地同一时间有几个公开的活动，不能改成一次只办一个：%(which)s")
        raise OrganisationError(sentence % {"which": _("；").join(words)}, "shared")
    found.update(holds_venue=True)
