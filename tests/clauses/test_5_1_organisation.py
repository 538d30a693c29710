"""五（一） Organisation: one chain up the tree, people appointed by those above them, nothing for strangers."""

from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.organisations.actions import grant
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from tests.clauses.steps import approve, submit, text, what, when, write_activity

TITLE = "走进实训楼"


@pytest.fixture
def home(
    now: datetime, edition: Edition, school: Organisation, venue: Venue, he: User, zhou: User, sign_in
) -> str:
    """The desk address of a school's activity that was just submitted, in a county with an officer."""
    return submitted(edition, school, venue, sign_in(he))


def submitted(edition: Edition, school: Organisation, venue: Venue, teacher: Client) -> str:
    """Write and submit an activity; gives its desk address."""
    written = write_activity(
        teacher, what(edition, school, kind="campus", title=TITLE), when(25, "09:00", "10:30", venue)
    )
    submit(teacher, written)
    return written


def test_from_school_to_county_to_city(home: str, he: User, zhou: User, lin: User, sign_in) -> None:
    teacher, county, city = sign_in(he), sign_in(zhou), sign_in(lin)
    assert "正在等叶县教育体育局审核" in text(teacher, home)
    assert TITLE in text(county, "/desk/")
    assert TITLE not in text(city, "/desk/"), "a county with an officer decides first"
    assert teacher.post(f"{home}decide/", {"verdict": "approve"}).status_code in {404, 422}
    assert "正在等叶县教育体育局审核" in text(teacher, home)

    approve(county, home)
    assert "正在等平顶山市教育体育局审核" in text(teacher, home)
    assert (TITLE in text(county, "/desk/"), TITLE in text(city, "/desk/")) == (False, True)
    again = county.post(f"{home}decide/", {"verdict": "approve"})
    assert again.status_code == 422

    city.post(f"{home}decide/", {"verdict": "return", "reason": "请写明年龄"})
    assert "请写明年龄" in text(teacher, home)
    assert TITLE in text(teacher, "/desk/")
    submit(teacher, home)
    assert "正在等叶县教育体育局审核" in text(teacher, home), "what was changed goes up from the bottom again"
    approve(county, home)
    approve(city, home)
    assert TITLE in text(teacher, "/days/2021-05-25/")


def test_a_county_without_an_officer_is_decided_by_the_city(
    now: datetime, edition: Edition, school: Organisation, venue: Venue, he: User, lin: User, sign_in
) -> None:
    city, home = sign_in(lin), submitted(edition, school, venue, sign_in(he))
    assert "由市教体局代审" in text(sign_in(he), home)
    assert TITLE in text(city, "/desk/"), "nobody of the county could decide"
    approve(city, home)
    assert TITLE in text(city, "/days/2021-05-25/"), "the city decides once, for the county and for itself"


def test_a_neighbour_stands_in(
    now: datetime, edition: Edition, school: Organisation, county: Organisation, other_county: Organisation,
    venue: Venue, he: User, lin: User, sign_in,
) -> None:  # fmt: skip
    neighbour = person("neighbour", other_county, "county_officer")
    deputy, city = sign_in(neighbour), sign_in(lin)
    assert deputy.get(f"/desk/units/{school.code}/").status_code == 404
    form = {"name": county.name, "short_name": county.short_name, "name_en": "", "kind": county.kind_id,
            "division_code": "", "located_in": "", "counts_in_report": "on", "address": "", "latitude": "",
            "longitude": "", "introduction": "", "stand_in": other_county.pk}  # fmt: skip
    assert city.post(f"/desk/units/{county.code}/edit/", form).status_code == 302
    home = submitted(edition, school, venue, sign_in(he))
    assert f"由{other_county.short_name}代审" in text(sign_in(he), home)
    assert (TITLE in text(deputy, "/desk/"), TITLE in text(city, "/desk/")) == (True, False)
    approve(deputy, home)
    assert f"正在等{city_name(county)}审核" in text(sign_in(he), home)
    approve(city, home)
    assert TITLE in text(city, "/days/2021-05-25/")


def city_name(county: Organisation) -> str:
    """The full name of the city above ``county``."""
    assert county.parent is not None
    return county.parent.name


def person(username: str, unit: Organisation, role: str) -> User:
    """Somebody with a role."""
    user = create_user(username=username, name=f"示例-{username}", password="skillweek-demo")
    grant(user=user, organisation=unit, role=role)
    return user


def test_strangers_find_nothing(
    home: str, county: Organisation, school: Organisation, wu: User, sign_in
) -> None:
    stranger = sign_in(wu)
    for path in (home, f"{home}check/", f"/desk/units/{school.code}/", f"/desk/units/{county.code}/"):
        assert stranger.get(path).status_code == 404, path
    assert stranger.post(f"{home}decide/", {"verdict": "approve"}).status_code == 404
    assert TITLE not in text(stranger, "/desk/activities/")


def test_those_above_appoint_those_below(
    now: datetime,
    edition: Edition,
    school: Organisation,
    other_school: Organisation,
    zhou: User,
    sign_in,
    client,
) -> None:
    county, asked = sign_in(zhou), {"role": "school_editor", "name": "新示例"}
    assert county.post(f"/desk/units/{other_school.code}/people/new/", asked).status_code == 404
    invited = county.post(f"/desk/units/{school.code}/people/new/", asked, follow=True)
    link = urlsplit(invited.context["link"]).path
    assert link in invited.text, "to be passed on by hand"
    chosen = {"username": "new-teacher", "password": "a-long-enough-word", "again": "a-long-enough-word"}
    assert client.post(link, chosen).status_code == 302
    assert client.get(link).status_code == 410
    assert "新示例" in text(county, f"/desk/units/{school.code}/")
    entered = client.post("/accounts/login/", {"login": "new-teacher", "password": "a-long-enough-word"})
    assert entered.status_code == 302
    assert school.short_name in text(client, "/desk/")
    assert client.get(f"/desk/units/{other_school.code}/").status_code == 404
