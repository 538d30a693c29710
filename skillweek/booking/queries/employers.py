"""Employers' desks as the public, the employer and the owner of the activity see them."""

from dataclasses import dataclass

from django.core import signing
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from skillweek.booking.models import DeskOffer, EmployerDesk, Vacancy
from skillweek.booking.rules.employers import Offered, may_ask
from skillweek.common import clock
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.programme.models import Activity, Session

SALT = "booking.employer"
State = EmployerDesk.State


@dataclass(frozen=True)
class Fair:
    """What an activity's public page says of employers: who is there, and whether one may still ask."""

    employers: list[EmployerDesk]
    open: bool

    @property
    def vacancies(self) -> int:
        """People looked for by all of them."""
        return sum(one.number for desk in self.employers for one in desk.vacancies.all())


def desk_token(desk: EmployerDesk) -> str:
    """The signed key to a desk: who has it may see, change and cancel it."""
    return signing.Signer(salt=SALT, sep=".").sign(desk.code)


def _with_vacancies(rows: QuerySet[EmployerDesk]) -> QuerySet[EmployerDesk]:
    active = Prefetch("vacancies", Vacancy.objects.filter(active=True))
    return rows.select_related("activity__owner", "activity__edition", "city").prefetch_related(active)


def by_desk_token(text: str) -> QuerySet[EmployerDesk]:
    """The desk ``text`` is the key to; nothing when it was altered."""
    try:
        code = signing.Signer(salt=SALT, sep=".").unsign(text)
    except signing.BadSignature:
        return EmployerDesk.objects.none()
    return _with_vacancies(EmployerDesk.objects.filter(code=code))


def offered(activity: Activity) -> Offered:
    """How many desks the activity has and has given, and until when one may ask."""
    row = DeskOffer.objects.filter(activity=activity).first()
    given = EmployerDesk.objects.filter(activity=activity, state=State.GIVEN).count()
    planned = Q(state=Session.State.PLANNED)
    ends = activity.sessions.filter(planned).aggregate(last=Max("ends"))["last"]
    published = activity.state == Activity.State.PUBLISHED and (
        activity.published_at is not None and activity.published_at <= clock.now()
    )
    return Offered(row.desks if row else 0, given, published, ends)


def with_desks() -> QuerySet[Activity]:
    """Public activities that offer desks to employers."""
    offers = Exists(DeskOffer.objects.filter(activity=OuterRef("pk"), desks__gt=0))
    shown = Activity.objects.filter(state=Activity.State.PUBLISHED, published_at__lte=clock.now())
    return shown.filter(offers).select_related("owner", "edition", "city", "kind")


def fair(activity: Activity) -> Fair | None:
    """The employers at an activity; None where there are no desks and never were."""
    given = EmployerDesk.objects.filter(activity=activity, state=State.GIVEN).only(
        "company", "about", "number", "activity"
    )
    employers = list(given.prefetch_related(Prefetch("vacancies", Vacancy.objects.filter(active=True))))
    employers.sort(key=_in_order)
    has_desks = DeskOffer.objects.filter(activity=activity, desks__gt=0).exists()
    asked = has_desks and may_ask(offered(activity), clock.now()) is None
    return Fair(employers, asked) if employers or asked else None


def _in_order(desk: EmployerDesk) -> tuple[str, int, str]:
    """A2 before A10."""
    letters = desk.number.rstrip("0123456789")
    digits = desk.number[len(letters) :]
    return letters, int(digits or 0), desk.number


def fairs_at_desk(user: AnyUser) -> QuerySet[Activity]:
    """Activities whose desks ``user`` gives out."""
    mine = Activity.objects.filter(owner__in=scope(user, Right.EDIT), revises=None)
    return mine.select_related("owner", "edition", "city")


def employers_at_desk(user: AnyUser) -> QuerySet[EmployerDesk]:
    """Employers whose wish ``user`` answers."""
    mine = EmployerDesk.objects.filter(activity__owner__in=scope(user, Right.EDIT), activity__revises=None)
    return _with_vacancies(mine)


def employers_of(activity: Activity) -> list[EmployerDesk]:
    """Everybody who asked for a desk: those who wait first, then by number, then those who come no more."""
    order = {State.ASKED: 0, State.GIVEN: 1, State.REFUSED: 2, State.CANCELLED: 3}
    found = list(_with_vacancies(EmployerDesk.objects.filter(activity=activity)))
    return sorted(found, key=lambda one: (order[State(one.state)], _in_order(one), one.created_at))


def fairs(user: AnyUser) -> QuerySet[Activity]:
    """Activities of one's units with desks, or with employers who asked: how many asked and have one."""
    known = Q(desk_offer__desks__gt=0) | Q(desks__isnull=False)
    wait, have = Q(desks__state=State.ASKED), Q(desks__state=State.GIVEN)
    found = fairs_at_desk(user).filter(known).annotate(
        waiting=Count("desks", filter=wait, distinct=True), given=Count("desks", filter=have, distinct=True)
    )  # fmt: skip
    return found.select_related("owner", "desk_offer").order_by("-waiting", "title", "pk")


def desks_asked(user: AnyUser) -> QuerySet[EmployerDesk]:
    """Wishes that wait for ``user``'s word."""
    asked = EmployerDesk.objects.filter(state=State.ASKED, activity__owner__in=scope(user, Right.EDIT))
    return asked.select_related("activity__owner")
