"""五（一） Organisation: one chain up the tree, people appointed by those above them, nothing for strangers."""

from datetime import datetime

import pytest

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from tests.clauses.steps import approve, submit, text, what, when, write_activity

TITLE = "走进实训楼"


@pytest.fixture
def home(now: datetime, edition: Edition, school: Organisation, venue: Venue, he: User, sign_in) -> str:
    """The desk address of a school's activity that was just submitted."""
    teacher = sign_in(he)
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


def test_a_county_without_an_officer_is_decided_by_the_city(home: str, he: User, lin: User, sign_in) -> None:
    city = sign_in(lin)
    assert TITLE in text(city, "/desk/"), "it waits at the county, where nobody could decide"
    approve(city, home)
    approve(city, home)
    assert TITLE in text(city, "/days/2021-05-25/")


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
    county = sign_in(zhou)
    person = {
        "role": "school_editor",
        "username": "new-teacher",
        "name": "新示例",
        "password": "a-long-enough-word",
    }
    assert county.post(f"/desk/units/{other_school.code}/people/new/", person).status_code == 404
    assert county.post(f"/desk/units/{school.code}/people/new/", person).status_code == 302
    assert "新示例" in text(county, f"/desk/units/{school.code}/")
    entered = client.post("/accounts/login/", {"login": "new-teacher", "password": "a-long-enough-word"})
    assert entered.status_code == 302
    assert school.short_name in text(client, "/desk/")
    assert client.get(f"/desk/units/{other_school.code}/").status_code == 404
