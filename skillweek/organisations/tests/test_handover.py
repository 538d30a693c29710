"""Handing over a leaver's things in one step."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.messaging.models import Message
from skillweek.organisations import actions, queries
from skillweek.organisations.models import (
    Contact,
    GroupMember,
    Handover,
    Invitation,
    Membership,
    Organisation,
    Task,
)
from skillweek.organisations.tests.factories import make_contact, make_group, make_task

SignIn = Callable[[User], Client]
EDITOR = Membership.Role.SCHOOL_EDITOR
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def burden(school: Organisation, he: User) -> Task:
    """何 has an open and a finished task, a contact role and a seat."""
    done = make_task(school, title="旧事", owner=he)
    actions.step_task(task=done, step="finish", by=he)
    make_contact(school, user=he, name="何示例", name_public=True, phone_public=True)
    GroupMember.objects.create(group=make_group(school), role="member", name="何示例", user=he)
    return make_task(school, owner=he)


def test_to_a_colleague(
    burden: Task, school: Organisation, he: User, zhao: User, zhou: User, sign_in: SignIn
) -> None:
    officer, leaver = sign_in(zhou), sign_in(he)
    assert leaver.get("/desk/").status_code == 200
    address = f"/desk/units/person/{he.memberships.get().pk}/handover/"
    moving = officer.get(address).context["moving"]
    assert (len(moving.tasks), len(moving.contacts), len(moving.seats), len(moving.roles), moving.elsewhere) == (
        1, 1, 1, 1, 0,
    )  # fmt: skip
    assert officer.post(address, {"successor": zhao.pk}).status_code == 302
    record = Handover.objects.get()
    assert (record.leaver, record.successor, record.tasks, record.closed, record.by) == (
        he,
        zhao,
        1,
        True,
        zhou,
    )
    assert dict(Task.objects.values_list("title", "owner")) == {"旧事": he.pk, "报送方案": zhao.pk}
    entries = list(
        Contact.objects.order_by("since").values_list("name", "user", "until", "name_public", "phone_public")
    )
    today = date(2021, 5, 23)
    assert entries == [("何示例", he.pk, today, True, True), ("赵示例", zhao.pk, None, True, False)]
    assert list(GroupMember.objects.order_by("pk").values_list("name", "ended_on")) == [
        ("何示例", today), ("赵示例", None),
    ]  # fmt: skip
    assert sorted(zhao.memberships.filter(active=True).values_list("role", flat=True)) == [
        EDITOR,
        "volunteer_leader",
    ]
    he.refresh_from_db()
    assert (he.is_active, list(queries.own(he))) == (False, [])
    assert leaver.get("/desk/").status_code == 302, "whoever left is signed out at once"
    assert [change.who for change in history(burden)] == [zhou, None]
    assert "何示例 → 赵示例" in officer.get("/desk/units/school-a/").text
    again = officer.post(address, {"successor": zhao.pk})
    assert (again.status_code, Handover.objects.count()) == (422, 1)


def test_to_somebody_invited(
    burden: Task, school: Organisation, he: User, zhou: User, client: Client, sign_in: SignIn
) -> None:
    make_task(school, title="另一件", contact=Contact.objects.get())
    officer = sign_in(zhou)
    form = {"successor": "new", "name": "示例-接任", "email": "next@example.invalid", "phone": "13900000008"}
    page = officer.post(f"/desk/units/person/{he.memberships.get().pk}/handover/", form, follow=True)
    invitation = Invitation.objects.get()
    assert (invitation.role, Message.objects.get().address) == (EDITOR, "next@example.invalid")
    assert set(Task.objects.filter(state="open").values_list("owner", "invitation")) == {
        (None, invitation.pk)
    }
    fresh = Contact.objects.get(until=None)
    assert (fresh.name, fresh.phone, fresh.user) == ("示例-接任", "13900000008", None)
    assert "等待接受邀请" in officer.get("/desk/units/school-a/tasks/").text
    link = page.context["link"].partition("/invitations/")[2]
    chosen = {"username": "next", "password": "skillweek-2021", "again": "skillweek-2021"}
    assert client.post(f"/invitations/{link}", chosen).status_code == 302
    successor = User.objects.get(username="next")
    assert set(Task.objects.filter(state="open").values_list("owner", flat=True)) == {successor.pk}
    assert Contact.objects.get(until=None).user == successor
    assert GroupMember.objects.get(ended_on=None).user == successor


def test_several_roles_come_with_one_link(
    school: Organisation, county: Organisation, he: User, zhou: User, lin: User
) -> None:
    actions.grant(user=he, organisation=county, role=EDITOR)
    successor = actions.Successor(name="示例-接任")
    actions.hand_over(organisation=school, leaver=he, successor=successor, by=zhou)
    assert Invitation.objects.count() == 2
    first = Invitation.objects.order_by("pk").first()
    assert first is not None
    user = actions.accept_invitation(invitation=first, username="next", password="skillweek-2021")
    assert sorted(user.memberships.values_list("organisation__code", flat=True)) == ["school-a", "yexian"]
    assert set(Invitation.objects.values_list("state", flat=True)) == {"accepted"}


def test_what_is_not_mine_to_give_stays(
    burden: Task, school: Organisation, other_school: Organisation, he: User, zhao: User, zhou: User
) -> None:
    actions.grant(user=he, organisation=other_school, role=EDITOR)
    elsewhere = make_task(other_school, title="别处的事", owner=he)
    moving = queries.belongings(he, zhou)
    assert ([task.title for task in moving.tasks], moving.elsewhere) == (["报送方案"], 1)
    record = actions.hand_over(organisation=school, leaver=he, successor=actions.Successor(zhao), by=zhou)
    he.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (record.closed, he.is_active, elsewhere.owner) == (False, True, he)
    assert list(he.memberships.filter(active=True).values_list("organisation__code", flat=True)) == [
        "school-b"
    ]


def test_invitations_of_a_leaving_officer_go_on(
    county: Organisation, school: Organisation, zhou: User, lin: User
) -> None:
    invitation = actions.invite(organisation=school, role=EDITOR, by=zhou, name="示例-新老师")
    actions.hand_over(organisation=county, leaver=zhou, successor=actions.Successor(name="示例-接任"), by=lin)
    user = actions.accept_invitation(invitation=invitation, username="new", password="skillweek-2021")
    assert user.memberships.get().organisation == school


@pytest.mark.parametrize(
    ("form", "field"),
    [({"successor": ""}, "successor"), ({"successor": "0"}, "successor"), ({"successor": "new"}, "name"),
     ({"successor": "new", "name": "x", "phone": "12"}, "phone")],
)  # fmt: skip
def test_bad_input(
    form: dict[str, str], field: str, burden: Task, he: User, zhou: User, sign_in: SignIn
) -> None:
    answer = sign_in(zhou).post(f"/desk/units/person/{he.memberships.get().pk}/handover/", form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    burden.refresh_from_db()
    assert (burden.owner, he.memberships.get().active, Handover.objects.count()) == (he, True, 0)


def test_refused(
    burden: Task, school: Organisation, county: Organisation, he: User, wu: User, zhou: User, zhao: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    address = f"/desk/units/person/{he.memberships.get().pk}/handover/"
    for stranger in (he, wu, zhao):
        assert sign_in(stranger).post(address, {"successor": zhao.pk}).status_code == 404
    outsider = create_user(username="out", name="示例-外人", password="skillweek-demo")
    for leaver, to, by in ((he, zhao, wu), (zhou, zhao, zhou), (he, outsider, zhou)):
        with pytest.raises(actions.OrganisationError):
            actions.hand_over(organisation=school, leaver=leaver, successor=actions.Successor(to), by=by)
    assert (Handover.objects.count(), he.memberships.get().active) == (0, True)
