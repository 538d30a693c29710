"""Writing service points, and which are public when and where."""

from datetime import date, datetime, timedelta

import pytest

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, ServiceKind
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.volunteering import queries
from skillweek.volunteering.actions import PointError, write_point
from skillweek.volunteering.models import ServicePoint


def _facts(edition: Edition, kind: str = "appliances") -> dict[str, object]:
    found = ServiceKind.objects.get(edition=edition, code=kind)
    return {"kind": found, "staff_count": 6, "bring": "坏了的电扇", "limits": "", "safety_note": ""}


def test_one_point_per_activity(now: datetime, school: Organisation, edition: Edition) -> None:
    activity = make_activity(school, edition, kind="service")
    write_point(activity=activity, facts=_facts(edition), by=None)
    write_point(activity=activity, facts=_facts(edition, "care"), by=None)
    point = ServicePoint.objects.get()
    assert (point.activity, point.kind.code, point.city_id) == (activity, "care", school.tenant_id)


def test_refused_for_a_cancelled_activity_and_for_a_kind_of_another_edition(
    now: datetime, school: Organisation, edition: Edition
) -> None:
    cancelled = make_activity(school, edition, kind="service", state=Activity.State.CANCELLED)
    other = Edition.objects.create(
        city=edition.city, slug="pds-2022", year=2022, name="下一届", starts=date(2022, 5, 8),
        ends=date(2022, 5, 14), deadline=date(2022, 5, 20),
    )  # fmt: skip
    strange = ServiceKind.objects.create(
        edition=other, code="appliances", label="家电", label_en="Appliances"
    )
    with pytest.raises(PointError):
        write_point(activity=cancelled, facts=_facts(edition), by=None)
    with pytest.raises(PointError):
        write_point(
            activity=make_activity(school, edition), facts=_facts(edition) | {"kind": strange}, by=None
        )
    assert ServicePoint.objects.count() == 0


def test_by_kind_place_and_day(
    now: datetime, school: Organisation, county: Organisation, edition: Edition, venue: Venue
) -> None:
    activity = make_activity(school, edition, kind="service")
    point = write_point(activity=activity, facts=_facts(edition), by=None)
    make_session(activity, starts=now + timedelta(hours=1), venue=venue)
    draft = make_activity(school, edition, kind="service", state=Activity.State.DRAFT)
    write_point(activity=draft, facts=_facts(edition), by=None)
    make_session(draft, starts=now + timedelta(hours=1), venue=venue)
    assert queries.with_sessions(edition) == [point]
    assert queries.with_sessions(edition, kind="care") == []
    assert queries.with_sessions(edition, place=county.code, day=now.date()) == [point]
    assert queries.with_sessions(edition, place="elsewhere") == []
    assert queries.with_sessions(edition, day=now.date() + timedelta(days=1)) == []
    assert [kind.point_count for kind in queries.kinds(edition)] == [1, 0]
    assert queries.count_points(edition).value == 1


def test_leaders_of_volunteers_may_write_and_strangers_not(
    now: datetime, school: Organisation, edition: Edition, zhao: User, men: User, wu: User
) -> None:
    activity = make_activity(school, edition, kind="service")
    make_activity(school, edition, kind="campus")
    assert list(queries.writable(zhao)) == [activity]
    assert list(queries.writable(men)) == []
    assert list(queries.writable(wu)) == []
