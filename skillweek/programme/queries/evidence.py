"""Activities and ceremonies as evidence that a duty is done (``common.registry.evidence``)."""

from collections import Counter

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.common import clock
from skillweek.common.registry import Evidence, EvidenceRow
from skillweek.common.wording import han_date
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Participation, Session
from skillweek.programme.queries.activities import published

#: code of the kind of activity that a ceremony is
CEREMONY = "launch"
#: a unit that does it beside the owner
DOING = (Participation.Role.HOST, Participation.Role.UNDERTAKER)


def _per_unit(found: QuerySet[Activity]) -> dict[int, int]:
    """How many of ``found`` each unit owns, hosts or undertakes."""
    taking_part = Participation.objects.filter(
        activity__in=found.values("pk"), role__in=DOING, organisation__isnull=False
    ).values_list("organisation_id", "activity_id")
    pairs = set(found.values_list("owner_id", "pk")) | set(taking_part)
    return dict(Counter(unit for unit, _activity in pairs))


def _rows(found: QuerySet[Activity], organisation: Organisation | None) -> list[EvidenceRow]:
    if organisation is not None:
        parts = Participation.objects.filter(organisation=organisation, role__in=DOING)
        found = found.filter(Q(owner=organisation) | Q(pk__in=parts.values("activity")))
    return [
        EvidenceRow(
            str(one), one.get_absolute_url(), f"{one.owner.called} · {han_date(one.published_at, 'day')}"
        )
        for one in found.order_by("owner__position", "published_at", "pk").prefetch_related(None)
        if one.published_at
    ]


def _activities(edition: Edition, parameter: str) -> QuerySet[Activity]:
    found = published(edition).order_by()
    return found.filter(kind__code=parameter) if parameter else found


def _ceremonies(edition: Edition) -> QuerySet[Activity]:
    """Public ceremonies with a session that took place: planned, and over by now."""
    over = Session.objects.filter(state=Session.State.PLANNED, ends__lte=clock.now())
    return _activities(edition, CEREMONY).filter(pk__in=over.values("activity"))


def _kinds(edition: Edition) -> list[tuple[str, str]]:
    return [(kind.code, str(kind)) for kind in edition.activitykinds.all()]


ACTIVITIES = Evidence(
    label=_("已发布的活动"),
    count=lambda edition, parameter: _per_unit(_activities(edition, parameter)),
    parameters=_kinds,
    rows=lambda edition, parameter, unit: _rows(_activities(edition, parameter), unit),
    way="programme:desk_new",
    verb=_("去写活动"),
)
CEREMONIES = Evidence(
    label=_("已举办的启动仪式"),
    count=lambda edition, parameter: _per_unit(_ceremonies(edition)),
    rows=lambda edition, parameter, unit: _rows(_ceremonies(edition), unit),
    way="programme:desk_new",
    verb=_("去写活动"),
)
