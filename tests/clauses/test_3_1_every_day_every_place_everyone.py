"""三（一） 天天有活动、处处有看点、人人有收获: three ways in for the public, and a matrix that shows the gaps."""

from datetime import datetime

from django.test import Client
from django.utils.html import strip_tags

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from tests.cast import ZONE
from tests.clauses.steps import approve, submit, text, what, when, write_activity

TITLE = "做一只自己的茶盏"


def _publish(first: dict, session: dict, author: Client, *officers: Client) -> None:
    home = write_activity(author, first, session)
    submit(author, home)
    for officer in officers:
        approve(officer, home)


def test_one_activity_is_found_by_day_by_place_and_by_who_one_is(
    now: datetime, edition: Edition, school: Organisation, other_county: Organisation, venue: Venue, he: User,
    zhou: User, lin: User, sign_in,
) -> None:  # fmt: skip
    first = what(edition, school, kind="campus", title=TITLE, audiences="parents residents")
    _publish(first, when(25, "09:00", "10:30", venue), sign_in(he), sign_in(zhou), sign_in(lin))
    visitor = Client()
    ways = {
        True: ("/days/2021-05-25/", "/places/yexian/", "/audiences/parents/", "/audiences/residents/",
               "/schools/school-a/", "/schedule/?day=2021-05-25&place=yexian"),
        False: ("/days/2021-05-24/", "/places/baofeng/", "/audiences/media/", "/schedule/?place=baofeng"),
    }  # fmt: skip
    for there, addresses in ways.items():
        for address in addresses:
            assert (TITLE in text(visitor, address)) is there, address
    for overview in ("/", "/schedule/", "/places/", "/audiences/"):
        assert visitor.get(overview).status_code == 200
    assert TITLE in strip_tags(text(visitor, "/search/?q=茶盏"))


def test_a_gap_is_seen_and_filled(
    edition: Edition, school: Organisation, other_county: Organisation, venue: Venue, he: User, zhou: User,
    lin: User, sign_in,
) -> None:  # fmt: skip
    teacher, county, city = sign_in(he), sign_in(zhou), sign_in(lin)
    target = {"day": "2021-05-25", "place": school.parent_id, "minimum": "1", "weight": "3"}
    with clock.frozen(datetime(2021, 5, 10, 9, 0, tzinfo=ZONE)):
        assert city.post("/desk/coverage/targets/", target).status_code == 302
        before = text(city, "/desk/coverage/")
        assert (_numbers(before, "叶县教育体育"), _numbers(before, "宝丰县教育体")) == ([0] * 7, [0] * 7)
        assert before.count("<small>差 1</small>") == 1
        assert "目标全部达到" not in before
        first = what(edition, school, kind="campus", title=TITLE)
        _publish(first, when(25, "09:00", "10:30", venue), teacher, county, city)
        after = text(city, "/desk/coverage/")
    assert _numbers(after, "叶县教育体育") == [0, 0, 0, 1, 0, 0, 0]
    assert after.count("<small>差 1</small>") == 0
    assert "目标全部达到" in after
    people = text(city, "/desk/coverage/?view=place-audience")
    assert _numbers(people, "叶县教育体育") == [1, 0, 0, 0, 0]


def test_the_planner_moves_what_may_move_into_a_gap(
    edition: Edition, school: Organisation, venue: Venue, he: User, zhou: User, lin: User, sign_in
) -> None:
    teacher, county, city = sign_in(he), sign_in(zhou), sign_in(lin)
    with clock.frozen(datetime(2021, 5, 10, 9, 0, tzinfo=ZONE)):
        for starts, ends in (("09:00", "10:30"), ("14:00", "15:30")):
            first = what(edition, school, kind="campus", title=f"{TITLE} {starts}")
            _publish(first, when(25, starts, ends, venue, movable="on"), teacher, county, city)
        for day in ("2021-05-25", "2021-05-26"):
            city.post(
                "/desk/coverage/targets/",
                {"day": day, "place": school.parent_id, "minimum": "1", "weight": "3"},
            )
        assert text(city, "/desk/coverage/").count("<small>差 1</small>") == 1
        proposal = city.post("/desk/coverage/propose/").headers["Location"]
        assert TITLE in text(city, proposal)
        city.post(f"{proposal}accept/")
        assert "目标全部达到" in text(city, "/desk/coverage/")
        assert TITLE in text(Client(), "/days/2021-05-26/")
        assert TITLE in text(Client(), "/days/2021-05-25/")


def _numbers(page: str, head: str) -> list[int]:
    """The counts of one line of the matrix."""
    line = page.split(f'<th scope="row">{head}</th>')[1].split("</tr>")[0]
    return [int(cell.split(">", 1)[1].split("<")[0]) for cell in line.split("<td")[1:]]
