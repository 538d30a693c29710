"""Writing down who stands at which session."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.coverage import queries
from skillweek.coverage.rules import CoverageError, Stale
from skillweek.organisations.models import Contact, Organisation
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.actions import set_staff


@transaction.atomic
def share_out(*, unit: Organisation, edition: Edition, each: int, footing: str, by: User) -> int:
    """Write the sharing that ``by`` looked at; how many people were put to sessions.

    Raises Stale when sessions, people or their times have changed since, CoverageError without right or need.
    """
    if not has_right(by, Right.EDIT, unit):
        raise CoverageError(_("只有本单位的人能排人"))
    Organisation.objects.select_for_update().get(pk=unit.pk)  # one at a time for a unit
    found = queries.sharing(unit, edition, each)
    if found.footing != footing:
        raise Stale(_("场次、人员或他们的时间刚刚有变，请看过新的安排再确认"))
    if not found.added:
        raise CoverageError(_("没有要新排的人"))
    for row in found.rows:
        if row.proposed:
            people: list[Contact] = [*row.there, *row.proposed]
            set_staff(session=row.session, people=people)
    return sum(len(those) for those in found.added.values())
