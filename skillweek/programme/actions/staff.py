"""Writing who must be at a session."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.organisations.models import Contact
from skillweek.programme.models import Activity, Session, SessionStaff
from skillweek.programme.queries import staff_choices
from skillweek.programme.rules import ProgrammeError

OVER = (Activity.State.CANCELLED, Activity.State.MERGED)


@transaction.atomic
def set_staff(*, session: Session, people: Iterable[Contact]) -> list[SessionStaff]:
    """Say who must be there: contacts of the owner and its partners. Whoever stays keeps what they do there."""
    current = Session.objects.select_for_update(of=("self",)).select_related("activity").get(pk=session.pk)
    if current.state != Session.State.PLANNED or current.activity.state in OVER:
        raise ProgrammeError(_("这一场已经取消，不用再安排人"))
    wanted = {one.pk for one in people}
    if not wanted <= set(staff_choices(current.activity).values_list("pk", flat=True)):
        raise ProgrammeError(_("请选择主办、承办或协办单位的现任联系人"), "people")
    current.staff.exclude(contact__in=wanted).delete()
    there = set(current.staff.values_list("contact", flat=True))
    for one in sorted(wanted - there):
        SessionStaff.objects.create(session=current, contact_id=one)
    return list(current.staff.select_related("contact"))
