"""Invitations and reminders: words, sending once, only to whom they are due."""

from datetime import date, timedelta

import pytest

from skillweek.accounts.models import User
from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.models import Ceremony
from skillweek.ceremonies.rules import CeremonyError, Reply
from skillweek.ceremonies.tests.factories import OPENING, make_guest
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.programme.models import Session


def sent(kind: str) -> list[tuple[str, str]]:
    found = Message.objects.filter(kind=f"ceremonies.{kind}").order_by("id")
    return [(one.address, one.body) for one in found]


def test_an_invitation_says_what_is_known_and_leaves_out_the_rest(ceremony: Ceremony) -> None:
    guest = make_guest(ceremony, unit="示例学校", post="示例-校长")
    actions.arrange(ceremony=ceremony, arrival="东门报到")
    assert actions.invite_guests(ceremony=ceremony, seen=1) == 1
    ((address, body),) = sent("invitation")
    assert address == guest.email
    assert ("报到：东门报到" in body, "停车" in body, "前答复" in body) == (True, False, False)
    assert queries.link(guest) in body
    assert "5 月 26 日 09:00" in body
    assert "{{" not in body


def test_it_goes_once_and_only_as_many_as_were_shown(ceremony: Ceremony) -> None:
    make_guest(ceremony)
    make_guest(ceremony, "示例-纸质", email="")
    with pytest.raises(CeremonyError):
        actions.invite_guests(ceremony=ceremony, seen=2)
    assert sent("invitation") == []
    actions.invite_guests(ceremony=ceremony, seen=1)
    with pytest.raises(CeremonyError):
        actions.invite_guests(ceremony=ceremony, seen=0)
    assert len(sent("invitation")) == 1
    assert actions.mark_printed(ceremony=ceremony) == 1
    with pytest.raises(CeremonyError):
        actions.mark_printed(ceremony=ceremony)


def test_a_changed_address_gets_the_letter_again(ceremony: Ceremony) -> None:
    guest = make_guest(ceremony)
    actions.invite_guests(ceremony=ceremony, seen=1)
    actions.edit_guest(guest=guest, email="new@pds.example.invalid")
    actions.invite_guests(ceremony=ceremony, seen=1)
    assert [address for address, _body in sent("invitation")] == [
        "g0@pds.example.invalid",
        "new@pds.example.invalid",
    ]


def test_reminders_go_only_to_those_who_have_not_answered(ceremony: Ceremony) -> None:
    guests = [make_guest(ceremony, f"示例-{sign}") for sign in "甲乙丙丁"]
    make_guest(ceremony, "示例-纸", email="")
    actions.invite_guests(ceremony=ceremony, seen=4)
    actions.reply(guest=guests[0], reply=Reply("yes"))
    actions.reply(guest=guests[1], reply=Reply("no"))
    actions.withdraw_guest(guest=guests[2])
    with pytest.raises(CeremonyError):
        actions.remind_guests(ceremony=ceremony)  # invited a moment ago
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert actions.remind_guests(ceremony=ceremony) == 1
        with pytest.raises(CeremonyError):
            actions.remind_guests(ceremony=ceremony)
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert actions.remind_guests(ceremony=ceremony) == 1
    assert [address for address, _body in sent("reminder")] == [guests[3].email] * 2


def test_the_letter_keeps_its_own_words(ceremony: Ceremony, zhou: User, sign_in) -> None:
    guest = make_guest(ceremony)
    address = f"/desk/ceremonies/{ceremony.activity_id}/guests/letter/"
    officer = sign_in(zhou)
    facts = {"subject": "请来：{{ title }}", "body": "{{ name }}，请看 {{ link }}", "answer_by": "2021-05-25"}
    assert officer.post(address, facts).status_code == 302
    assert "示例-郏来宾，请看" in officer.get(address).content.decode()
    for wrong in (
        {"body": "没有网址"},
        {"body": "{{ link }} {{ secret }}"},
        {"answer_by": "2021-05-27"},
        {"subject": ""},
    ):
        assert officer.post(address, facts | wrong).status_code == 422, wrong
    ceremony.refresh_from_db()
    assert (ceremony.letter_body, ceremony.answer_by) == (facts["body"], date(2021, 5, 25))
    home = address.removesuffix("letter/")
    assert officer.post(f"{home}send/", {"seen": "1"}).status_code == 302
    subject, body = queries.letter(guest, queries.staging(ceremony))
    message = Message.objects.get(kind="ceremonies.invitation")
    assert (message.subject, message.body) == (subject, body)
    assert message.owner_code == "yexian"


def test_nothing_goes_without_a_session_or_after_the_start(ceremony: Ceremony) -> None:
    make_guest(ceremony)
    with clock.frozen(OPENING), pytest.raises(CeremonyError):
        actions.invite_guests(ceremony=ceremony, seen=1)
    Session.objects.update(state=Session.State.CANCELLED)
    with pytest.raises(CeremonyError):
        actions.invite_guests(ceremony=ceremony, seen=1)
    assert sent("invitation") == []


def test_a_stranger_sends_nothing(ceremony: Ceremony, wu: User, he: User, sign_in) -> None:
    make_guest(ceremony)
    home = f"/desk/ceremonies/{ceremony.activity_id}/guests/"
    for person in (wu, he):
        for step in ("send/", "remind/", "printed/"):
            assert sign_in(person).post(f"{home}{step}", {"seen": "1"}).status_code == 404
    assert Message.objects.count() == 0


def test_printed_letters_have_a_page_each(ceremony: Ceremony, zhou: User, sign_in) -> None:
    import pypdfium2

    make_guest(ceremony, "示例-滍")
    make_guest(ceremony, "示例-䶮", email="")
    answer = sign_in(zhou).get(f"/desk/ceremonies/{ceremony.activity_id}/print/letters/")
    paper = pypdfium2.PdfDocument(answer.content)
    text = [page.get_textpage().get_text_range() for page in paper]
    paper.close()
    assert len(text) == 2
    assert ("示例-滍" in text[0], "示例-䶮" in text[1], "扫页末的二维码" in text[0]) == (True, True, True)
