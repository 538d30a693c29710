"""An employer's desk: asking for one, changing and cancelling it, and the owner's word."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking import kinds, queries
from skillweek.booking.actions.approval import NotYourVisit
from skillweek.booking.models import DeskOffer, EmployerDesk, Vacancy
from skillweek.booking.rules import NotAllowed
from skillweek.booking.rules.employers import (
    MOST_VACANCIES,
    AlreadyAsked,
    check_number,
    desk_step,
    may_ask,
)
from skillweek.common import cipher, clock
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose
from skillweek.messaging.rules import MessageKind
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.programme.models import Activity

#: what an employer writes about itself, and may change
FACTS = ("company", "about", "people", "name")


def _offer(activity: Activity, by: User | None = None) -> DeskOffer:
    """The desks of ``activity``, held until the transaction ends; raises NotYourVisit unless ``by`` gives them out."""
    if by is not None and not has_right(by, Right.EDIT, activity.owner):
        raise NotYourVisit(_("这个活动的展位不由您所在的单位安排"))
    row, _made = DeskOffer.objects.get_or_create(activity=activity)
    return DeskOffer.objects.select_for_update().get(pk=row.pk)


@transaction.atomic
def set_desks(*, activity: Activity, by: User, desks: int) -> DeskOffer:
    """Set how many desks an activity has; never fewer than are given. None: nobody can ask."""
    row = _offer(activity, by)
    given = queries.offered(activity).given
    if desks < given:
        raise NotAllowed(_("已经安排了 %(given)s 个展位，不能更少") % {"given": given}, "desks")
    row.desks = desks
    row.save(update_fields=["desks"])
    return row


@transaction.atomic
def ask_desk(
    *,
    activity: Activity,
    facts: dict[str, Any],
    phone: str,
    consent: bool,
    vacancies: Sequence[dict[str, Any]],
) -> EmployerDesk:
    """Ask for a desk; the employer gets the link by text message. Raises NotOpen, NotAllowed or AlreadyAsked."""
    _offer(activity)
    now, edition = clock.now(), activity.edition
    if refused := may_ask(queries.offered(activity), now):
        raise refused
    if not consent:
        raise NotAllowed(_("请先同意我们为这次活动使用您的姓名和手机号码"), "consent")
    desk = EmployerDesk(
        city_id=activity.city_id, activity=activity, phone=phone, phone_index=cipher.blind_index(phone),
        consent_at=now, created_at=now, retention_until=edition.retention_until,
        **{name: facts[name] for name in FACTS},
    )  # fmt: skip
    try:
        with transaction.atomic():
            desk.save(force_insert=True)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == "desk_once_per_phone":
            raise AlreadyAsked from error
        raise
    _set_vacancies(desk, vacancies)
    queue_many([_told(desk, kinds.DESK_ASKED)])
    return desk


def _set_vacancies(desk: EmployerDesk, wished: Sequence[dict[str, Any]]) -> None:
    """The vacancies in order; those that are gone stay in the history."""
    if not wished:
        raise NotAllowed(_("请至少写一个岗位"), "")
    if len(wished) > MOST_VACANCIES:
        raise NotAllowed(_("最多写 %(most)s 个岗位") % {"most": MOST_VACANCIES}, "")
    rows = list(Vacancy.objects.filter(desk=desk).order_by("pk"))
    for number, facts in enumerate(wished):
        row = rows[number] if number < len(rows) else Vacancy(desk=desk)
        for name, value in (facts | {"active": True}).items():
            setattr(row, name, value)
        row.save()
    for row in rows[len(wished) :]:
        if row.active:
            row.active = False
            row.save(update_fields=["active"])


def _current(desk: EmployerDesk) -> EmployerDesk:
    """``desk`` as it stands now, held after the desks of its activity."""
    current = EmployerDesk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
    current.activity = desk.activity
    return current


@transaction.atomic
def change_desk(
    *, desk: EmployerDesk, facts: dict[str, Any], vacancies: Sequence[dict[str, Any]]
) -> EmployerDesk:
    """Another description or other vacancies; number and telephone stay. Raises NotOpen when it is over."""
    _offer(desk.activity)
    current = _current(desk)
    desk_step(current.state, "cancel")  # what can be cancelled can be changed
    if refused := may_ask(queries.offered(desk.activity), clock.now()):
        raise refused
    for name in FACTS:
        setattr(current, name, facts[name])
    current.save(update_fields=list(FACTS))
    _set_vacancies(current, vacancies)
    return current


@transaction.atomic
def cancel_desk(*, desk: EmployerDesk) -> EmployerDesk:
    """Give a desk, or the wish for one, back; its number is free again."""
    _offer(desk.activity)
    current = _current(desk)
    current.state, current.number = desk_step(current.state, "cancel"), ""
    current.save(update_fields=["state", "number"])
    queue_many([_told(current, kinds.DESK_CANCELLED)])
    return current


@transaction.atomic
def answer_desk(
    *, desk: EmployerDesk, by: User, give: bool, number: str = "", reason: str = ""
) -> EmployerDesk:
    """Give a numbered desk, or say why there is none; the employer is told. Given again is another number.

    Raises NotYourVisit, NotAllowed at the field, NotOpen when the employer or somebody else decided before.
    """
    _offer(desk.activity, by)
    current = _current(desk)
    state = desk_step(current.state, "give" if give else "refuse")
    if give:
        wished = "".join(number.split()).upper()
        others = EmployerDesk.objects.filter(activity=desk.activity).exclude(pk=current.pk)
        taken = set(others.exclude(number="").values_list("number", flat=True))
        mine = current.state == EmployerDesk.State.GIVEN
        check_number(wished, taken, queries.offered(desk.activity), mine)
        current.number, current.answer = wished, ""
    else:
        said = " ".join(reason.split())[:120]
        if not said:
            raise NotAllowed(_("请写一句原因，会发给用人单位"), "reason")
        current.number, current.answer = "", said
    current.state = state
    current.save(update_fields=["state", "number", "answer"])
    queue_many([_told(current, kinds.DESK_GIVEN if give else kinds.DESK_REFUSED)])
    return current


def _told(desk: EmployerDesk, kind: MessageKind) -> Message:
    """A text message to the employer, in the words of the city."""
    activity, token = desk.activity, queries.desk_token(desk)
    values = {
        "title": str(activity), "company": desk.company, "number": desk.number, "reason": desk.answer,
        "token": token, "link": settings.SITE_URL + reverse("booking:employer", args=[token]),
    }  # fmt: skip
    values = {name: value for name, value in values.items() if name in kind.variables}
    city = activity.city.code
    _subject, body = compose(city_code=city, key=kind.key, values=values)
    once = f":{desk.number}" if kind == kinds.DESK_GIVEN else ""
    return draft(
        city_code=city, owner_code=activity.owner.code, kind=kind.key, values=values, body=body,
        channel=Message.Channel.SMS, address=desk.phone, dedup_key=f"{kind.key}:{desk.code}{once}",
    )  # fmt: skip
