"""One ceremony of the county, before it takes place."""

from datetime import datetime

import pytest

from skillweek.accounts.models import User
from skillweek.ceremonies.models import Ceremony
from skillweek.ceremonies.tests.factories import make_ceremony
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition


@pytest.fixture
def ceremony(now: datetime, county: Organisation, edition: Edition, venue: Venue, zhou: User) -> Ceremony:
    return make_ceremony(county, edition, venue)
