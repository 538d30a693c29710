"""Writing prospectuses, their majors and versions."""

from datetime import datetime

import pytest

from skillweek.accounts.models import User
from skillweek.admissions import queries
from skillweek.admissions.actions import write_major, write_prospectus
from skillweek.admissions.models import Prospectus, SchoolMajor
from skillweek.admissions.tests.factories import make_major, make_prospectus, prospectus_facts
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.review.actions import ReviewError, approve_work, submit_work, withdraw_work

LINE = {"length_years": 3, "plan_number": 40, "tuition": 0, "note": ""}


def _publish(prospectus: Prospectus, *officers: User) -> Prospectus:
    submit_work(work=prospectus, by=None)
    for officer in officers:
        approve_work(work=prospectus, by=officer)
    prospectus.refresh_from_db()
    return prospectus


def test_the_next_one_is_the_next_version_and_replaces_the_first_in_the_list(
    now: datetime, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    first = _publish(make_prospectus(school, edition), zhou, lin)
    second = make_prospectus(school, edition, majors=2)
    assert (first.version, second.version) == (1, 2)
    assert list(queries.current(edition)) == [first]
    second = _publish(second, zhou, lin)
    assert list(queries.current(edition)) == [second]
    assert queries.latest_of(first) == second
    assert queries.latest_of(second) is None


def test_filters_by_level_and_category(
    now: datetime, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    shown = _publish(make_prospectus(school, edition, majors=2), zhou, lin)
    assert list(queries.current(edition, level="secondary", category=15)) == [shown]
    assert queries.current(edition, category=15).get().plan_total == 80
    assert list(queries.current(edition, level="higher")) == []
    assert list(queries.current(edition, category=3)) == []


def test_a_major_of_another_level_or_twice_is_refused(
    now: datetime, school: Organisation, edition: Edition
) -> None:
    prospectus = make_prospectus(school, edition)
    for major in (make_major("450101", "高职专业", 5), make_major("750101")):
        with pytest.raises(ReviewError) as refused:
            write_major(work=prospectus, facts=LINE | {"major": major}, by=None)
        assert refused.value.field == "major"
    assert SchoolMajor.objects.count() == 1


def test_the_level_stays_once_majors_are_written(
    now: datetime, school: Organisation, edition: Edition
) -> None:
    prospectus = make_prospectus(school, edition)
    with pytest.raises(ReviewError):
        write_prospectus(work=prospectus, facts=prospectus_facts(level="higher"), by=None)
    prospectus.refresh_from_db()
    assert prospectus.level == "secondary"


def test_a_public_version_never_changes_again(
    now: datetime, school: Organisation, edition: Edition, he: User, zhou: User, lin: User
) -> None:
    shown = _publish(make_prospectus(school, edition), zhou, lin)
    shown = withdraw_work(work=shown, by=he)
    with pytest.raises(ReviewError):
        write_prospectus(work=shown, facts=prospectus_facts(fees="另收"), by=he)
    shown.refresh_from_db()
    assert (shown.fees, list(queries.current(edition))) == ("学费免缴。", [])
