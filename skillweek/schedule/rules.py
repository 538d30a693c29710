"""Rules of the schedule."""

from skillweek.programme.models import Session


class ScheduleError(Exception):
    """A step that is not allowed now; the text says why, to a person."""


def stands_at(session: Session) -> str:
    """Where a session stands, as a token that a page carries: it differs once the session has changed."""
    return f"{session.starts.timestamp():.0f}-{session.ends.timestamp():.0f}-{session.venue_id or 0}-{session.state}"
