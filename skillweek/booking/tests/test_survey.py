"""The survey: asked once, answered once, not at night, not after the end, nobody recognised, strangers kept out."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import (
    NotYourRules,
    ask_visitors,
    book_visit,
    preset_questions,
    reply_survey,
    save_survey_question,
    stop_asking,
    switch_survey_question,
)
from skillweek.booking.models import Booking, Policy, SurveyAnswer, SurveyQuestion, SurveyReply, SurveyStop
from skillweek.booking.rules import NotAllowed
from skillweek.booking.rules.survey import MOST_QUESTIONS, SurveyOver, without_persons
from skillweek.common import clock
from skillweek.common.registry import measures
from skillweek.messaging.models import Message
from skillweek.plan.models import Edition
from skillweek.programme.models import Session

FACTS = {"label": "讲解清楚吗？", "kind": "mark", "label_en": ""}


@pytest.fixture
def questions(edition: Edition, lin: User) -> list[SurveyQuestion]:
    return preset_questions(edition=edition, by=lin)


@pytest.fixture
def came(booking: Booking) -> Booking:
    """陈 came; the session is over when a test says so."""
    Booking.objects.filter(pk=booking.pk).update(state=Booking.State.ATTENDED)
    booking.refresh_from_db()
    return booking


@pytest.fixture
def over(session: Session) -> datetime:
    return session.ends + timedelta(minutes=5)


def asked() -> list[str]:
    keys = Message.objects.filter(kind="booking.survey").order_by("pk")
    return list(keys.values_list("dedup_key", flat=True))


def crowd(wish: dict[str, Any], count: int) -> list[Booking]:
    made = [book_visit(**wish | {"phone": f"1390000050{number}", "party": 1}) for number in range(count)]
    Booking.objects.filter(pk__in=[one.pk for one in made]).update(state=Booking.State.ATTENDED)
    return list(Booking.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))


def test_who_came_is_asked_once_when_it_is_over(
    questions: list[SurveyQuestion], came: Booking, over: datetime, wish: dict[str, Any], session: Session
) -> None:
    book_visit(**wish | {"phone": "13900000077"})  # who did not come is not asked
    door = {"name": "", "phone": "", "phone_index": "door", "party": 1, "state": "attended", "origin": "door"}
    Booking.objects.create(
        city=came.city, session=session, consent_at=over, created_at=over, retention_until=over.date(), **door
    )
    assert ask_visitors() == 0
    with clock.frozen(over):
        assert (ask_visitors(), ask_visitors()) == (1, 0)
    assert asked() == [f"booking.survey:{came.pk}"]
    told = Message.objects.get(kind="booking.survey")
    assert told.body.startswith("谢谢您来《汝瓷拉坯体验》。请用一分钟评价：")
    assert told.body.endswith("不想再收到这样的短信，在同一页点“不再问我”。")
    assert (told.address, f"/survey/{queries.survey_token(came)}/" in told.body) == (came.phone, True)


@pytest.mark.parametrize("without", ["questions", "days", "late", "stopped", "switched off"])
def test_nobody_is_asked_without_a_reason(
    without: str, edition: Edition, lin: User, came: Booking, over: datetime
) -> None:
    if without != "questions":
        made = preset_questions(edition=edition, by=lin)
        if without == "switched off":
            for one in made:
                switch_survey_question(question=one, by=lin, active=False)
    if without == "days":
        Policy.objects.create(edition=edition, survey_days=0)
    if without == "stopped":
        assert stop_asking(booking=came).pk == stop_asking(booking=came).pk
    moment = came.session.ends + timedelta(days=7) if without == "late" else over
    with clock.frozen(moment):
        assert ask_visitors() == 0
    assert asked() == []


def test_a_reply_is_written_once_and_not_after_the_end(
    questions: list[SurveyQuestion], came: Booking, over: datetime
) -> None:
    mark, _useful, _organised, text = questions
    with clock.frozen(came.session.ends + timedelta(days=7)), pytest.raises(SurveyOver):
        reply_survey(booking=came, given={mark.pk: 5})
    with clock.frozen(over):
        for wrong in ({}, {mark.pk: 6}, {mark.pk: 0}, {0: 3}, {text.pk: ""}):
            with pytest.raises(NotAllowed):
                reply_survey(booking=came, given=wrong)
        assert not SurveyReply.objects.exists()
        first = reply_survey(booking=came, given={mark.pk: 4, text.pk: " 很好 "})
        assert reply_survey(booking=came, given={mark.pk: 1}) == first
    assert list(SurveyAnswer.objects.order_by("pk").values_list("question", "mark", "text")) == [
        (mark.pk, 4, ""), (text.pk, None, "很好"),
    ]  # fmt: skip


def test_the_page_takes_one_reply_and_then_thanks(
    questions: list[SurveyQuestion], came: Booking, over: datetime, client: Client
) -> None:
    address = f"/survey/{queries.survey_token(came)}/"
    assert client.get(f"/survey/{came.code}/").status_code == 404
    with clock.frozen(over):
        page = client.get(address)
        assert page.content.decode().count('type="radio"') == 15
        assert (page["Cache-Control"], "5 · 很满意" in page.content.decode()) == (
            "max-age=0, no-cache, no-store, must-revalidate, private", True,
        )  # fmt: skip
        refused = client.post(address, {f"q{questions[0].pk}": "9", f"q{questions[3].pk}": "写了不少"})
        assert (refused.status_code, "写了不少" in refused.content.decode()) == (422, True)
        empty = client.post(address, {})
        assert (empty.status_code, "请至少回答一个问题" in empty.content.decode()) == (422, True)
        sent = client.post(address, {f"q{questions[0].pk}": "5", f"q{questions[3].pk}": "好"})
        assert (sent.status_code, sent["Location"]) == (302, address)
        again = client.post(address, {f"q{questions[0].pk}": "1"})
        assert (again.status_code, "谢谢您的评价" in again.content.decode()) == (200, True)
        assert SurveyAnswer.objects.count() == 2
        assert client.post(f"{address}stop/").status_code == 302
        assert "以后不再给这个手机号发评价短信" in client.get(address).content.decode()
    assert SurveyStop.objects.count() == 1
    Booking.objects.filter(pk=came.pk).update(state=Booking.State.NO_SHOW)
    assert client.get(address).status_code == 404


def test_who_comes_late_is_told(questions: list[SurveyQuestion], came: Booking, client: Client) -> None:
    with clock.frozen(came.session.ends + timedelta(days=8)):
        address = f"/survey/{queries.survey_token(came)}/"
        assert "评价已经截止" in client.get(address).content.decode()
        late = client.post(address, {f"q{questions[0].pk}": "5"})
    assert (late.status_code, "评价已经截止" in late.content.decode()) == (422, True)
    assert not SurveyReply.objects.exists()


def test_questions_are_the_citys(edition: Edition, lin: User, zhou: User, he: User) -> None:
    first = preset_questions(edition=edition, by=lin)
    assert (first[0].label, first[0].label_en) == ("总的来说，您满意吗？", "All in all, were you satisfied?")
    assert [one.pk for one in preset_questions(edition=edition, by=lin)] == [one.pk for one in first]
    for stranger in (zhou, he):
        with pytest.raises(NotYourRules):
            save_survey_question(edition=edition, by=stranger, facts=FACTS)
        with pytest.raises(NotYourRules):
            switch_survey_question(question=first[0], by=stranger, active=False)
        with pytest.raises(NotYourRules):
            preset_questions(edition=edition, by=stranger)
    added = save_survey_question(edition=edition, by=lin, facts=FACTS)
    assert (added.position, SurveyQuestion.objects.count()) == (5, 5)
    save_survey_question(edition=edition, by=lin, facts=FACTS | {"label": "再问？"}, question=added)
    assert SurveyQuestion.objects.get(pk=added.pk).label == "再问？"
    for _more in range(MOST_QUESTIONS - 5):
        save_survey_question(edition=edition, by=lin, facts=FACTS)
    with pytest.raises(NotAllowed, match="最多问 6 个问题"):
        save_survey_question(edition=edition, by=lin, facts=FACTS)
    switch_survey_question(question=added, by=lin, active=False)
    save_survey_question(edition=edition, by=lin, facts=FACTS)
    with pytest.raises(NotAllowed):
        switch_survey_question(question=added, by=lin, active=True)
    events = SurveyQuestion.pgh_event_model.objects.filter(pgh_obj_id=added.pk)  # type: ignore[attr-defined]  # pghistory
    assert [one.label for one in events.order_by("pgh_id")] == ["讲解清楚吗？", "再问？", "再问？"]


def test_how_it_is_answered_stays_once_somebody_has(
    questions: list[SurveyQuestion], came: Booking, over: datetime, edition: Edition, lin: User
) -> None:
    with clock.frozen(over):
        reply_survey(booking=came, given={questions[0].pk: 5})
    with pytest.raises(NotAllowed, match="已经有人回答"):
        save_survey_question(edition=edition, by=lin, question=questions[0], facts=FACTS | {"kind": "text"})


def test_results_of_few_are_not_broken_down(
    questions: list[SurveyQuestion], wish: dict[str, Any], over: datetime, edition: Edition,
    lin: User, he: User, wu: User, sign_in: Any,
) -> None:  # fmt: skip
    visits, (mark, *_rest, text) = crowd(wish, 6), questions
    with clock.frozen(over):
        for one, given in zip(visits[:4], (5, 5, 4, 2), strict=True):
            reply_survey(booking=one, given={mark.pk: given, text.pk: f"意见，电话 1390000050{given}"})
        few = queries.outcome(edition, queries.surveyed(he, edition))
        assert (few.visits, few.replies, few.percent, few.mean, few.few, few.questions) == (
            6,
            4,
            66,
            4.0,
            True,
            [],
        )
        assert "意见" not in sign_in(he).get("/desk/survey/").content.decode()
        assert measures["satisfaction"](edition).value == 0
        reply_survey(booking=visits[4], given={mark.pk: 1, text.pk: "请发到 chen@example.org"})
        full = queries.outcome(edition, queries.surveyed(he, edition))
        said = {one.question.pk: one for one in full.questions}
        assert (full.few, said[mark.pk].mean, said[mark.pk].count) == (False, 3.4, 5)
        assert [(bar.mark, bar.count, bar.percent) for bar in said[mark.pk].bars] == [
            (5, 2, 40), (4, 1, 20), (3, 0, 0), (2, 1, 20), (1, 1, 20),
        ]  # fmt: skip
        assert said[text.pk].texts == ["请发到 ••••", *["意见，电话 ••••"] * 4]
        pk = visits[0].session.activity_id
        for user in (lin, he):
            assert "平均 3.4 分，5 人回答" in sign_in(user).get("/desk/survey/").content.decode()
            assert "请发到 ••••" in sign_in(user).get(f"/desk/survey/{pk}/").content.decode()
            assert sign_in(user).get("/desk/survey/survey.xlsx").status_code == 200
        assert sign_in(wu).get(f"/desk/survey/{pk}/").status_code == 404
        assert "还没有人评价" in sign_in(wu).get("/desk/survey/").content.decode()
        assert {key: measures[key](edition).value for key in ("survey_replies", "survey_rate", "satisfaction")} == {
            "survey_replies": 5, "survey_rate": 83, "satisfaction": 68,
        }  # fmt: skip
        assert measures["satisfaction"](edition).parts == [("总的来说，您满意吗？", 68)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王老师 139 0000 0000 讲得好", "王老师 •••• 讲得好"),
        ("0375-0000000转2", "••••转2"),
        ("41040019990101000X", "••••"),
        ("写信到 a.b@example.org", "写信到 ••••"),
        ("2021 年 5 月 22 日 3 个人来", "2021 年 5 月 22 日 3 个人来"),
    ],
)
def test_persons_are_covered(text: str, shown: str) -> None:
    assert without_persons(text) == shown


def test_the_desk_pages_write(edition: Edition, lin: User, sign_in: Any) -> None:
    desk, address = sign_in(lin), "/desk/plan/editions/pds-2021/survey/"
    assert "放好常用的问题" in desk.get(address).content.decode()
    assert desk.post(address).status_code == 302
    assert SurveyQuestion.objects.count() == 4
    bad = desk.post(f"{address}new/", {"label": "", "kind": "mark"})
    assert (bad.status_code, SurveyQuestion.objects.count()) == (422, 4)
    assert desk.post(f"{address}new/", {"label": "还来吗？", "kind": "mark"}).status_code == 302
    one = SurveyQuestion.objects.get(label="还来吗？")
    assert desk.post(f"{address}{one.pk}/", {"label": "明年还来吗？", "kind": "mark"}).status_code == 302
    assert desk.post(f"{address}{one.pk}/switch/").status_code == 302
    one.refresh_from_db()
    assert (one.label, one.active) == ("明年还来吗？", False)
