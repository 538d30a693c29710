"""Crowd rules reach the places on offer: no more than they let in, fewer than before always."""

from datetime import datetime

import pytest

from skillweek.accounts.models import User
from skillweek.booking.actions import set_places
from skillweek.booking.rules import NotAllowed
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.queries import crowds
from skillweek.programme.tests.factories import make_activity, make_crowd_rule, make_session
from skillweek.programme.tests.test_activities import at


def test_places_above_the_limit_are_refused(
    now: datetime, school: Organisation, edition: Edition, city: Organisation, he: User, venue: Venue
) -> None:
    session = make_session(make_activity(school, edition), starts=at(25, 9), venue=venue)
    set_places(session=session, places=150, by=he)
    make_crowd_rule(edition, city, factor=50, daily_cap=160)
    with pytest.raises(NotAllowed, match="这一场最多 100 个名额，现在填的是 151"):
        set_places(session=session, places=151, by=he)
    assert set_places(session=session, places=120, by=he).places == 120, "fewer than there were are welcome"
    second = make_session(session.activity, starts=at(25, 14), venue=venue)
    with pytest.raises(NotAllowed, match="最多还能放 40 个名额，现在填的是 41"):
        set_places(session=second, places=41, by=he)
    assert set_places(session=second, places=40, by=he).places == 40
    found = crowds.preview(edition)
    assert [(one.load.session, one.load.places, one.kind, one.by) for one in found] == [
        (session.pk, 120, "session", 20), (second.pk, 40, "day", 20),
    ]  # fmt: skip
