"""The constraints of the hall's tables."""

import pytest
from django.db import IntegrityError

from skillweek.common import clock
from skillweek.exhibition.models import Hall
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition


def test_a_published_hall_has_a_moment(school: Organisation, edition: Edition) -> None:
    with pytest.raises(IntegrityError, match="hall_published_has_moment"):
        Hall.objects.create(
            city_id=school.tenant_id, edition=edition, owner=school, title="汝瓷馆", introduction="前言",
            state=Hall.State.PUBLISHED, created_at=clock.now(), updated_at=clock.now(),
        )  # fmt: skip
