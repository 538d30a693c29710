"""Inviting people, and what the link does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.organisations import actions, queries
from skillweek.organisations.models import Invitation, Membership, Organisation
from skillweek.organisations.tests.factories import make_contact, make_task

SignIn = Callable[[User], Client]
CITY, COUNTY, EDITOR, LEADER, GATE = Membership.Role.values
NEW = {"name": "示例-新老师", "role": EDITOR, "email": "new@example.invalid", "phone": ""}
CHOSEN = {"username": "new-teacher", "password": "skillweek-2021", "again": "skillweek-2021"}
pytestmark = pytest.mark.usefixtures("now")


def invite(school: Organisation, zhou: User, **facts: str) -> Invitation:
    return actions.invite(organisation=school, by=zhou, **NEW | facts)


def path_of(invitation: Invitation) -> str:
    return urlsplit(queries.invitation_link(invitation)).path


def test_from_the_officer_to_the_desk(
    school: Organisation, zhou: User, client: Client, sign_in: SignIn
) -> None:
    officer = sign_in(zhou)
    page = officer.post("/desk/units/school-a/people/new/", NEW, follow=True)
    made, link = Invitation.objects.get(), page.context["link"]
    mail = Message.objects.get()
    assert (mail.channel, mail.address, link in mail.body, "7" in mail.body) == (
        "mail", "new@example.invalid", True, True,
    )  # fmt: skip
    assert "周示例请您担任示例-叶县职业教育中心的学校填报人" in mail.body
    assert (made.sent, made.expires_at) == (1, clock.now() + timedelta(days=7))
    assert [one.name for one in officer.get("/desk/units/school-a/").context["invitations"]] == [
        "示例-新老师"
    ]
    path = urlsplit(link).path
    shown = client.get(path)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (
        200, "max-age=0, no-cache, no-store, must-revalidate, private",
    )  # fmt: skip
    assert "示例-新老师，您好" in shown.text
    done = client.post(path, CHOSEN)
    assert (done.status_code, done.headers["Location"]) == (302, "/accounts/login/")
    user = User.objects.get(username="new-teacher")
    assert (user.name, user.email, user.check_password("skillweek-2021")) == (
        "示例-新老师", "new@example.invalid", True,
    )  # fmt: skip
    assert list(user.memberships.values_list("organisation__code", "role", "active")) == [
        ("school-a", EDITOR, True)
    ]
    made.refresh_from_db()
    assert (made.state, made.accepted_by) == ("accepted", user)
    for method in (client.get, lambda at: client.post(at, CHOSEN | {"username": "second"})):
        used = method(path)
        assert (used.status_code, "这个链接已经用过了" in used.text) == (410, True)
    assert User.objects.filter(username="second").count() == 0
    assert "示例-新老师已在" in officer.get(f"/desk/units/invitation/{made.code}/").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"again": "other"}, "again"), ({"password": "12345678", "again": "12345678"}, "password"),
        ({"username": "a b"}, "username"), ({"username": "COUNTY-yexian"}, "username"), ({"username": ""}, "username"),
    ],
)  # fmt: skip
def test_a_poor_choice(
    wrong: dict[str, str], field: str, school: Organisation, zhou: User, client: Client
) -> None:
    made = invite(school, zhou)
    answer = client.post(path_of(made), CHOSEN | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (Invitation.objects.get().state, User.objects.count()) == ("open", 1)


def test_without_any_address_the_link_is_passed_on(school: Organisation, zhou: User, sign_in: SignIn) -> None:
    made = invite(school, zhou, email="")
    page = sign_in(zhou).get(f"/desk/units/invitation/{made.code}/")
    assert (Message.objects.count(), made.sent) == (0, 0)
    assert queries.invitation_link(made) in page.text
    assert ("<svg" in page.text, "把链接发给对方" in page.text) == (True, True)


def test_a_text_message_where_there_is_no_mail(school: Organisation, zhou: User) -> None:
    made = invite(school, zhou, email="", phone="13900000007")
    message = Message.objects.get()
    assert (message.channel, message.address, queries.invitation_link(made) in message.body) == (
        "sms", "13900000007", True,
    )  # fmt: skip


def test_an_expired_link_is_resent(
    now: datetime, school: Organisation, zhou: User, client: Client, sign_in: SignIn
) -> None:
    made = invite(school, zhou)
    later = now + timedelta(days=7)
    with clock.frozen(later):
        gone = client.get(path_of(made))
        assert (gone.status_code, "这个链接已经过期" in gone.text) == (410, True)
        with pytest.raises(actions.OrganisationError, match="过期"):
            actions.accept_invitation(invitation=made, username="x", password="skillweek-2021")
        sign_in(zhou).post(f"/desk/units/invitation/{made.code}/resend/")
        assert client.get(path_of(made)).status_code == 200
    made.refresh_from_db()
    assert (made.expires_at, made.sent, Message.objects.count()) == (later + timedelta(days=7), 2, 2)


def test_withdrawn(school: Organisation, zhou: User, client: Client, sign_in: SignIn) -> None:
    made = invite(school, zhou)
    officer = sign_in(zhou)
    for _ in range(2):
        assert officer.post(f"/desk/units/invitation/{made.code}/withdraw/").status_code == 302
    answer = client.post(path_of(made), CHOSEN)
    assert (answer.status_code, "这个邀请已经撤回" in answer.text, User.objects.count()) == (410, True, 1)
    with pytest.raises(actions.OrganisationError):
        actions.resend_invitation(invitation=made, by=zhou)
    invite(school, zhou)  # the same person may be asked again


def test_twice_is_refused_at_the_name(school: Organisation, zhou: User, sign_in: SignIn) -> None:
    invite(school, zhou)
    answer = sign_in(zhou).post("/desk/units/school-a/people/new/", NEW)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", [CITY, COUNTY])
def test_nobody_invites_above_their_rank(
    role: str, school: Organisation, zhou: User, sign_in: SignIn
) -> None:
    with pytest.raises(actions.OrganisationError):
        invite(school, zhou, role=role)
    assert sign_in(zhou).post("/desk/units/school-a/people/new/", NEW | {"role": role}).status_code == 422
    assert Invitation.objects.count() == 0


def test_the_officer_must_still_be_one(school: Organisation, zhou: User, client: Client) -> None:
    made = invite(school, zhou)
    zhou.memberships.update(active=False)
    answer = client.post(path_of(made), CHOSEN)
    assert (answer.status_code, "邀请人已不再管理这个单位" in answer.text, User.objects.count()) == (
        422,
        True,
        1,
    )


def test_somebody_with_a_sign_in_takes_the_role(
    school: Organisation, zhou: User, wu: User, sign_in: SignIn
) -> None:
    made = invite(school, zhou)
    client = sign_in(wu)
    assert "您现在登录的是吴示例" in client.get(path_of(made)).text
    assert client.post(path_of(made), {"mine": "1"}).status_code == 302
    assert list(wu.memberships.values_list("organisation__code", flat=True)) == ["school-a", "school-b"]
    assert client.post(path_of(made), {"mine": "1"}).status_code == 410


def test_what_waited_for_the_person_comes_along(school: Organisation, zhou: User) -> None:
    made = invite(school, zhou)
    task, contact = make_task(school, invitation=made), make_contact(school, name="示例-新老师")
    with pytest.raises(actions.OrganisationError, match="1 项"):
        actions.withdraw_invitation(invitation=made, by=zhou)
    user = actions.accept_invitation(invitation=made, username="new-teacher", password="skillweek-2021")
    task.refresh_from_db()
    contact.refresh_from_db()
    assert (task.owner, task.invitation, contact.user) == (user, None, user)


def test_altered_links_and_strangers(
    school: Organisation, zhou: User, he: User, wu: User, client: Client, sign_in: SignIn
) -> None:
    made = invite(school, zhou)
    path = path_of(made)
    for wrong in (f"/invitations/{made.code}/", path[:-2] + "x/", "/invitations/x.y/"):
        assert client.get(wrong).status_code == 404
    for person in (he, wu):
        stranger = sign_in(person)
        assert stranger.get(f"/desk/units/invitation/{made.code}/").status_code == 404
        assert stranger.post(f"/desk/units/invitation/{made.code}/withdraw/").status_code == 404
        assert stranger.get("/desk/units/school-a/people/new/").status_code == 404
        with pytest.raises(actions.OrganisationError):
            actions.withdraw_invitation(invitation=made, by=person)
    assert Invitation.objects.get().state == "open"
