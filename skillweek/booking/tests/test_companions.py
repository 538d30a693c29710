"""Companions, guardians, questions and the organiser's word: works, twice, refused, strangers, history."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import (
    NotYourRules,
    NotYourVisit,
    book_visit,
    decide_booking,
    join,
    save_question,
    set_terms,
    switch_question,
)
from skillweek.booking.models import Booking, Companion, Question, Quota, Reply
from skillweek.booking.rules import Extras, NotAllowed, NotOpen
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience
from skillweek.programme.models import Activity, Session

PAGE = "/sessions/MORNING234/book/"
CHILD = (("小示例", 9),)


@pytest.fixture
def typed(session: Session, parents: Audience) -> dict[str, Any]:
    return {"name": "陈示例", "phone": "139 0000 0001", "party": "2", "audience": str(parents.pk), "consent": "on",
            "key": "KEY1"}  # fmt: skip


@pytest.fixture
def question(activity: Activity, session: Session, he: User) -> Question:
    facts = {"label": "衣服尺码", "kind": "choice", "required": True, "audience": None, "label_en": ""}
    return save_question(activity=activity, by=he, facts=facts, choices=["S", "M"])


def test_a_child_comes_with_a_guardians_consent(client: Client, typed: dict[str, Any]) -> None:
    child = typed | {"who1": "小示例", "age1": "9"}
    refused = client.post(PAGE, child)
    assert refused.context["form"].errors == {"guardian": ["有 14 岁以下的孩子，要监护人同意才能预约"]}
    assert 'value="小示例"' in refused.content.decode()
    assert (Booking.objects.count(), Companion.objects.count()) == (0, 0)
    for _twice in range(2):
        assert client.post(PAGE, child | {"guardian": "on"}).status_code == 302
    booking = Booking.objects.get()
    assert booking.guardian_at == booking.consent_at
    assert [(one.name, one.age) for one in booking.companions.all()] == [("小示例", 9)]


def test_names_are_encrypted_in_the_table(wish: dict[str, Any]) -> None:
    book_visit(**wish, extras=Extras(CHILD, guardian=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM booking_companion")
        ((kept,),) = cursor.fetchall()
    assert kept
    assert "小示例" not in str(kept)


def test_more_companions_than_people_are_refused(wish: dict[str, Any]) -> None:
    extras = Extras((("甲示例", None), ("乙示例", None)))
    with pytest.raises(NotAllowed, match="一共 2 人，同行的最多写 1 人；现在写了 2 人"):
        book_visit(**wish, extras=extras)
    assert sum(Quota.objects.values_list("taken", flat=True)) == 0


def test_names_are_asked_for_where_terms_say_so(wish: dict[str, Any], he: User) -> None:
    facts = {"mode": "first", "names": True}
    set_terms(activity=wish["session"].activity, audience=None, by=he, facts=facts)
    with pytest.raises(NotAllowed, match="请写齐同行 1 人的姓名"):
        book_visit(**wish)
    assert book_visit(**wish, extras=Extras((("甲示例", None),))).companions.count() == 1


def test_a_question_is_asked_answered_and_seen_at_the_desk(
    client: Client, typed: dict[str, Any], question: Question, sign_in: Any, he: User
) -> None:
    missing = client.post(PAGE, typed)
    assert missing.context["form"].errors == {f"q{question.pk}": ["请回答：衣服尺码"]}
    assert Booking.objects.count() == 0
    assert client.post(PAGE, typed | {f"q{question.pk}": "M"}).status_code == 302
    assert Reply.objects.get().text == "M"
    page = sign_in(he).get(f"/desk/visits/{Booking.objects.get().code}/").content.decode()
    assert "<dt>衣服尺码</dt><dd>M</dd>" in page
    assert "陈示例" not in page


def test_a_question_switched_off_is_not_asked(
    wish: dict[str, Any], question: Question, he: User, wu: User
) -> None:
    with pytest.raises(NotYourRules):
        switch_question(question=question, by=wu, active=False)
    for _twice in range(2):
        assert switch_question(question=question, by=he, active=False).active is False
    assert book_visit(**wish).state == "confirmed"


def test_questions_of_an_audience_are_for_it_alone(
    wish: dict[str, Any], question: Question, pupils: Audience, session: Session
) -> None:
    question.audience = pupils
    question.save()
    assert queries.questions_for(session, wish["audience"]) == []
    with pytest.raises(NotAllowed, match="请回答"):
        book_visit(**wish | {"audience": pupils})


def test_questions_are_written_and_ordered_at_the_desk(
    sign_in: Any, he: User, activity: Activity, question: Question
) -> None:
    client = sign_in(he)
    new = f"/desk/activities/{activity.pk}/questions/new/"
    few = client.post(new, {"label": "几点到", "kind": "choice", "choices": "早"})
    assert few.context["form"].errors == {"choices": ["请写至少两个选项，一行一个"]}
    assert client.post(new, {"label": "几点到", "kind": "choice", "choices": "早\n晚"}).status_code == 302
    second = Question.objects.exclude(pk=question.pk).get()
    for _twice in range(2):
        client.post(f"/desk/questions/{second.pk}/raise/")
        assert list(queries.questions_of(activity)) == [second, question]
    client.post(f"/desk/questions/{second.pk}/", {"label": "几点到", "kind": "choice", "choices": "晚\n午"})
    assert list(second.choices.filter(active=True).values_list("label", flat=True)) == ["晚", "午"]


@pytest.fixture
def held(wish: dict[str, Any], he: User) -> Booking:
    set_terms(activity=wish["session"].activity, audience=None, by=he, facts={"mode": "approval"})
    return book_visit(**wish)


def test_a_booking_waits_for_the_organiser_and_is_confirmed(held: Booking, sign_in: Any, he: User) -> None:
    assert held.state == "held"
    assert "等主办单位确认" in Message.objects.get(dedup_key=f"booking.held:{held.pk}").body
    client = sign_in(he)
    assert f"/desk/visits/{held.code}/" in client.get("/desk/").content.decode()
    assert client.post(f"/desk/visits/{held.code}/", {"verdict": "approve"}).status_code == 302
    assert Booking.objects.get().state == "confirmed"
    assert Message.objects.filter(dedup_key=f"booking.confirmed:{held.pk}").count() == 1
    with pytest.raises(NotOpen, match="这个预约已经是“已预约”"):
        decide_booking(booking=held, by=he, approve=False, reason="满了")
    assert list(held.events.order_by("pgh_id").values_list("state", flat=True)) == ["held", "confirmed"]


def test_a_refusal_needs_a_reason_and_gives_the_places_back(
    held: Booking, sign_in: Any, he: User, client: Client, session: Session
) -> None:
    page = f"/desk/visits/{held.code}/"
    silent = sign_in(he).post(page, {"verdict": "refuse"})
    assert (silent.status_code, silent.context["form"].errors) == (
        422,
        {"reason": ["请写一句原因，会发给预约的人"]},
    )
    assert queries.places_left([session.pk]) == {session.pk: 8}
    sign_in(he).post(page, {"verdict": "refuse", "reason": "只接待本县学生"})
    assert (Booking.objects.get().state, Booking.objects.get().refusal) == ("cancelled", "只接待本县学生")
    assert queries.places_left([session.pk]) == {session.pk: 10}
    assert "只接待本县学生" in Message.objects.get(dedup_key=f"booking.refused:{held.pk}").body
    assert "主办单位没有同意" in client.get(f"/bookings/{queries.token(held)}/").content.decode()


def test_what_a_refusal_frees_is_offered_to_who_waits(
    held: Booking, wish: dict[str, Any], he: User, session: Session
) -> None:
    Quota.objects.update(places=2)
    entry = join(**wish | {"phone": "13900000008"})
    decide_booking(booking=held, by=he, approve=False, reason="只接待本县学生")
    entry.refresh_from_db()
    assert (entry.state, Quota.objects.get().taken) == ("offered", 2)


def test_a_stranger_decides_nothing(held: Booking, wu: User, sign_in: Any) -> None:
    with pytest.raises(NotYourVisit):
        decide_booking(booking=held, by=wu, approve=True)
    assert sign_in(wu).post(f"/desk/visits/{held.code}/", {"verdict": "approve"}).status_code == 404
    assert Booking.objects.get().state == "held"
