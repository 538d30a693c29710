"""When a venue or a person can be had, and when not."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.models import Contact, Venue, Window
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right

#: most days written at once
MOST_DAYS = 62


def _span(day: date, starts: time | None, ends: time | None) -> tuple[datetime, datetime]:
    """The hours of one day; without times the whole day."""
    zone = timezone.get_current_timezone()
    begin = datetime.combine(day, starts or time.min, tzinfo=zone)
    until = (
        datetime.combine(day, ends, tzinfo=zone)
        if ends
        else datetime.combine(day, time.min, zone) + timedelta(1)
    )
    if until <= begin:
        raise OrganisationError(_("结束时间应晚于开始时间"), "ends")
    return begin, until


@transaction.atomic
def add_windows(
    *, of: Venue | Contact, by: User, open: bool, first: date, last: date | None = None,
    starts: time | None = None, ends: time | None = None, note: str = "",
) -> list[Window]:  # fmt: skip
    """Say for every day from ``first`` to ``last`` that a venue or a person can be had (``open``), or cannot.

    Days that already say exactly this are left as they are; refused when all do.
    """
    owner = of.owner if isinstance(of, Venue) else of.organisation
    if not has_right(by, Right.EDIT, owner):
        raise OrganisationError(_("您不能修改这个单位的可用时间"))
    last = last or first
    if last < first:
        raise OrganisationError(_("最后一天应不早于第一天"), "last")
    if (last - first).days >= MOST_DAYS:
        raise OrganisationError(_("一次最多登记 %(n)d 天") % {"n": MOST_DAYS}, "last")
    subject = {"venue": of} if isinstance(of, Venue) else {"contact": of}
    type(of).objects.select_for_update(of=("self",)).get(pk=of.pk)
    there = set(Window.objects.filter(open=open, **subject).values_list("starts", "ends"))
    spans = [_span(first + timedelta(days=n), starts, ends) for n in range((last - first).days + 1)]
    new = [span for span in spans if span not in there]
    if not new:
        raise OrganisationError(_("这段时间已经登记过"), "first")
    rows = [Window(owner=owner, open=open, starts=a, ends=b, note=note, **subject) for a, b in new]
    return Window.objects.bulk_create(rows)


@transaction.atomic
def remove_window(*, window: Window, by: User) -> None:
    """Take one span away."""
    current = Window.objects.select_for_update(of=("self",)).select_related("owner").get(pk=window.pk)
    if not has_right(by, Right.EDIT, current.owner):
        raise OrganisationError(_("您不能修改这个单位的可用时间"))
    current.delete()
