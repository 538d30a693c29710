"""Saying what the planner leaves as it is."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.coverage.actions.targets import check_phase
from skillweek.coverage.models import Lock
from skillweek.coverage.queries import own_units
from skillweek.coverage.rules import CoverageError
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import places
from skillweek.plan.models import Edition
from skillweek.programme.models import Session


def _check_own(edition: Edition, by: User, unit: int | None) -> None:
    """City officers lock anything; a county's officer what is of their own units."""
    units = own_units(by, edition)
    if units is not None and unit not in units:
        raise CoverageError(_("您只能锁定本单位和下属单位的"))


@transaction.atomic
def lock_session(*, edition: Edition, session: Session, by: User) -> Lock:
    """Leave a session where it is; a second time changes nothing."""
    check_phase(edition)
    _check_own(edition, by, session.activity.owner_id)
    facts = {"edition": edition, "session": session, "day": None, "place": None}
    return Lock.objects.get_or_create(**facts, defaults={"by": by, "at": clock.now()})[0]


@transaction.atomic
def lock_cell(
    *, edition: Edition, by: User, day: date | None = None, place: Organisation | None = None
) -> Lock:
    """Leave all of a day, of a place, or of a place on a day as it is; a second time changes nothing."""
    check_phase(edition)
    if day is None and place is None:
        raise CoverageError(_("请选择要锁定的日期或县市区"), "day")
    if day is not None and day not in edition.days:
        raise CoverageError(_("日期不在活动周以内"), "day")
    if place is not None and not places(edition.city).filter(pk=place.pk).exists():
        raise CoverageError(_("请选择本市的县市区"), "place")
    _check_own(edition, by, place.pk if place else None)
    facts = {"edition": edition, "session": None, "day": day, "place": place}
    return Lock.objects.get_or_create(**facts, defaults={"by": by, "at": clock.now()})[0]


@transaction.atomic
def unlock(*, lock: Lock, by: User) -> None:
    """Let the planner move it again."""
    current = (
        Lock.objects.select_for_update(of=("self",))
        .filter(pk=lock.pk)
        .select_related("session__activity")
        .first()
    )
    if current is None:
        raise CoverageError(_("这个锁定已经解除"))
    check_phase(current.edition)
    _check_own(
        current.edition, by, current.session.activity.owner_id if current.session else current.place_id
    )
    current.delete()
