"""Weather, rehearsals, links, readiness, the overview and the second notice."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.models import Ceremony, WeatherDecision
from skillweek.ceremonies.rules import CeremonyError, Reply, percent
from skillweek.ceremonies.tests.factories import OPENING, make_ceremony, make_guest, make_item
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.tests.factories import make_contact
from skillweek.plan.models import Clause, Duty, Edition, Notice
from skillweek.programme.models import Activity, Session
from tests.cast import ZONE


@pytest.fixture
def hall(county: Organisation) -> Venue:
    return add_venue(owner=county, name="叶县会堂", address="叶县示例路9号", capacity=300)


def weather_mail() -> list[str]:
    found = Message.objects.filter(kind__startswith="ceremonies.weather").order_by("id")
    return [one.address for one in found]


def test_a_movable_session_moves_and_invited_guests_hear_of_it(
    ceremony: Ceremony, hall: Venue, zhou: User
) -> None:
    Activity.objects.update(movable=True)
    guests = [make_guest(ceremony, name) for name in ("示例-甲", "示例-乙")]
    actions.invite_guests(ceremony=ceremony, seen=2)
    actions.reply(guest=guests[1], reply=Reply("no"))
    make_guest(ceremony, "示例-没请")
    actions.plan_weather(ceremony=ceremony, other_venue=hall)
    made = actions.decide_weather(ceremony=ceremony, move=True, reason="预报大雨", by=zhou)
    assert (made.moved, Session.objects.get().venue, made.by) == (True, hall, zhou)
    assert weather_mail() == [guests[0].email]
    again = actions.decide_weather(ceremony=ceremony, move=True, reason="还是大雨", by=zhou)
    assert (again.moved, len(weather_mail())) == (False, 1), "no change, no mail"


def test_a_session_that_may_not_move_is_marked(
    ceremony: Ceremony, hall: Venue, venue: Venue, zhou: User
) -> None:
    actions.plan_weather(ceremony=ceremony, other_venue=hall)
    made = actions.decide_weather(ceremony=ceremony, move=True, reason="预报大雨", by=zhou)
    assert (made.moved, Session.objects.get().venue) == (False, venue)
    page = Client().get(f"/activities/{ceremony.activity.code}/").content.decode()
    assert "因天气改在叶县会堂举行" in page
    assert "预报大雨" in page


def test_back_to_where_it_was_planned(ceremony: Ceremony, hall: Venue, venue: Venue, zhou: User) -> None:
    Activity.objects.update(movable=True)
    make_guest(ceremony)
    actions.invite_guests(ceremony=ceremony, seen=1)
    actions.plan_weather(ceremony=ceremony, other_venue=hall)
    actions.decide_weather(ceremony=ceremony, move=True, reason="大雨", by=zhou)
    back = actions.decide_weather(ceremony=ceremony, move=False, reason="转晴", by=zhou)
    assert (back.moved, back.venue, Session.objects.get().venue) == (True, venue, venue)
    kinds = list(Message.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["ceremonies.invitation", "ceremonies.weather", "ceremonies.weather_back"]


def test_decisions_that_are_refused_write_nothing(
    ceremony: Ceremony, hall: Venue, venue: Venue, zhou: User
) -> None:
    for facts in ({"move": True, "reason": "雨"}, {"move": False, "reason": " "}):
        with pytest.raises(CeremonyError):
            actions.decide_weather(ceremony=ceremony, by=zhou, **facts)
    with pytest.raises(CeremonyError):
        actions.plan_weather(ceremony=ceremony, other_venue=venue)
    with pytest.raises(CeremonyError):
        actions.plan_weather(ceremony=ceremony, decide_at=OPENING)
    with clock.frozen(OPENING), pytest.raises(CeremonyError):
        actions.decide_weather(ceremony=ceremony, move=False, reason="晚了", by=zhou)
    assert WeatherDecision.objects.count() == 0


def test_weather_pages(ceremony: Ceremony, hall: Venue, zhou: User, wu: User, sign_in) -> None:
    officer, home = sign_in(zhou), f"/desk/ceremonies/{ceremony.activity_id}/weather/"
    facts = {
        "other_venue": hall.pk,
        "decide_at": "2021-05-25T17:00",
        "decide_by": "示例-组长",
        "other_plan": "",
    }
    assert officer.post(home, facts).status_code == 302
    assert officer.post(home, facts | {"decide_at": "2021-05-26T10:00"}).status_code == 422
    assert officer.post(f"{home}decide/", {"move": "yes", "reason": ""}).status_code == 422
    assert officer.post(f"{home}decide/", {"move": "yes", "reason": "大雨"}).status_code == 302
    page = officer.get(home).content.decode()
    assert ("周示例" in page, "改到备用场地" in page) == (True, True)
    assert sign_in(wu).post(f"{home}decide/", {"move": "no", "reason": "x"}).status_code == 404
    assert WeatherDecision.objects.count() == 1


def test_a_rehearsal_with_its_checklist(ceremony: Ceremony, zhou: User, wu: User, sign_in) -> None:
    officer, home = sign_in(zhou), f"/desk/ceremonies/{ceremony.activity_id}/rehearsals/"
    facts = {
        "starts": "2021-05-25T15:00", "ends": "2021-05-25T17:00", "place": "广场", "who": "鼓队",
        "checks": "音响\n话筒\n\n音响",
    }  # fmt: skip
    assert officer.post(home, facts).status_code == 302
    assert officer.post(home, facts | {"ends": "2021-05-25T14:00"}).status_code == 422
    assert officer.post(home, facts | {"ends": "2021-05-26T12:00"}).status_code == 422
    rehearsal = ceremony.rehearsals.get()
    assert [one.text for one in rehearsal.checks.all()] == ["音响", "话筒"]
    check = rehearsal.checks.first()
    tick = f"{home}{rehearsal.code}/checks/{check.pk}/"
    assert sign_in(wu).post(tick, {"done": "yes"}).status_code == 404
    officer.post(tick, {"done": "yes"})
    check.refresh_from_db()
    assert (check.done_by, check.done_at) == (zhou, clock.now())
    officer.post(tick, {"done": "no"})
    check.refresh_from_db()
    assert (check.done_by, check.done_at) == (None, None)
    officer.post(f"{home}{rehearsal.code}/cancel/")
    rehearsal.refresh_from_db()
    assert rehearsal.cancelled_at == clock.now()


def test_live_before_replay_after(ceremony: Ceremony, zhou: User, sign_in) -> None:
    officer, home = sign_in(zhou), f"/desk/ceremonies/{ceremony.activity_id}/"
    facts = {"live_url": "https://live.example.org/a", "replay_url": "https://live.example.org/b"}
    assert officer.post(f"{home}links/", facts).status_code == 302
    assert officer.post(f"{home}links/", {"live_url": "javascript:alert(1)"}).status_code == 422
    make_item(ceremony, "内部试音", 5)
    make_item(ceremony, "鼓队", 5, public_title="学生鼓队开场")
    address, visitor = f"/activities/{ceremony.activity.code}/", Client()
    before = visitor.get(address).content.decode()
    assert ("看直播" in before, "看回放" in before) == (True, False)
    assert ("学生鼓队开场" in before, "内部试音" in before) == (True, False)
    with clock.frozen(OPENING + timedelta(minutes=5)):
        assert "正在直播" in visitor.get(address).content.decode()
    with clock.frozen(OPENING + timedelta(hours=2)):
        after = visitor.get(address).content.decode()
    assert ("直播" in after, "看回放" in after) == (False, True)


def test_readiness_counts_what_is_there(ceremony: Ceremony, hall: Venue, zhou: User) -> None:
    assert percent(queries.steps_of(queries.staging(ceremony))) == 0
    make_item(ceremony, "开场", 30, who="示例-甲")
    actions.plan_weather(
        ceremony=ceremony, other_venue=hall, decide_at=OPENING - timedelta(days=1), decide_by="示例-组长"
    )
    ceremony.refresh_from_db()
    done = {step.key for step in queries.steps_of(queries.staging(ceremony)) if step.done}
    assert done == {"show", "owners", "weather"}
    guest = make_guest(ceremony)
    actions.invite_guests(ceremony=ceremony, seen=1)
    steps = {step.key: step for step in queries.steps_of(queries.staging(ceremony))}
    assert (steps["invited"].done, steps["answers"].done, steps["answers"].missing) == (
        True,
        False,
        "1 位还没有答复",
    )
    actions.answer_for(guest=guest, reply=Reply("yes"), by=zhou)
    steps = {step.key: step for step in queries.steps_of(queries.staging(ceremony))}
    assert steps["answers"].done


def test_the_overview_shows_who_owes_and_who_has_held(
    ceremony: Ceremony, edition: Edition, county, other_county, city, lin: User, he: User, sign_in
) -> None:
    clause = Clause.objects.create(edition=edition, path="3.1", number="三（一）", heading="启动仪式")
    for unit, evidence in ((county, "ceremonies"), (other_county, "ceremonies")):
        Duty.objects.create(
            clause=clause,
            organisation=unit,
            title="办一场",
            due=date(2021, 5, 24),
            evidence=evidence,
            parameter="",
        )
    found = {one.unit: one for one in queries.lines(lin, edition)}
    assert (found[county].held, found[county].ready) == (False, 0)
    assert (found[other_county].activity, found[other_county].duty.state) == (None, "open")
    with clock.frozen(datetime(2021, 5, 26, 12, 0, tzinfo=ZONE)):
        found = {one.unit: one for one in queries.lines(lin, edition)}
        assert (found[county].held, found[other_county].duty.state) == (True, "late")
        page = sign_in(lin).get("/desk/ceremonies/").content.decode()
    assert ("已举办" in page, "逾期" in page, "还没有申报" in page) == (True, True, True)
    assert queries.lines(he, edition) == []


def test_three_ceremonies_cost_as_many_queries_each(
    ceremony: Ceremony, edition, county, lin: User, sign_in
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(lin)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/desk/ceremonies/").status_code == 200
        return len(found)

    asked()
    one = asked()
    make_ceremony(county, edition, None, title="二")
    two = asked()
    make_ceremony(county, edition, None, title="三")
    assert asked() == two == one


def test_the_second_notice_says_what_is_known_and_lists_the_rest(ceremony: Ceremony, hall: Venue) -> None:
    written = queries.second_notice(queries.staging(ceremony))
    assert written.missing == [
        "仪式议程（流程里写了“对外说法”的各项）", "参加人员", "报到", "停车", "天气预案", "联系人",
    ]  # fmt: skip
    assert written.body.splitlines() == [
        "现将示例启动仪式的具体安排通知如下。", "一、时间", "2021年5月26日星期三09:00至10:00。", "二、地点",
        "实训楼（叶县示例路1号）",
    ]  # fmt: skip
    make_item(ceremony, "鼓队", 5, public_title="学生鼓队开场")
    contact = make_contact(ceremony.activity.owner)
    actions.arrange(
        ceremony=ceremony, participants="各校代表", arrival="东门", parking="北侧", contact=contact
    )
    actions.plan_weather(ceremony=ceremony, other_venue=hall)
    ceremony.refresh_from_db()
    full = queries.second_notice(queries.staging(ceremony))
    assert (full.missing, full.contact_name) == ([], contact.name)
    assert "09:00　学生鼓队开场" in full.body
    assert "改在叶县会堂（叶县示例路9号）举行" in full.body


def test_the_draft_lies_in_the_notice_desk_and_nothing_is_sent(
    ceremony: Ceremony, school: Organisation, zhou: User, he: User, wu: User, sign_in
) -> None:
    officer, address = sign_in(zhou), f"/desk/ceremonies/{ceremony.activity_id}/notice/"
    assert officer.post(address, {}).status_code == 422
    for person in (he, wu):
        assert sign_in(person).post(address, {"groups": ["schools"]}).status_code == 404
    assert Notice.objects.count() == 0
    answer = officer.post(address, {"groups": ["schools"]})
    notice = Notice.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/notices/{notice.code}/edit/")
    assert (notice.state, notice.issuer, [row.group for row in notice.addressing.all()]) == (
        "draft", ceremony.activity.owner, ["schools"],
    )  # fmt: skip
    make_item(ceremony, "鼓队", 5, public_title="开场")
    officer.post(address, {"groups": ["schools"]})
    notice.refresh_from_db()
    assert (Notice.objects.count(), "09:00　开场" in notice.body) == (1, True), "the same draft, written anew"
    Notice.objects.update(state="sent", sent_at=clock.now())
    assert officer.post(address, {"groups": ["schools"]}).status_code == 422
    notice.refresh_from_db()
    assert "09:00　开场" in notice.body


def test_arrangements_take_contacts_of_those_who_hold_it(
    ceremony: Ceremony, other_county, zhou: User, sign_in
) -> None:
    mine, strange = make_contact(ceremony.activity.owner), make_contact(other_county)
    officer, address = sign_in(zhou), f"/desk/ceremonies/{ceremony.activity_id}/arrangements/"
    facts = {"participants": "各校", "arrival": "东门", "parking": "", "contact": strange.pk}
    assert officer.post(address, facts).status_code == 422
    with pytest.raises(CeremonyError):
        actions.arrange(ceremony=ceremony, contact=strange)
    assert officer.post(address, facts | {"contact": mine.pk}).status_code == 302
    ceremony.refresh_from_db()
    assert (ceremony.contact, ceremony.arrival) == (mine, "东门")


def test_every_step_is_in_the_history_with_its_person(ceremony: Ceremony, zhou: User, sign_in) -> None:
    home = f"/desk/ceremonies/{ceremony.activity_id}/"
    sign_in(zhou).post(f"{home}show/new/", {"title": "开场", "minutes": "5"})
    sign_in(zhou).post(f"{home}guests/new/", {"name": "示例-堃", "kind": "guest", "people": "1", "rank": "1"})
    from skillweek.audit.queries import history

    for made in (ceremony.items.get(), ceremony.guests.get()):
        (step,) = history(made)
        assert (step.who, step.made) == (zhou, True)
