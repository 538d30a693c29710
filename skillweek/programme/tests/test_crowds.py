"""How full rooms may be: which rule holds, what is over, who may rule, and what the switch does."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillweek.accounts.models import User
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme import actions, queries
from skillweek.programme.models import Activity, CrowdRule, Safeguard, Session
from skillweek.programme.queries import crowds
from skillweek.programme.queries.waiting import crowded, crowded_rooms
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.rules.crowds import Load, allowed_by, breadth, over, rule_for, said
from skillweek.programme.tests.factories import make_activity, make_crowd_rule, make_session
from skillweek.programme.tests.test_activities import at

DAYS = [date(2021, 5, 24), date(2021, 5, 25), date(2021, 5, 26)]
VENUE, OTHER, PLACE, FAR = 1, 2, 10, 20
cap = st.none() | st.integers(0, 120)


@st.composite
def rules(draw: st.DrawFn) -> list[CrowdRule]:
    """Some rules of any scope and days, each with its own moment."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        scope = draw(st.sampled_from(["city", "place", "far", "venue", "other"]))
        first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
        found.append(
            CrowdRule(
                pk=number + 1, venue_id={"venue": VENUE, "other": OTHER}.get(scope),
                place_id={"place": PLACE, "far": FAR}.get(scope),
                starts=draw(st.sampled_from([None, first])), ends=draw(st.sampled_from([None, last])),
                factor=draw(st.sampled_from([0, 30, 50, 75, 100])), instant_cap=draw(cap), daily_cap=draw(cap),
                created_at=at(1, 9) + timedelta(minutes=draw(st.integers(0, 2))),
            )
        )  # fmt: skip
    return found


def about(rule: CrowdRule, day: date) -> bool:
    """Written anew: does the rule speak of room 1 of place 10 on the day?"""
    here = rule.venue_id == VENUE if rule.venue_id else rule.place_id in (None, PLACE)
    return here and (rule.starts or DAYS[0]) <= day <= (rule.ends or DAYS[-1])


@given(rules(), st.sampled_from(DAYS), st.integers(0, 300))
def test_the_narrowest_then_the_strictest_then_the_newest_holds(
    found: list[CrowdRule], day: date, capacity: int
) -> None:
    holds = rule_for(found, venue=VENUE, place=PLACE, capacity=capacity, day=day)
    fitting = [rule for rule in found if about(rule, day)]
    assert (holds is None) == (not fitting)
    if holds is None:
        return
    assert holds in fitting
    assert breadth(holds) == min(breadth(rule) for rule in fitting)
    level = [rule for rule in fitting if breadth(rule) == breadth(holds)]
    assert allowed_by(holds, capacity) == min(allowed_by(rule, capacity) for rule in level) <= capacity
    ties = [
        rule for rule in level
        if allowed_by(rule, capacity) == allowed_by(holds, capacity) and rule.daily_cap == holds.daily_cap
    ]  # fmt: skip
    assert all(rule.created_at <= holds.created_at for rule in ties)
    assert rule_for(list(reversed(found)), venue=VENUE, place=PLACE, capacity=capacity, day=day) is holds


@given(rules(), st.integers(0, 300))
def test_one_more_rule_of_the_same_scope_never_lets_more_in(found: list[CrowdRule], capacity: int) -> None:
    def limit(known: list[CrowdRule]) -> int:
        return allowed_by(rule_for(known, venue=VENUE, place=PLACE, capacity=capacity, day=DAYS[1]), capacity)

    before = limit(found)
    holds = rule_for(found, venue=VENUE, place=PLACE, capacity=capacity, day=DAYS[1])
    same = {"venue_id": holds.venue_id, "place_id": holds.place_id} if holds else {}
    more = CrowdRule(pk=99, factor=50, created_at=at(30, 9), **same)
    assert limit([*found, more]) <= before


