"""Seats and stands: laid by numbers, given by precedence, impossible to give twice."""

import pytest
from django.db import IntegrityError, transaction

from skillweek.accounts.models import User
from skillweek.ceremonies import actions, printing, queries
from skillweek.ceremonies.models import Ceremony, Guest, Seat, Zone
from skillweek.ceremonies.rules import CeremonyError, Reply
from skillweek.ceremonies.tests.factories import make_guest


@pytest.fixture
def zone(ceremony: Ceremony) -> Zone:
    return actions.add_zone(ceremony=ceremony, kind="seats", name="嘉宾席", rows=2, columns=5)


def seated(ceremony: Ceremony) -> dict[str, tuple[int, int]]:
    return {one.guest.name: (one.row, one.number) for one in queries.seats_of(ceremony) if one.guest}


def test_a_zone_lays_numbered_seats(zone: Zone) -> None:
    assert list(zone.seats.values_list("row", "number")) == [(r, n) for r in (1, 2) for n in range(1, 6)]


def test_leaders_from_the_middle_and_units_together(ceremony: Ceremony, zone: Zone) -> None:
    make_guest(ceremony, "首", kind="leader", rank=1)
    make_guest(ceremony, "次", kind="leader", rank=2)
    for name in ("甲一", "甲二", "甲三"):
        make_guest(ceremony, name, unit="甲校", rank=10)
    make_guest(ceremony, "乙一", unit="乙校", rank=20)
    assert actions.assign_seats(ceremony=ceremony) == (6, 0)
    found = seated(ceremony)
    assert (found["首"], found["次"]) == ((1, 3), (1, 2))
    rows = {found[name] for name in ("甲一", "甲二", "甲三")}
    assert {row for row, _n in rows} == {2}, "three do not fit into what is left of the first row"
    assert max(n for _r, n in rows) - min(n for _r, n in rows) == 2
    assert found["乙一"][0] == 1


def test_who_sits_stays_and_who_declines_gets_up(ceremony: Ceremony, zone: Zone) -> None:
    first = make_guest(ceremony, "先")
    corner = zone.seats.get(row=2, number=5)
    actions.seat_guest(guest=first, seat=corner)
    make_guest(ceremony, "后", kind="leader", rank=1)
    actions.assign_seats(ceremony=ceremony)
    assert seated(ceremony) == {"先": (2, 5), "后": (1, 3)}
    actions.reply(guest=first, reply=Reply("no"))
    assert seated(ceremony) == {"后": (1, 3)}
    with pytest.raises(CeremonyError):
        actions.seat_guest(guest=first, seat=corner)


def test_one_guest_a_seat_and_one_seat_a_guest_by_the_database(ceremony: Ceremony, zone: Zone) -> None:
    first, second = make_guest(ceremony, "甲"), make_guest(ceremony, "乙")
    one, two = zone.seats.all()[:2]
    actions.seat_guest(guest=first, seat=one)
    with pytest.raises(CeremonyError):
        actions.seat_guest(guest=second, seat=one)
    assert seated(ceremony) == {"甲": (1, 1)}
    two.guest = first
    with pytest.raises(IntegrityError), transaction.atomic():
        two.save()
    actions.seat_guest(guest=first, seat=two)
    assert seated(ceremony) == {"甲": (1, 2)}, "moving frees the old one"


def test_a_seat_of_another_ceremony_is_refused(ceremony: Ceremony, zone: Zone, county, edition) -> None:
    from skillweek.ceremonies.tests.factories import make_ceremony

    other = make_ceremony(county, edition, None, title="另一场")
    guest = make_guest(other)
    with pytest.raises(CeremonyError):
        actions.seat_guest(guest=guest, seat=zone.seats.first())
    assert Seat.objects.exclude(guest=None).count() == 0


def test_parties_stand_where_there_is_room_for_all(ceremony: Ceremony) -> None:
    area = actions.add_zone(ceremony=ceremony, kind="area", name="东区", places=50)
    big = make_guest(ceremony, "大队", kind="party", people=40)
    small = make_guest(ceremony, "小队", kind="party", people=20)
    assert actions.assign_seats(ceremony=ceremony) == (1, 1)
    big.refresh_from_db()
    assert big.standing.zone == area
    with pytest.raises(CeremonyError) as refused:
        actions.seat_guest(guest=small, area=area)
    assert "只剩 10 人" in str(refused.value)


def test_seventy_stands_are_shared_evenly(ceremony: Ceremony, school, other_school) -> None:
    zone = actions.add_zone(ceremony=ceremony, kind="stands", name="展区", rows=5, columns=14)
    assert actions.assign_stands(ceremony=ceremony, holders=[school, other_school]) == 70
    holders = list(zone.seats.order_by("row", "number").values_list("holder", flat=True))
    assert holders == [school.pk] * 35 + [other_school.pk] * 35, "those of one school side by side"
    with pytest.raises(CeremonyError):
        actions.assign_stands(ceremony=ceremony, holders=[school])
    actions.set_stand(seat=zone.seats.first(), holder=None)
    assert zone.seats.filter(holder=None).count() == 1


