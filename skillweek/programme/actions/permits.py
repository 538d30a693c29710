"""Permits of large activities: applied for, granted, or not needed and why."""

from datetime import date
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.programme.actions.activities import locked, touch
from skillweek.programme.actions.safeguards import store_paper
from skillweek.programme.models import Activity, Permit
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.rules.permits import snapshot


def _check_days(activity: Activity, filed_on: date | None, granted_on: date | None) -> None:
    today = clock.today(activity.edition.time_zone)
    if filed_on and filed_on > today:
        raise ProgrammeError(_("申请日期不能在今天以后；还没有申请就先空着"), "filed_on")
    if granted_on and granted_on > today:
        raise ProgrammeError(_("许可日期不能在今天以后"), "granted_on")
    if filed_on and granted_on and granted_on < filed_on:
        raise ProgrammeError(_("许可日期不能早于申请日期"), "granted_on")


@transaction.atomic
def set_permit(
    *, activity: Activity, by: User | None, authority: str = "", filed_on: date | None = None,
    granted_on: date | None = None, number: str = "", exemption: str = "", file: BinaryIO | None = None,
    file_name: str = "",
) -> Permit:  # fmt: skip
    """Keep where the permit stands, at any time before the activity is over: a permit comes when it comes.

    With a new day of filing, or a new ``file``, it is for the time, place and number of people of that moment;
    ``exemption`` says why none is needed, and who said so is kept.
    """
    current = locked(activity, "settle")
    _check_days(current, filed_on, granted_on)
    holder = (
        current.revises or current
    )  # a working copy is merged into the public one, which keeps the permit
    permit = Permit.objects.select_for_update(of=("self",)).filter(activity=holder).first()
    permit = permit or Permit(activity=holder)
    if (number.strip() or granted_on) and file is None and permit.file_id is None:
        raise ProgrammeError(_("填了许可文号或许可日期，请把许可文件也传上来"), "file")
    if exemption.strip() != permit.exemption:
        permit.exemption_by = by if exemption.strip() else None
    permit.authority, permit.number, permit.exemption = authority.strip(), number.strip(), exemption.strip()
    applied = filed_on is not None and filed_on != permit.filed_on and permit.file_id is None
    permit.filed_on, permit.granted_on = filed_on, granted_on
    if file is not None:
        permit.file = store_paper(activity=current, stream=file, name=file_name, by=by, field="file")
    if file is not None or applied:
        safeguard = getattr(current, "safeguard", None)
        permit.covers = snapshot(safeguard.expected if safeguard else None, current.sessions.all())
    permit.save()
    touch(current)
    return permit