@pytest.fixture
def session(now: datetime, edition: Edition, school: Organisation, venue: Venue) -> Session:
    """A public session on the 25th in a room for 200, with 60 expected."""
    return make_session(make_activity(school, edition), starts=at(25, 9), venue=venue)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_database_and_the_rule_agree(
    session: Session, other_school: Organisation, edition: Edition, data: st.DataObject
) -> None:
    CrowdRule.objects.all().delete()
    assert session.venue is not None
    room, city = session.venue, edition.city
    elsewhere = Venue.objects.filter(owner=other_school).first() or add_venue(
        owner=other_school, name="礼堂", address="示例路9号", capacity=90
    )
    scopes = [{}, {"place": room.place}, {"place": elsewhere.place}, {"venue": room}, {"venue": elsewhere}]
    for number in range(data.draw(st.integers(0, 6))):
        first, last = sorted((data.draw(st.sampled_from(DAYS)), data.draw(st.sampled_from(DAYS))))
        made = make_crowd_rule(
            edition, city, **data.draw(st.sampled_from(scopes)), factor=data.draw(st.sampled_from([0, 30, 50, 75])),
            starts=data.draw(st.sampled_from([None, first])), ends=data.draw(st.sampled_from([None, last])),
            instant_cap=data.draw(cap), daily_cap=data.draw(cap),
        )  # fmt: skip
        CrowdRule.objects.filter(pk=made.pk).update(created_at=at(1, 8, number % 2))
    one = queries.limit_of(session)
    assert one == queries.limits(Session.objects.all())[session.pk]
    assert one == crowds.Limit(allowed_by(one.rule, room.capacity), one.rule) if one else False


def test_online_sessions_have_no_limit(session: Session, edition: Edition, city: Organisation) -> None:
    make_crowd_rule(edition, city, factor=0)
    Session.objects.update(venue=None)
    session.refresh_from_db()
    assert queries.limit_of(session) is None
    assert queries.limits(Session.objects.all()) == {session.pk: None}


def test_limits_ask_the_same_of_one_and_of_many(
    session: Session, edition: Edition, city: Organisation, venue: Venue, django_assert_num_queries
) -> None:
    make_crowd_rule(edition, city)
    for day in (24, 26):
        make_session(session.activity, starts=at(day, 9), venue=venue)
    with django_assert_num_queries(2):
        assert {limit.allowed for limit in queries.limits(Session.objects.all()).values() if limit} == {100}


def load(number: int, hour: int, people: int, hours: int = 1, places: int = 0) -> Load:
    return Load(
        number, "活动", VENUE, PLACE, 100, DAYS[1], at(25, hour), at(25, hour + hours), people, places, 0
    )


def test_what_is_over_alone_together_and_over_the_day() -> None:
    rule = CrowdRule(pk=1, factor=50, daily_cap=120, created_at=at(1, 9))
    alone, fits = load(1, 9, 60), load(2, 11, 40)
    found = over([alone, fits], [rule])
    assert [(one.load.session, one.kind, one.limit, one.by) for one in found] == [(1, "session", 50, 10)]
    beside = load(3, 11, 30)
    assert [(one.load.session, one.kind, one.people) for one in over([fits, beside], [rule])] == [
        (2, "together", 70), (3, "together", 70),
    ]  # fmt: skip
    day = [load(4, 9, 45), load(5, 11, 45), load(6, 13, 10, places=45)]
    assert [(one.kind, one.limit, one.by) for one in over(day, [rule])] == [("day", 120, 15)] * 3
    assert over(day, []) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"factor": 50}, "限流：场地最多开放 50%"),
        ({"factor": 0}, "限流：场地暂停开放"),
        (
            {"factor": 75, "instant_cap": 80, "daily_cap": 300},
            "限流：场地最多开放 75%，同时最多 80 人，每天最多 300 人",
        ),
        ({"factor": 100}, "场地正常开放"),
    ],
)
def test_the_rule_in_words(facts: dict[str, int], sentence: str) -> None:
    assert said(CrowdRule(**facts)) == sentence


def draft(edition: Edition, issuer: Organisation, by: User, **facts: object) -> CrowdRule:
    return actions.draft_crowd_rule(edition=edition, issuer=issuer, by=by, **({"reason": "示例通知"} | facts))  # type: ignore[arg-type]  # facts are of the action


def test_the_switch_reaches_every_session(
    session: Session, edition: Edition, city: Organisation, lin: User
) -> None:
    rule = draft(edition, city, lin, factor=30)
    assert [(one.load.session, one.by) for one in crowds.preview(edition, with_rule=rule)] == []
    rule = draft(edition, city, lin, factor=25)
    assert [(one.load.session, one.by) for one in crowds.preview(edition, with_rule=rule)] == [
        (session.pk, 10)
    ]
    assert not CrowdRule.objects.exists(), "a look writes nothing"
    assert list(queries.overfull(edition)) == []
    actions.set_crowd_rule(rule=rule)
    assert [(one.pk, one.allowed, one.asked) for one in queries.overfull(edition)] == [(session.pk, 50, 60)]
    with pytest.raises(ProgrammeError, match="已经生效"):
        actions.set_crowd_rule(rule=rule)
    with pytest.raises(ProgrammeError, match="一样的规则"):
        actions.set_crowd_rule(rule=draft(edition, city, lin, factor=25))
    assert crowds.preview(edition, without=rule) == []
    actions.end_crowd_rule(rule=rule, by=lin)
    assert list(queries.overfull(edition)) == []


