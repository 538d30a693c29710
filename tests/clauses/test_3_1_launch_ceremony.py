"""三（一） The launch: the city's own, and one by each county, a duty that only a published ceremony meets."""

from datetime import date, datetime

from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Clause, Duty, Edition
from tests.cast import ZONE
from tests.clauses.steps import approve, submit, text, what, when, write_activity

OPENING = datetime(2021, 5, 22, 9, 0, tzinfo=ZONE)


def test_the_citys_ceremony_is_public_with_host_and_undertaker(
    edition: Edition, city: Organisation, county: Organisation, school: Organisation, lin: User, sign_in
) -> None:
    square = add_venue(owner=city, place=county, name="鹰城广场", address="平顶山市示例路", capacity=2000)
    officer, visitor = sign_in(lin), Client()
    with clock.frozen(datetime(2021, 5, 10, 9, 0, tzinfo=ZONE)):
        home = write_activity(
            officer,
            what(edition, city, kind="launch", title="全市启动仪式"),
            when(22, "09:00", "10:30", square),
        )
        officer.post(f"{home}partners/", {"undertakers": [school.pk]})
        assert "全市启动仪式" not in text(visitor, "/days/2021-05-22/")
        submit(officer, home)  # nobody is above the city
    with clock.frozen(OPENING):
        day = text(visitor, "/days/2021-05-22/")
        assert "全市启动仪式" in day
        page = text(visitor, f"/activities/{edition.activities.get().code}/")
    assert "鹰城广场" in page
    assert city.name in page
    assert school.name in page


def test_each_countys_ceremony_meets_its_duty(
    edition: Edition, county: Organisation, other_county: Organisation, zhou: User, lin: User, sign_in
) -> None:
    clause = Clause.objects.create(edition=edition, path="3.1", number="三（一）", heading="启动仪式")
    for unit in (county, other_county):
        Duty.objects.create(
            clause=clause, organisation=unit, title="办一场启动仪式", due=date(2021, 5, 22), evidence="activities",
            parameter="launch",
        )  # fmt: skip
    hall = add_venue(owner=county, name="叶县文化广场", address="叶县示例路1号", capacity=500)
    officer, city = sign_in(zhou), sign_in(lin)
    with clock.frozen(datetime(2021, 5, 10, 9, 0, tzinfo=ZONE)):
        home = write_activity(
            officer,
            what(edition, county, kind="launch", title="叶县启动仪式"),
            when(22, "09:00", "10:00", hall),
        )
        submit(officer, home)
        assert "已有 0，至少 1" in text(officer, "/desk/duties/"), "what only waits is no evidence"
        approve(city, home)
        assert "已有 1，至少 1" in text(officer, "/desk/duties/")
        board = text(city, "/desk/duties/")
    assert (_cell(board, county), _cell(board, other_county)) == ("met", "open")
    with clock.frozen(datetime(2021, 5, 23, 9, 0, tzinfo=ZONE)):
        board = text(city, "/desk/duties/")
        assert (_cell(board, county), _cell(board, other_county)) == ("met", "late")
        assert "叶县启动仪式" in text(Client(), f"/places/{county.code}/")


def _cell(board: str, unit: Organisation) -> str:
    """The state of the unit's first clause."""
    row = board.split(f">{unit.short_name}</a></th>")[1]
    return row.split('<td class="')[1].split('"')[0]
