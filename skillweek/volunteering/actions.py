"""Writing service points; title, times and review are the activity's."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.plan.queries import closed
from skillweek.programme.models import Activity
from skillweek.volunteering.models import ServicePoint


class PointError(Exception):
    """A service point that cannot be written; the text says why, to a person."""


@transaction.atomic
def write_point(*, activity: Activity, facts: dict[str, Any], by: User | None) -> ServicePoint:
    """Write what ``activity`` offers as a service point; one point per activity."""
    held = Activity.objects.select_for_update(of=("self",)).select_related("edition").get(pk=activity.pk)
    if held.state == Activity.State.CANCELLED:
        raise PointError(_("活动已取消，不能再改服务点"))
    if reason := closed(held.edition, "write_points"):
        raise PointError(reason)
    if facts["kind"].edition_id != held.edition_id:
        raise PointError(_("这个服务类别不属于本届活动周"))
    point, _made = ServicePoint.objects.update_or_create(
        activity=held, defaults=facts | {"city_id": held.city_id}
    )
    return point