def test_who_may_rule(
    edition: Edition, city: Organisation, county: Organisation, other_county: Organisation, venue: Venue,
    lin: User, zhou: User, he: User, wu: User,
) -> None:  # fmt: skip
    for stranger in (he, wu):
        with pytest.raises(ProgrammeError, match="只有市级和县级管理员"):
            draft(edition, city, stranger)
    with pytest.raises(ProgrammeError, match="只有市级和县级管理员"):
        draft(edition, city, zhou)
    with pytest.raises(ProgrammeError, match="只能给本县"):
        draft(edition, county, zhou, place=other_county)
    with pytest.raises(ProgrammeError, match="只能给本县"):
        draft(edition, county, zhou)
    far = add_venue(owner=other_county, name="礼堂", address="示例路9号", capacity=90)
    with pytest.raises(ProgrammeError, match="请选择本地的场地"):
        draft(edition, county, zhou, venue=far)
    assert draft(edition, county, zhou, venue=venue, factor=50).issuer == county
    assert draft(edition, city, lin, venue=far, factor=50).issuer == city


@pytest.mark.parametrize(
    "facts",
    [{"factor": 75}, {"factor": 50, "daily_cap": 500}, {"factor": 50}, {"factor": 50, "daily_cap": 100}],
)
def test_a_county_is_only_stricter(
    edition: Edition, city: Organisation, county: Organisation, venue: Venue, zhou: User, lin: User,
    facts: dict[str, int],
) -> None:  # fmt: skip
    above = make_crowd_rule(edition, city, factor=50, daily_cap=200, ends=date(2021, 5, 25))
    strict = facts == {"factor": 50, "daily_cap": 100}
    for scope in ({"place": county}, {"venue": venue}):
        if strict:
            assert draft(edition, county, zhou, **scope, **facts).factor == 50
            continue
        with pytest.raises(ProgrammeError, match="只能比市教体局定的更严"):
            draft(edition, county, zhou, **scope, **facts)
        later = draft(edition, county, zhou, **scope, **facts, starts=date(2021, 5, 26))
        assert later.starts == date(2021, 5, 26), "on other days the city has not ruled"
    with pytest.raises(ProgrammeError, match="不是您所在的单位定的"):
        actions.end_crowd_rule(rule=above, by=zhou)
    mine = make_crowd_rule(edition, county, place=county, factor=30)
    actions.end_crowd_rule(rule=mine, by=lin)
    assert list(CrowdRule.objects.all()) == [above]


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"reason": " "}, "reason"), ({"starts": DAYS[2], "ends": DAYS[0]}, "ends")],
)
def test_what_is_no_rule(
    edition: Edition, city: Organisation, lin: User, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(ProgrammeError) as caught:
        draft(edition, city, lin, **facts)
    assert caught.value.field == field


def test_the_officers_see_what_is_over(
    session: Session, edition: Edition, city: Organisation, lin: User, zhou: User, he: User, wu: User
) -> None:
    def titles(user: User) -> list[str]:
        return [
            one.note
            for rows in crowded(user)
            for one in rows.items([key.pk for key in rows.every()]).values()
        ]

    assert titles(lin) == []
    make_crowd_rule(edition, city, factor=25)
    assert titles(lin) == titles(zhou) == ["限流后最多 50 人，现在 60 人"]
    assert titles(he) == titles(wu) == []
    Safeguard.objects.update(expected=50)
    assert titles(lin) == []


def test_a_room_that_is_too_full_together_comes_once(
    session: Session, edition: Edition, city: Organisation, school: Organisation, other_county: Organisation,
    lin: User, zhou: User, he: User, wu: User,
) -> None:  # fmt: skip
    room = session.venue
    assert room is not None
    for day, hour in ((25, 9), (25, 14), (26, 9)):
        make_session(make_activity(school, edition), starts=at(day, hour), venue=room)
    rule = make_crowd_rule(edition, city, factor=100)
    assert crowded_rooms(lin) == []
    rule.instant_cap = 100
    rule.save()
    (item,) = crowded_rooms(lin)
    assert [item] == crowded_rooms(zhou)
    assert (item.title, item.url, item.due, item.unit) == (
        room.name,
        "/desk/crowds/",
        date(2021, 5, 25),
        room.place_id,
    )
    assert item.note == "5 月 25 日：这个场地同时最多 100 人，几场合计 120 人"
    assert crowded_rooms(he) == crowded_rooms(wu) == []
    rule.instant_cap, rule.daily_cap = None, 170
    rule.save()
    (item,) = crowded_rooms(lin)
    assert item.note == "5 月 25 日：这个场地每天最多 170 人，全天合计 180 人"
    rule.delete()
    assert crowded_rooms(lin) == []


def test_the_inbox_leads_to_the_page(
    session: Session, edition: Edition, city: Organisation, school: Organisation, lin: User, sign_in
) -> None:
    make_session(make_activity(school, edition), starts=session.starts, venue=session.venue)
    make_crowd_rule(edition, city, instant_cap=100)
    page = sign_in(lin).get("/desk/").content.decode()
    assert "这个场地同时最多 100 人，几场合计 120 人" in page
    assert 'href="/desk/crowds/"' in page


FORM = {"factor": "30", "reason": "示例通知", "starts": "", "ends": "2021-05-28"}


def test_the_pages(
    session: Session, edition: Edition, city: Organisation, lin: User, he: User, sign_in
) -> None:
    Safeguard.objects.update(expected=70)
    officer = sign_in(lin)
    assert "现在没有限流" in officer.get("/desk/crowds/").content.decode()
    assert sign_in(he).get("/desk/crowds/").status_code == 404
    empty = officer.post("/desk/crowds/new/", FORM | {"reason": ""})
    assert (empty.status_code, "请写依据" in empty.content.decode()) == (422, True)
    look = officer.post("/desk/crowds/new/", FORM).content.decode()
    assert "生效后有 1 场超过上限" in look
    assert 'value="30"' in look, "what was typed is carried on"
    assert not CrowdRule.objects.exists()
    assert officer.post("/desk/crowds/new/", FORM | {"back": "1"}).status_code == 200
    assert officer.post("/desk/crowds/new/", FORM | {"switch": "1"})["Location"] == "/desk/crowds/"
    rule = CrowdRule.objects.get()
    assert (rule.factor, rule.ends, rule.issuer, rule.created_by) == (30, date(2021, 5, 28), city, lin)
    page = officer.get("/desk/crowds/").content.decode()
    assert "1 场超过上限" in page
    assert "限流：场地最多开放 30%" in page
    assert "收回以后没有场次超过上限" in officer.get(f"/desk/crowds/{rule.pk}/end/").content.decode()
    assert officer.post(f"/desk/crowds/{rule.pk}/end/").status_code == 302
    assert not CrowdRule.objects.exists()


def test_a_county_rules_on_its_own_pages(
    session: Session, edition: Edition, city: Organisation, county: Organisation, zhou: User, sign_in
) -> None:
    above = make_crowd_rule(edition, city, factor=50)
    officer = sign_in(zhou)
    refused = officer.post("/desk/crowds/new/", FORM | {"factor": "75"})
    assert (refused.status_code, "只能比市教体局定的更严" in refused.content.decode()) == (422, True)
    assert officer.post("/desk/crowds/new/", FORM | {"switch": "1"}).status_code == 302
    assert CrowdRule.objects.exclude(pk=above.pk).get().place == county
    assert officer.get(f"/desk/crowds/{above.pk}/end/").status_code == 404


def test_the_public_is_told(session: Session, edition: Edition, city: Organisation, client) -> None:
    page = session.activity.get_absolute_url()
    assert "限流" not in client.get(page).content.decode()
    Safeguard.objects.update(public_note="请走东门，入场请戴口罩")
    make_crowd_rule(edition, city, factor=50)
    told = client.get(page).content.decode()
    assert "限流：场地最多开放 50%" in told
    assert "请走东门，入场请戴口罩" in told
    assert "学校已投公众责任险" not in told, "the rest is for officers"
    Activity.objects.update(state="cancelled")
    Session.objects.update(state="cancelled")
    assert "限流" not in client.get(page).content.decode()
