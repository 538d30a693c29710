"""What waits in people's inboxes for the organiser's word: bookings, and employers who ask for a desk."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.models import Booking, EmployerDesk
from skillweek.booking.rules import masked_name
from skillweek.common import wording
from skillweek.common.inbox import Kind, Rows, one_kind
from skillweek.common.registry import InboxItem

HELD = Kind("booking-held", gettext_lazy("确认预约"), gettext_lazy("确认或谢绝"))

DESK = Kind("employer-desk", gettext_lazy("用人单位展位"), gettext_lazy("安排或谢绝"))


def _shown(bookings: QuerySet[Booking]) -> list[tuple[Any, InboxItem]]:
    return [(booking.pk, _item(booking)) for booking in bookings]


def _item(booking: Booking) -> InboxItem:
    session, owner = booking.session, booking.session.activity.owner
    words = {
        "name": masked_name(booking.name),
        "party": booking.party,
        "when": wording.moment(session.starts),
    }
    return InboxItem(
        kind=str(HELD.label), title=str(session.activity), url=reverse("booking:visit", args=[booking.code]),
        since=booking.created_at, organisation=owner.short_name, unit=owner.pk, due=session.day,
        note=_("%(name)s，%(party)s 人，%(when)s") % words,
    )  # fmt: skip


def awaiting(user: User) -> list[Rows]:
    """Bookings that the person's units confirm, each with its page."""
    held = queries.awaiting(user)
    words = ("code", "session__activity__title")
    unit = "session__activity__owner"
    return [
        Rows(held, one_kind(HELD), _shown, since="created_at", unit=unit, words=words, due="session__day")
    ]


def _desks(desks: QuerySet[EmployerDesk]) -> list[tuple[Any, InboxItem]]:
    return [(desk.pk, _desk(desk)) for desk in desks]


def _desk(desk: EmployerDesk) -> InboxItem:
    owner = desk.activity.owner
    return InboxItem(
        kind=str(DESK.label), title=desk.company, url=reverse("booking:employer_answer", args=[desk.code]),
        since=desk.created_at, organisation=owner.short_name, unit=owner.pk, note=str(desk.activity),
    )  # fmt: skip


def desks_asked(user: User) -> list[Rows]:
    """Employers who ask the person's units for a desk."""
    asked = queries.desks_asked(user)
    words = ("company", "activity__title")
    return [Rows(asked, one_kind(DESK), _desks, since="created_at", unit="activity__owner", words=words)]
