"""Writing an activity, its sessions, partners and safeguards."""

from datetime import datetime

import pytest

from skillweek.accounts.models import User
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.programme import actions
from skillweek.programme.models import Activity, Participation, Session
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")
LOCKED = (
    Activity.State.SUBMITTED,
    Activity.State.APPROVED,
    Activity.State.PUBLISHED,
    Activity.State.CANCELLED,
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in May 2021, local time."""
    return datetime(2021, 5, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def draft(school: Organisation, edition: Edition) -> Activity:
    return make_activity(school, edition, state=Activity.State.DRAFT)


def test_create_works(school: Organisation, edition: Edition, he: User) -> None:
    activity = actions.create_activity(
        edition=edition, owner=school, kind=ActivityKind.objects.get(code="campus"), title="拉坯体验", by=he,
        audiences=Audience.objects.filter(code="parents"), summary="做一只茶盏。", highlight=True,
    )  # fmt: skip
    activity.refresh_from_db()
    assert (activity.state, activity.city_id, activity.created_by) == ("draft", edition.city_id, he)
    assert [a.code for a in activity.audiences.all()] == ["parents"]
    assert [(p.role, p.organisation) for p in activity.participations.all()] == [("host", school)]
    assert activity.highlight
    assert "拉坯" in activity.search


def test_create_needs_a_title(school: Organisation, edition: Edition) -> None:
    with pytest.raises(ProgrammeError) as caught:
        actions.create_activity(
            edition=edition, owner=school, kind=ActivityKind.objects.get(code="campus"), title=" "
        )
    assert caught.value.field == "title"
    assert not Activity.objects.exists()


def test_create_is_for_units_of_the_city(edition: Edition) -> None:
    elsewhere = Organisation.objects.create(
        kind=edition.city.kind, code="luoyang", name="外市", short_name="外市"
    )
    with pytest.raises(ProgrammeError):
        actions.create_activity(
            edition=edition, owner=elsewhere, kind=ActivityKind.objects.get(code="campus"), title="体验"
        )
    assert not Activity.objects.exists()


def test_edit_works_and_twice(draft: Activity, he: User) -> None:
    for _n in range(2):
        actions.edit_activity(activity=draft, by=he, title="新的名称", audiences=[])
    draft.refresh_from_db()
    assert (draft.title, draft.audiences.count()) == ("新的名称", 0)


@pytest.mark.parametrize("state", LOCKED)
def test_what_was_submitted_is_not_edited(school: Organisation, edition: Edition, state: str) -> None:
    activity = make_activity(school, edition, state=state, published_at=at(20, 9))
    session = make_session(activity, starts=at(25, 9))
    moment = activity.updated_at
    steps = (
        lambda: actions.edit_activity(activity=activity, title="别的"),
        lambda: actions.set_partners(activity=activity, others=["某协会"]),
        lambda: actions.set_safeguard(activity=activity, responsible_name="示例-王老师"),
        lambda: actions.add_session(activity=activity, starts=at(24, 9), ends=at(24, 10)),
        lambda: actions.edit_session(session=session, starts=at(24, 9), ends=at(24, 10)),
        lambda: actions.remove_session(session=session),
    )
    for step in steps:
        with pytest.raises(ProgrammeError, match=r"不能(直接)?修改"):
            step()
    activity.refresh_from_db()
    assert (activity.title, activity.updated_at, activity.sessions.get().starts) == (
        "汝瓷拉坯体验",
        moment,
        at(25, 9),
    )
    assert activity.participations.count() == 1
    assert activity.safeguard.responsible_name == "示例-张老师"


def test_a_session_takes_place_and_day_from_the_facts(
    draft: Activity, venue: Venue, county: Organisation, other_county: Organisation
) -> None:
    session = actions.add_session(
        activity=draft, starts=at(25, 9), ends=at(25, 10), venue=venue, movable=True
    )
    assert (session.place, session.day, session.city_id) == (county, at(25, 9).date(), draft.city_id)
    away = add_venue(owner=other_county, name="文化广场", address="宝丰县示例路2号", capacity=900)
    session = actions.edit_session(session=session, starts=at(26, 0, 30), ends=at(26, 2), venue=away)
    assert (session.place, session.day) == (other_county, at(26, 9).date())
    online = actions.add_session(
        activity=draft, starts=at(27, 9), ends=at(27, 10), online_url="https://example.org/live"
    )
    assert (online.place, online.online) == (county, True)
    draft.refresh_from_db()
    assert draft.movable
    assert draft.online_url == "https://example.org/live"


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [(at(21, 9), at(21, 10), "day"), (at(29, 9), at(29, 10), "day"), (at(25, 9), at(25, 9), "ends"),
     (at(25, 9), at(25, 10), "venue")],
)  # fmt: skip
def test_a_wrong_session_is_refused(draft: Activity, starts: datetime, ends: datetime, field: str) -> None:
    with pytest.raises(ProgrammeError) as caught:
        actions.add_session(activity=draft, starts=starts, ends=ends, movable=True)
    assert caught.value.field == field
    draft.refresh_from_db()
    assert (draft.sessions.count(), draft.movable) == (0, False)


def test_remove_session(draft: Activity, venue: Venue) -> None:
    session = actions.add_session(activity=draft, starts=at(25, 9), ends=at(25, 10), venue=venue)
    actions.remove_session(session=session)
    assert not draft.sessions.exists()


def test_partners(
    draft: Activity, school: Organisation, county: Organisation, other_school: Organisation
) -> None:
    for _n in range(2):
        actions.set_partners(
            activity=draft,
            undertakers=[county],
            co_hosts=[other_school],
            others=["示例协会", " ", "示例协会"],
        )
    found = [(p.role, p.label) for p in draft.participations.all()]
    role = Participation.Role
    assert found == [
        (role.HOST, school.name), (role.UNDERTAKER, county.name), (role.CO_HOST, other_school.name),
        (role.CO_HOST, "示例协会"),
    ]  # fmt: skip


def test_safeguard(draft: Activity) -> None:
    actions.set_safeguard(
        activity=draft,
        responsible_name="示例-李老师",
        responsible_phone="+86 139-0000-0002",
        capacity=50,
        expected=50,
    )
    draft.safeguard.refresh_from_db()
    assert (draft.safeguard.responsible_phone, draft.safeguard.expected) == ("13900000002", 50)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"responsible_phone": "1390000"}, "responsible_phone"), ({"capacity": 50, "expected": 51}, "expected")],
)
def test_a_wrong_safeguard_is_refused(draft: Activity, facts: dict[str, object], field: str) -> None:
    with pytest.raises(ProgrammeError) as caught:
        actions.set_safeguard(activity=draft, **facts)
    assert caught.value.field == field
    draft.safeguard.refresh_from_db()
    assert (draft.safeguard.capacity, draft.safeguard.expected) == (100, 60)


def test_cancel_one_session(school: Organisation, edition: Edition, venue: Venue) -> None:
    activity = make_activity(school, edition)
    kept, gone = (make_session(activity, starts=at(day, 9), venue=venue) for day in (25, 26))
    actions.cancel_session(session=gone)
    with pytest.raises(ProgrammeError, match="已经取消"):
        actions.cancel_session(session=gone)
    over = make_session(activity, starts=at(22, 9), venue=venue)
    with pytest.raises(ProgrammeError, match="已经结束"):
        actions.cancel_session(session=over)
    states = dict(Session.objects.values_list("pk", "state"))
    assert states == {kept.pk: "planned", gone.pk: "cancelled", over.pk: "planned"}


def test_move_session(school: Organisation, edition: Edition, room: Venue) -> None:
    activity = make_activity(school, edition, movable=True)
    session = make_session(activity, starts=at(25, 9), venue=room)
    other = make_session(make_activity(school, edition), starts=at(26, 9), venue=room)
    with pytest.raises(ProgrammeError, match="已有别的活动"):
        actions.move_session(session=session, starts=at(26, 10), ends=at(26, 11), venue=room)
    with pytest.raises(ProgrammeError, match="移到过去"):
        actions.move_session(session=session, starts=at(22, 9), ends=at(22, 11), venue=room)
    with pytest.raises(ProgrammeError, match="不能调整"):
        actions.move_session(session=other, starts=at(27, 10), ends=at(27, 11), venue=room)
    session.refresh_from_db()
    assert session.starts == at(25, 9)
    moved = actions.move_session(session=session, starts=at(27, 10), ends=at(27, 11), venue=room)
    assert (moved.day, moved.starts) == (at(27, 9).date(), at(27, 10))
