"""One of everything, owned by school A, for tests that visit every address."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from skillweek.accounts.models import User
from skillweek.admissions.tests.factories import make_prospectus
from skillweek.booking import actions as door
from skillweek.booking.actions import book_visit, call_off, save_question, save_station, set_places
from skillweek.booking.models import Booking, Checkin, Draw, Group, Offer, WaitingEntry
from skillweek.booking.queries import (
    card_token,
    desk_token,
    instead_token,
    survey_token,
    token,
    waiting_token,
)
from skillweek.booking.queries.calloffs import Wish, fingerprint
from skillweek.ceremonies import actions as ceremonies
from skillweek.ceremonies.queries import token as guest_token
from skillweek.ceremonies.tests.factories import make_ceremony, make_guest, make_item
from skillweek.collection.models import Call, Item, ItemRule, Submission
from skillweek.common import clock
from skillweek.coverage.models import Lock, Placement, Proposal, Route
from skillweek.exhibition.tests.factories import make_hall, publish
from skillweek.messaging.actions import draft
from skillweek.messaging.models import Message
from skillweek.organisations.actions import add_windows, invite
from skillweek.organisations.models import Organisation, SheetImport, Venue
from skillweek.organisations.queries import invitation_token
from skillweek.organisations.tests.factories import make_contact, make_group, make_task
from skillweek.plan.models import (
    Addressing,
    Attachment,
    Audience,
    Clause,
    Edition,
    MaterialKind,
    Notice,
    Reading,
    Recipient,
    ReminderRule,
    ServiceKind,
)
from skillweek.plan.reader import read
from skillweek.plan.tests.factories import make_duty
from skillweek.plan.tests.notices import NOTICE
from skillweek.programme.actions import revise_activity
from skillweek.programme.tests.factories import (
    make_activity,
    make_budget_line,
    make_crowd_rule,
    make_import,
    make_session,
)
from skillweek.publicity.tests.factories import make_article
from skillweek.schedule.actions import ask_to_follow, place_move, release
from skillweek.schedule.models import Follower
from skillweek.tours.tests.factories import make_tour
from skillweek.volunteering.actions import write_point


@dataclass
class World:
    """The people by short name (None is the anonymous visitor) and one object of every kind."""

    people: dict[str, User | None]
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return self.things[name]


def build(people: dict[str, User | None], school: Organisation, edition: Edition, venue: Venue) -> World:
    """Make one of everything; ``people`` needs he, zhou and lin."""
    world = World(people)
    officers = (people["zhou"], people["lin"])
    activity = make_activity(school, edition, audiences=("parents", "pupils"))
    session = make_session(activity, starts=clock.now() + timedelta(hours=1), venue=venue)
    set_places(session=session, places=10, by=people["he"])
    parents = Audience.objects.get(edition=edition, code="parents")
    booking = book_visit(
        session=session, name="陈示例", phone="13900000009", party=2, audience=parents, consent=True
    )
    service = make_activity(school, edition, kind="service", audiences=("residents",))
    make_session(service, starts=clock.now() + timedelta(hours=2), venue=venue)
    facts = {"kind": ServiceKind.objects.get(edition=edition, code="care"), "staff_count": 2, "bring": "", "limits": "",
             "safety_note": ""}  # fmt: skip
    world.things |= {
        "edition": edition, "school": school, "activity": activity, "session": session, "booking": booking,
        "token": token(booking), "service": service, "point": write_point(activity=service, facts=facts, by=None),
        "draft": make_activity(school, edition, state="draft", title="草稿"),
        "hall": publish(make_hall(school, edition), *officers),
        "tour": publish(make_tour(school), *officers),
        "article": publish(make_article(school, edition), *officers),
        "prospectus": publish(make_prospectus(school, edition), *officers),
        "work": make_hall(school, edition, title="还没写完的展厅"),
        "taken": make_import(edition, people["he"]),
    }  # fmt: skip
    asked = {"label": "怎么来", "kind": "text", "required": False, "audience": None,
             "label_en": "How will you come?"}  # fmt: skip
    stop = {"name": "窑炉", "capacity": 20, "minutes": 15}
    world.things["station"] = save_station(activity=activity, by=people["he"], facts=stop)
    world.things["question"] = save_question(activity=activity, by=people["he"], facts=asked, choices=[])
    world.things["copy"] = revise_activity(activity=service, by=people["he"])
    make_budget_line(world.draft)
    world.things["crowd_rule"] = make_crowd_rule(edition, school.parent, place=school.parent)
    make_session(world.draft, starts=clock.now() + timedelta(days=1), venue=venue)
    _people(world)
    world.things["message"] = _message(school)
    _plan(world)
    _material(world)
    _proposal(world)
    _schedule(world)  # which carries out what waits on the board
    _board(world)
    _ceremony(world)
    _waiting(world)
    _door(world)
    _call_off(world)
    _after(world)
    return world


def _call_off(world: World) -> None:
    """A session that its county ended, and whose only visitor may go elsewhere."""
    gone = make_session(world.activity, starts=clock.now() + timedelta(hours=5), venue=world.session.venue)
    set_places(session=gone, places=4, by=world.people["he"])
    ended = book_visit(
        session=gone,
        name="孙示例",
        phone="13900000028",
        party=1,
        audience=world.booking.audience,
        consent=True,
    )
    world.things["call_off"] = call_off(
        edition=world.edition, wish=Wish(session=gone), reason="雷雨大风", seen=fingerprint([gone.pk]),
        by=world.people["zhou"],
    )  # fmt: skip
    world.things["instead"] = instead_token(ended)


def _waiting(world: World) -> None:
    """Somebody in a line, with places kept until the clock moves on."""
    session, now = world.session, clock.now()
    entry = WaitingEntry.objects.create(
        city=session.city, session=session, name="李示例", phone="13900000010", phone_index="x", party=9,
        consent_at=now, created_at=now, retention_until=now.date(),
    )  # fmt: skip
    hold_one = Booking.objects.create(
        city=session.city, session=session, name="李示例", phone="13900000010", phone_index="x", party=1,
        state=Booking.State.HELD, consent_at=now, created_at=now, retention_until=now.date(),
    )  # fmt: skip
    class_ = Booking.objects.create(
        city=session.city, session=session, name="李示例", phone="13900000011", phone_index="y", party=1,
        consent_at=now, created_at=now, retention_until=now.date(),
    )  # fmt: skip
    Group.objects.create(booking=class_, kind=Group.Kind.CLASS, unit="示例小学")
    Offer.objects.create(entry=entry, booking=hold_one, made_at=now, expires_at=session.starts)
    WaitingEntry.objects.update(state=WaitingEntry.State.OFFERED)
    drawn = make_session(world.activity, starts=now + timedelta(hours=3), venue=session.venue)
    set_places(session=drawn, places=5, by=None)
    Draw.objects.create(session=drawn, seed="0", commitment="0" * 64, closes_at=now)
    world.things |= {
        "entry": entry,
        "waiting_token": waiting_token(entry),
        "group_token": token(class_),
        "drawn": drawn,
    }


def _door(world: World) -> None:
    """A device of the gate, a contradiction it told, an incident, and somebody who did not come."""
    session, he = world.session, world.people["he"]
    device, _token = door.add_device(owner=world.school, name="东门", by=he)
    visits = [
        book_visit(
            session=session, name="李示例", phone=f"1390000001{n}", party=1, consent=True,
            audience=session.activity.audiences.first(),
        )
        for n in range(2)
    ]  # fmt: skip
    scans = [door.Passage(f"world-{n}", session, code=visits[0].code, decided=True) for n in range(2)]
    door.count_through(scans, device=device)
    Booking.objects.filter(pk=visits[1].pk).update(state=Booking.State.NO_SHOW)
    world.things |= {
        "gate_device": device,
        "contradiction": Checkin.objects.get(conflict=True),
        "gate_incident": door.report_incident(session=session, kind="lost", what="一个书包", by=he),
        "missed": visits[1],
    }


def _after(world: World) -> None:
    """Somebody who came, and is asked how it was."""
    came = book_visit(
        session=world.session, name="王示例", phone="13900000030", party=1, consent=True,
        audience=world.activity.audiences.first(),
    )  # fmt: skip
    Booking.objects.filter(pk=came.pk).update(state=Booking.State.ATTENDED)
    questions = door.preset_questions(edition=world.edition, by=world.people["lin"])
    world.things |= {"survey_token": survey_token(came), "survey_question": questions[0]}
    came.refresh_from_db()
    card = door.open_card(booking=came)
    world.things |= {"card": card, "card_token": card_token(card), "came_token": token(came)}
    door.set_desks(activity=world.activity, by=world.people["he"], desks=3)
    desk = door.ask_desk(
        activity=world.activity, phone="13900000031", consent=True,
        facts={"company": "示例-配件厂", "about": "", "people": 2, "name": "孙示例"},
        vacancies=[{"title": "数控车工", "number": 5, "majors": "", "pay": ""}],
    )  # fmt: skip
    world.things |= {"desk": desk, "desk_token": desk_token(desk)}


def _board(world: World) -> None:
    """A span of the venue, and a session that was moved on the week board."""
    zhou, venue = world.people["zhou"], world.session.venue
    (window,) = add_windows(of=venue, by=zhou, open=True, first=clock.today(), last=clock.today())
    movable = make_session(
        make_activity(world.school, world.edition, movable=True, title="可以换时间的"),
        starts=clock.now() + timedelta(days=1), venue=venue,
    )  # fmt: skip
    later = timedelta(days=1)
    move = place_move(
        session=movable, starts=movable.starts + later, ends=movable.ends + later, venue=venue, by=zhou
    )
    world.things |= {"window": window, "movable": movable, "move": move}


def _ceremony(world: World) -> None:
    ceremony = make_ceremony(world.school, world.edition)
    guest = make_guest(ceremony)
    starts = clock.now() + timedelta(days=1)
    stands = ceremonies.add_zone(ceremony=ceremony, kind="stands", name="展区")
    world.things |= {
        "ceremony": ceremony,
        "guest": guest,
        "guest_token": guest_token(guest),
        "run_item": make_item(ceremony),
        "zone": ceremonies.add_zone(ceremony=ceremony, kind="seats", name="嘉宾席"),
        "stand": stands.seats.first(),
        "rehearsal": ceremonies.add_rehearsal(
            ceremony=ceremony,
            starts=starts,
            ends=starts + timedelta(hours=1),
            checks=["音响"],
            place="礼堂",
            who="鼓队",
        ),
    }


def _people(world: World) -> None:
    school, zhou = world.school, world.people["zhou"]
    group = make_group(school, "示例-组长")
    invitation = invite(organisation=school, role="school_editor", by=zhou, name="示例-受邀人")
    sheet = SheetImport.objects.create(
        city=school.city,
        kind="units",
        name="units.xlsx",
        by=zhou,
        at=clock.now(),
        content='[[2, {"name": "x"}]]',
    )
    world.things |= {
        "contact": make_contact(school), "group": group, "member": group.members.get(),
        "task": make_task(school, owner=world.people["he"]), "invitation": invitation,
        "invitation_token": invitation_token(invitation), "sheet": sheet,
    }  # fmt: skip


def _message(school: Organisation) -> Message:
    """A text message of the school that waits for release."""
    facts = {"kind": "booking.cancelled", "channel": "sms", "address": "13900000009", "body": "已取消"}
    made = draft(city_code="pds", owner_code=school.code, dedup_key="world", **facts)
    made.state = Message.State.HELD
    made.save()
    return made


def _plan(world: World) -> None:
    Clause.objects.create(edition=world.edition, path="3", number="三", heading="做哪些事")
    found = read(NOTICE.encode(), "通知.txt").as_json()
    world.things["reading"] = Reading.objects.create(
        city=world.edition.city,
        file=world.hall.cover,
        found=found,
        by=world.people["lin"],
        created_at=clock.now(),
    )
    notice = Notice.objects.create(
        edition=world.edition, issuer=world.edition.city, title="活动周通知", addressees="各县",
        body="请安排。",
        signed_on=date(2021, 4, 26), state=Notice.State.SENT, sent_at=clock.now(),
    )  # fmt: skip
    world.things |= {
        "notice": notice,
        "draft_notice": Notice.objects.create(
            edition=world.edition,
            issuer=world.edition.city,
            title="第二号通知",
            addressees="各县",
            body="请安排。",
            signed_on=date(2021, 5, 10),
        ),
        "recipient": Recipient.objects.create(notice=notice, organisation=world.school),
        "duty": make_duty(world.edition, world.school),
        "reminder_rule": ReminderRule.objects.create(edition=world.edition, offset_days=-3),
    }
    Recipient.objects.create(notice=notice, organisation=world.school.parent)
    Addressing.objects.create(notice=world.draft_notice, organisation=world.school)
    world.things["attachment"] = Attachment.objects.create(
        notice=world.draft_notice, file=world.hall.cover, title="名单"
    )


def _material(world: World) -> None:
    call = Call.objects.create(
        edition=world.edition, title="活动周总结材料", opens=date(2021, 5, 22), deadline=date(2021, 6, 2)
    )
    kind = MaterialKind.objects.get(edition=world.edition, code="photo")
    rule = ItemRule.objects.create(call=call, kind=kind, media_types="image/png")
    folder = Submission.objects.create(call=call, organisation=world.school, created_at=clock.now())
    item = Item.objects.create(submission=folder, rule=rule, title="一张照片", file=world.hall.cover)
    world.things |= {
        "call": call,
        "rule": rule,
        "item": item,
        "exhibit": world.hall.rooms.first().placements.first(),
    }


def _proposal(world: World) -> None:
    proposal = Proposal.objects.create(
        edition=world.edition, created_at=clock.now(), status="optimal", before=1, objective=0, bound=0, seconds=1,
        fingerprint="0" * 64,
    )  # fmt: skip
    session = world.session
    placement = Placement.objects.create(
        proposal=proposal, session=session, from_starts=session.starts, from_ends=session.ends,
        from_venue=session.venue, to_starts=session.starts + timedelta(days=1),
        to_ends=session.ends + timedelta(days=1), to_venue=session.venue,
    )  # fmt: skip
    lock = Lock.objects.create(edition=world.edition, session=session, at=clock.now())
    route = Route.objects.create(
        edition=world.edition, name="观摩一组", day=session.day, start=session.venue, starts_at=time(8, 30),
        ends_at=time(17, 0), created_at=clock.now(), shared_at=clock.now(),
    )  # fmt: skip
    route.invited.add(world.school)
    world.things |= {"proposal": proposal, "placement": placement, "lock": lock, "route": route}


def _schedule(world: World) -> None:
    """A version, and somebody who asked to be told of changes."""
    release(edition=world.edition, by=world.people["lin"])
    ask_to_follow(activity=world.activity, email="chen@example.org", language="zh-hans")
    world.things["follower"] = Follower.objects.get()
