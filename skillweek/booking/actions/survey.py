"""Asking who came how it was: the questions, one message per visit, one reply, and no more when that is wished."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking import kinds, queries
from skillweek.booking.actions.terms import NotYourRules
from skillweek.booking.actions.visits import message_to
from skillweek.booking.models import Booking, SurveyAnswer, SurveyQuestion, SurveyReply, SurveyStop
from skillweek.booking.rules import NotAllowed
from skillweek.booking.rules.survey import (
    LONGEST_TEXT,
    MOST_QUESTIONS,
    PRESETS,
    SurveyOver,
    check_answers,
)
from skillweek.common import clock, wording
from skillweek.messaging.actions import queue_many
from skillweek.messaging.models import Message
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition

BATCH = 500


def _held(edition: Edition, by: User) -> Edition:
    """``edition`` locked; raises NotYourRules unless ``by`` manages its city."""
    held = Edition.objects.select_for_update(of=("self",)).select_related("city").get(pk=edition.pk)
    if not has_right(by, Right.MANAGE, held.city):
        raise NotYourRules(_("只有市级管理员可以改满意度问题"))
    return held


@transaction.atomic
def preset_questions(*, edition: Edition, by: User) -> list[SurveyQuestion]:
    """Give an edition without questions the usual ones; twice is once."""
    held = _held(edition, by)
    if not SurveyQuestion.objects.filter(edition=held).exists():
        for position, (label, kind) in enumerate(PRESETS, start=1):
            with translation.override("zh-hans"):
                row = SurveyQuestion(edition=held, position=position, label=str(label), kind=kind)
            with translation.override("en"):
                row.label_en = str(label)
            row.save()
    return queries.questions_at(held)


@transaction.atomic
def save_survey_question(
    *, edition: Edition, by: User, facts: dict[str, Any], question: SurveyQuestion | None = None
) -> SurveyQuestion:
    """Write a question, or another wording of one; how it is answered stays once somebody has answered."""
    held = _held(edition, by)
    rows = SurveyQuestion.objects.filter(edition=held)
    if question is None and rows.filter(active=True).count() >= MOST_QUESTIONS:
        raise NotAllowed(_("最多问 %(most)s 个问题；先停掉一个再加") % {"most": MOST_QUESTIONS}, "label")
    last = rows.aggregate(last=Max("position"))["last"] or 0
    row = rows.get(pk=question.pk) if question else SurveyQuestion(edition=held, position=last + 1)
    if row.pk and facts["kind"] != row.kind and row.answers.exists():
        raise NotAllowed(_("已经有人回答，不能改回答的方式；请停掉它，另加一个"), "kind")
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def switch_survey_question(*, question: SurveyQuestion, by: User, active: bool) -> SurveyQuestion:
    """Ask it (again), or no longer; answers given stay. Twice is no harm."""
    held = _held(question.edition, by)
    rows = SurveyQuestion.objects.filter(edition=held)
    row = rows.get(pk=question.pk)
    if active and not row.active and rows.filter(active=True).count() >= MOST_QUESTIONS:
        raise NotAllowed(_("最多问 %(most)s 个问题；先停掉一个再加") % {"most": MOST_QUESTIONS}, "")
    row.active = active
    row.save(update_fields=["active"])
    return row


@transaction.atomic
def ask_visitors() -> int:
    """Send everybody who came to what is over the link to the questions, each visit once; how many messages.

    The key of the message is the visit, so that two at the same moment send one. Nobody is written to at night.
    """
    found = queries.to_ask().select_related(
        "session__activity__edition", "session__activity__owner", "session__city"
    )
    morning: dict[int, Any] = {}
    sent = 0
    for booking in found.order_by("pk")[:BATCH]:
        edition = booking.session.activity.edition
        if edition.pk not in morning:
            morning[edition.pk] = queries.morning_for(edition, clock.now())
        sent += queue_many([_question(booking)], not_before=morning[edition.pk])
    return sent


def _question(booking: Booking) -> Message:
    session, token = booking.session, queries.survey_token(booking)
    return message_to(booking, kinds.SURVEY, {
        "when": wording.moment(session.starts), "title": str(session.activity), "token": token,
        "link": settings.SITE_URL + reverse("booking:survey", args=[token]),
    })  # fmt: skip


@transaction.atomic
def reply_survey(*, booking: Booking, given: Mapping[int, int | str]) -> SurveyReply:
    """Write down what a visitor says, once; who sends again gets the first reply.

    Raises SurveyOver after the end, NotAllowed when nothing, or nothing that fits, was answered.
    """
    current = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if before := SurveyReply.objects.filter(booking=current).first():
        return before
    if queries.survey_over(booking):
        raise SurveyOver
    asked = {one.pk: one for one in queries.survey_questions(booking.session.activity.edition)}
    check_answers({key: one.kind for key, one in asked.items()}, given)
    reply = SurveyReply.objects.create(booking=current, created_at=clock.now())
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(reply=reply, question=asked[key], mark=int(value))
        if asked[key].kind == SurveyQuestion.Kind.MARK
        else SurveyAnswer(reply=reply, question=asked[key], text=str(value).strip()[:LONGEST_TEXT])
        for key, value in given.items()
        if value not in ("", None)
    )
    return reply


@transaction.atomic
def stop_asking(*, booking: Booking) -> SurveyStop:
    """Never ask this telephone number again; twice is once."""
    row, _made = SurveyStop.objects.get_or_create(
        city_id=booking.city_id, phone_index=booking.phone_index, defaults={"at": clock.now()}
    )
    return row
