"""三（五） Services for residents: a leader of volunteers writes the point; people find it by kind, place and day."""

import re
from datetime import datetime

from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from tests.cast import ZONE
from tests.clauses.steps import approve, submit, text, what, when, write_activity

TITLE = "修好您的电风扇"
BEFORE = datetime(2021, 5, 18, 9, 0, tzinfo=ZONE)


def test_a_point_is_found_and_takes_no_more_than_it_can_serve(
    edition: Edition, school: Organisation, other_county: Organisation, venue: Venue, he: User, zhao: User,
    zhou: User, lin: User, wu: User, sign_in,
) -> None:  # fmt: skip
    teacher, leader, visitor = sign_in(he), sign_in(zhao), Client()
    with clock.frozen(BEFORE):
        first = what(edition, school, kind="service", title=TITLE, audiences="residents")
        home = write_activity(teacher, first, when(23, "09:00", "11:00", venue))
        point = home.replace("/activities/", "/services/")
        appliances = edition.servicekinds.get(code="appliances").pk
        typed = {
            "kind": appliances,
            "staff_count": 6,
            "bring": "坏了的电风扇",
            "limits": "不修高压电器",
            "safety_note": "",
        }
        assert sign_in(wu).post(point, typed).status_code == 404
        assert TITLE in text(leader, "/desk/services/")
        assert leader.post(point, typed).status_code == 302
        assert TITLE not in text(visitor, "/services/"), "nothing is public before it was approved"
        submit(teacher, home)
        for officer in (zhou, lin):
            approve(sign_in(officer), home)

        ways = {
            True: ("", "?kind=appliances", "?place=yexian", "?kind=appliances&place=yexian"),
            False: ("?kind=care", "?place=baofeng", "?when=today"),
        }
        for there, queries in ways.items():
            for query in queries:
                assert (TITLE in text(visitor, f"/services/{query}")) is there, query
        public = re.findall(r'href="(/services/[\w-]+/)"', text(visitor, "/services/"))[0]
        shown = text(visitor, public)
        assert ("坏了的电风扇" in shown, "不修高压电器" in shown, "6 位师生" in shown) == (True, True, True)
        assert "不用预约，直接来" in shown
        _limit(teacher, home, places=2)
        form = re.findall(r"/sessions/\w+/book/", text(visitor, public))[0]
        residents = edition.audiences.get(code="residents").pk
        wish = {"name": "陈示例", "consent": "on", "party": 2, "audience": residents}
        assert visitor.post(form, wish | {"phone": "13900000001", "key": "K1"}).status_code == 302
        late = Client().post(form, wish | {"phone": "13900000002", "key": "K2"})
        assert (late.status_code, "这一场已经约满" in late.content.decode()) == (422, True)
        assert "已约满" in text(visitor, public)
    with clock.frozen(datetime(2021, 5, 23, 8, 0, tzinfo=ZONE)):
        assert TITLE in text(visitor, "/services/?when=today")
    with clock.frozen(datetime(2021, 5, 24, 8, 0, tzinfo=ZONE)):
        assert TITLE not in text(visitor, "/services/?when=today")


def _limit(author: Client, home: str, *, places: int) -> None:
    """Give the only session of an activity so many places, at the desk."""
    code = re.findall(r'name="row" value="(\w+)"', text(author, f"{home}places/"))[0]
    typed = {"row": code, f"{code}-places": places, f"{code}-largest_party": places}
    assert author.post(f"{home}places/", typed).status_code == 302
