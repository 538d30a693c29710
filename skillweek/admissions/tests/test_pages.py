"""Public pages of prospectuses."""

from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.admissions.models import Prospectus
from skillweek.admissions.tests.factories import make_prospectus
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.review.actions import approve_work, submit_work


def _publish(prospectus: Prospectus, *officers: User) -> Prospectus:
    submit_work(work=prospectus, by=None)
    for officer in officers:
        approve_work(work=prospectus, by=officer)
    return prospectus


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_it_informs_and_never_takes_an_enrolment(
    now: datetime, client: Client, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    shown = _publish(make_prospectus(school, edition), zhou, lin)
    page = client.get(shown.get_absolute_url()).content.decode()
    assert 'href="https://enrol.example.invalid/"' in page
    assert ("专业0" in page, "750101" in page, "叶县示例路2号" in page) == (True, True, True)
    assert 'method="post"' not in page


def test_drafts_are_hidden_and_unknown_filters_list_all(
    now: datetime, client: Client, school: Organisation, other_school: Organisation, edition: Edition,
    zhou: User, lin: User,
) -> None:  # fmt: skip
    _publish(make_prospectus(school, edition), zhou, lin)
    hidden = make_prospectus(other_school, edition, full_name="示例-宝丰县职业教育中心")
    assert client.get(hidden.get_absolute_url()).status_code == 404
    for query, count in (("", 1), ("?level=higher", 0), ("?category=15", 1), ("?level=x&category=y", 1)):
        page = client.get(f"/prospectuses/{query}").content.decode()
        assert page.count('class="booklet"') == count
        assert "示例-宝丰县职业教育中心" not in page


def test_an_old_version_points_to_the_new_one(
    now: datetime, client: Client, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    old = _publish(make_prospectus(school, edition), zhou, lin)
    new = _publish(make_prospectus(school, edition), zhou, lin)
    assert new.get_absolute_url() in client.get(old.get_absolute_url()).content.decode()


def test_pages_ask_the_database_as_often_for_three_as_for_one(
    now: datetime, client: Client, school: Organisation, other_school: Organisation, city: Organisation,
    edition: Edition, zhou: User, lin: User,
) -> None:  # fmt: skip
    one = _publish(make_prospectus(school, edition), zhou, lin)
    first = (_queries(client, "/prospectuses/"), _queries(client, one.get_absolute_url()))
    three = _publish(make_prospectus(other_school, edition, majors=3), lin)
    submit_work(work=make_prospectus(city, edition), by=None)
    assert (_queries(client, "/prospectuses/"), _queries(client, three.get_absolute_url())) == first
