"""Activities that others begin as copies of."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from skillweek.organisations.queries import AnyUser
from skillweek.plan.models import Edition
from skillweek.plan.rules import Shift
from skillweek.programme.models import Activity, Participation, SafetyAnswer, Session
from skillweek.programme.queries.activities import editable_by

#: the dates by which one edition is moved onto another
DATES = ("starts", "ends", "deadline")


def shift_between(source: Edition, target: Edition) -> Shift:
    """From the days of ``source`` to those of ``target``."""
    return Shift(*({name: getattr(one, name) for name in DATES} for one in (source, target)))


def taken_over(edition: Edition) -> QuerySet[Activity]:
    """What the next edition may take over of ``edition``: what was public, of units that still are."""
    public = Activity.objects.filter(edition=edition, state=Activity.State.PUBLISHED, revises=None)
    return public.filter(owner__active=True).order_by("pk")


def copyable(user: AnyUser, edition: Edition) -> QuerySet[Activity]:
    """Public activities of earlier editions that ``user`` may write, and has not taken into ``edition`` yet."""
    copies = Activity.objects.filter(copied_from=OuterRef("pk"), edition=edition)
    taken = Exists(copies.exclude(state=Activity.State.CANCELLED))
    found = editable_by(user).filter(
        ~taken, edition__city=edition.city_id, edition__starts__lt=edition.starts, state=Activity.State.PUBLISHED,
        revises=None, owner__active=True,
    )  # fmt: skip
    return found.order_by("-edition__starts", "owner__position", "owner__code", "title", "pk")


def with_everything(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """``activities`` with all that a copy takes."""
    sessions = Session.objects.select_related("venue__place").prefetch_related("staff")
    return activities.select_related("kind", "topic", "owner__kind", "edition", "safeguard").prefetch_related(
        "audiences", "tags", "budget", Prefetch("sessions", sessions),
        Prefetch("participations", Participation.objects.select_related("organisation")),
        Prefetch("safety_answers", SafetyAnswer.objects.select_related("item")),
    )  # fmt: skip