def test_a_zone_does_not_shrink_under_people(ceremony: Ceremony, zone: Zone) -> None:
    actions.seat_guest(guest=make_guest(ceremony), seat=zone.seats.get(row=2, number=5))
    facts = {"name": "嘉宾席", "places": 0, "front": 1}
    with pytest.raises(CeremonyError):
        actions.edit_zone(zone=zone, rows=1, columns=5, **facts)
    with pytest.raises(CeremonyError):
        actions.remove_zone(zone=zone)
    actions.edit_zone(zone=zone, rows=3, columns=6, **facts)
    assert (zone.seats.count(), len(seated(ceremony))) == (18, 1)


def test_pages_draw_move_and_assign(ceremony: Ceremony, zone: Zone, zhou: User, wu: User, sign_in) -> None:
    guest = make_guest(ceremony, "示例-堃")
    officer, home = sign_in(zhou), f"/desk/ceremonies/{ceremony.activity_id}/seats/"
    assert officer.post(f"{home}{zone.code}/move/", {"x": "120", "y": "300"}).status_code == 302
    scripted = officer.post(
        f"{home}{zone.code}/move/", {"x": "130", "y": "310"}, headers={"Accept": "application/json"}
    )
    assert (scripted.status_code, scripted.json()) == (200, {"x": 130, "y": 310})
    assert officer.post(f"{home}{zone.code}/move/", {"x": "-5", "y": "x"}).status_code == 422
    zone.refresh_from_db()
    assert (zone.x, zone.y) == (130, 310)
    assert officer.post(f"{home}assign/").status_code == 302
    page = officer.get(home).content.decode()
    assert "translate(130 310)" in page
    assert "堃" in page
    place = f"/desk/ceremonies/{ceremony.activity_id}/guests/{guest.code}/place/"
    seat = zone.seats.get(row=2, number=1)
    assert officer.post(place, {"spot": f"seat:{seat.pk}"}).status_code == 302
    assert officer.post(place, {"spot": "seat:999999"}).status_code == 422
    assert seated(ceremony) == {"示例-堃": (2, 1)}
    assert officer.post(f"{home}new/", {"kind": "seats", "name": "嘉宾席"}).status_code == 422
    for address in (home, f"{home}new/", f"{home}{zone.code}/"):
        assert sign_in(wu).get(address).status_code == 404
    assert sign_in(wu).post(f"{home}assign/").status_code == 404


def test_more_than_the_venue_holds_is_said(ceremony: Ceremony, zhou: User, sign_in) -> None:
    home = f"/desk/ceremonies/{ceremony.activity_id}/seats/"
    assert "场地只容纳" not in sign_in(zhou).get(home).content.decode()
    ceremony.activity.safeguard.expected = 900
    ceremony.activity.safeguard.save()
    assert "预计 900 人，场地只容纳 200 人" in sign_in(zhou).get(home).content.decode()


def test_three_guests_cost_no_more_queries_than_one(
    ceremony: Ceremony, zone: Zone, zhou: User, sign_in
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(zhou)

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/desk/ceremonies/{ceremony.activity_id}/{page}/").status_code == 200
        return len(found)

    actions.seat_guest(guest=make_guest(ceremony, "一"), seat=zone.seats.all()[0])
    pages = ("seats", "guests")
    for page in pages:
        asked(page)
    before = [asked(page) for page in pages]
    actions.seat_guest(guest=make_guest(ceremony, "二"), seat=zone.seats.all()[1])
    actions.seat_guest(guest=make_guest(ceremony, "三"), seat=zone.seats.all()[2])
    assert [asked(page) for page in pages] == before


def test_plan_badges_and_plates_show_rare_signs(ceremony: Ceremony, zone: Zone) -> None:
    import pypdfium2

    names = ("示例-郏", "示例-滍阳", "示例-堃", "示例-䶮喆")
    for name in names:
        make_guest(ceremony, name, unit="示例-滍阳职业学校", post="示例-校长")
    make_guest(ceremony, "示例-带队", unit="示例-郏县学校", kind="party", people=12)
    actions.assign_seats(ceremony=ceremony)
    stage, guests = queries.staging(ceremony), list(queries.coming(ceremony))
    papers = {
        "plan": printing.plan(stage, queries.plan_of(ceremony)), "badges": printing.badges(stage, guests),
        "plates": printing.plates(stage, [one for one in guests if one.kind != Guest.Kind.PARTY], "a5"),
    }  # fmt: skip
    pages = {}
    for key, data in papers.items():
        paper = pypdfium2.PdfDocument(data)
        text = "".join(page.get_textpage().get_text_range() for page in paper)
        pages[key] = len(paper)
        paper.close()
        assert all(name in text for name in names), key
    assert pages == {"plan": 2, "badges": 2, "plates": 4}, "4 guests and 12 of the party, ten badges a page"
