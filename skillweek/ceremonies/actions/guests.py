"""Writing the guest list, and what guests answer."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.ceremonies.actions.ceremonies import locked
from skillweek.ceremonies.models import Ceremony, Guest, Seat, Standing
from skillweek.ceremonies.queries import staging
from skillweek.ceremonies.rules import CeremonyError, Reply, check_reply, may_answer
from skillweek.common import cipher, clock

FIELDS = ("name", "unit", "post", "kind", "people", "rank", "phone", "email")
#: a ceremony has at most so many rows of guests
MOST = 5000


def _fill(guest: Guest, facts: dict[str, Any]) -> None:
    if unknown := facts.keys() - set(FIELDS):
        raise TypeError(f"no such facts: {unknown}")
    for name, value in facts.items():
        setattr(guest, name, value)
    if not guest.name.strip():
        raise CeremonyError(_("请填写姓名"), "name")
    if guest.people < 1:
        raise CeremonyError(_("至少一人"), "people")
    if guest.people > 1 and guest.kind != Guest.Kind.PARTY:
        raise CeremonyError(_("只有学校队伍可以写多人"), "people")
    guest.email_index = cipher.blind_index(guest.email.lower()) if guest.email else ""


def _new(ceremony: Ceremony, facts: dict[str, Any]) -> Guest:
    guest = Guest(ceremony=ceremony, retention_until=ceremony.activity.edition.retention_until)
    _fill(guest, facts)
    return guest


@transaction.atomic
def add_guest(*, ceremony: Ceremony, **facts: Any) -> Guest:
    """Put somebody on the list; the same name of the same unit stands there once."""
    current = locked(ceremony)
    guest = _new(current, facts)
    if Guest.objects.filter(ceremony=current, name=guest.name, unit=guest.unit, withdrawn_at=None).exists():
        raise CeremonyError(_("名单里已经有这个单位的这位来宾"), "name")
    guest.save()
    return guest


@transaction.atomic
def add_guests(*, ceremony: Ceremony, rows: Iterable[dict[str, Any]]) -> tuple[int, int]:
    """Put a whole list in; says how many are new and how many stood there already (those stay as they are)."""
    current = locked(ceremony)
    there = set(Guest.objects.filter(ceremony=current, withdrawn_at=None).values_list("name", "unit"))
    new, known = [], 0
    for facts in rows:
        guest = _new(current, facts)
        if (guest.name, guest.unit) in there:
            known += 1
            continue
        there.add((guest.name, guest.unit))
        new.append(guest)
    if len(there) > MOST:
        raise CeremonyError(_("名单太长了，请分开办理"), "table")
    Guest.objects.bulk_create(new, 500)
    return len(new), known


def _locked_guest(guest: Guest) -> Guest:
    rows = Guest.objects.select_for_update(of=("self",))
    return rows.select_related("ceremony__activity__edition__city", "ceremony__activity__owner").get(
        pk=guest.pk
    )


@transaction.atomic
def edit_guest(*, guest: Guest, **facts: Any) -> Guest:
    """Change who is invited; a letter that went to another address has to go again."""
    locked(guest.ceremony)
    current = _locked_guest(guest)
    before = current.email_index
    _fill(current, facts)
    if current.email_index != before:
        current.invited_at = None
    if current.kind != Guest.Kind.PARTY:
        Standing.objects.filter(guest=current).delete()
    current.save()
    return current


@transaction.atomic
def withdraw_guest(*, guest: Guest) -> Guest:
    """Invite somebody no more: the link answers no longer, the seat is free."""
    locked(guest.ceremony)
    current = _locked_guest(guest)
    if current.withdrawn_at is None:
        current.withdrawn_at = clock.now()
        current.save(update_fields=["withdrawn_at"])
        _free(current)
    return current


def _free(guest: Guest) -> None:
    for seat in Seat.objects.filter(guest=guest):
        seat.guest = None
        seat.save(update_fields=["guest"])
    Standing.objects.filter(guest=guest).delete()


def _answer(guest: Guest, reply: Reply, by: User | None) -> Guest:
    check_reply(guest, reply)
    substitute = reply.answer == Guest.Answer.SUBSTITUTE
    guest.answer, guest.arrival = reply.answer, reply.arrival.strip()
    guest.substitute_name = reply.substitute_name.strip() if substitute else ""
    guest.substitute_post = reply.substitute_post.strip() if substitute else ""
    guest.answered_at, guest.answered_by = clock.now(), by
    guest.save()
    if reply.answer == Guest.Answer.NO:
        _free(guest)
    return guest


@transaction.atomic
def reply(*, guest: Guest, reply: Reply) -> Guest:
    """A guest answers by the link; again until the deadline, the last answer holds."""
    current = _locked_guest(guest)
    stage, zone = staging(current.ceremony), current.ceremony.activity.edition.time_zone
    refused = may_answer(current, current.ceremony.answer_by, stage.starts, clock.today(zone), clock.now())
    if refused:
        raise CeremonyError(refused)
    return _answer(current, reply, None)


@transaction.atomic
def answer_for(*, guest: Guest, reply: Reply, by: User) -> Guest:
    """An officer writes down what a guest said by telephone; kept with the officer's name, also after the deadline."""
    locked(guest.ceremony)
    current = _locked_guest(guest)
    if current.withdrawn_at:
        raise CeremonyError(_("这位来宾已不再邀请"))
    return _answer(current, reply, by)


@transaction.atomic
def erase_expired() -> int:
    """Erase names, phones, addresses and notes of guests whose time is over; returns how many. Rows stay for counts."""
    over = Guest.objects.filter(retention_until__lt=clock.today(), erased_at=None)
    done = 0
    for guest in over.select_for_update():
        guest.name, guest.phone, guest.email, guest.email_index, guest.arrival = "—", "", "", "", ""
        if guest.substitute_name:
            guest.substitute_name, guest.substitute_post = "—", ""
        guest.erased_at = clock.now()
        guest.save()
        done += 1
    return done
