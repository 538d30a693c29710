"""The one door to ceremonies, and what is known of one: when, where, who holds it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from skillweek.ceremonies.models import Ceremony, RunItem, WeatherDecision
from skillweek.ceremonies.rules import Timed, timed
from skillweek.organisations.models import Contact, Organisation, Venue
from skillweek.organisations.queries import AnyUser, contacts_of, has_right, place_of
from skillweek.organisations.rules import Right
from skillweek.programme import queries as programme
from skillweek.programme.models import Activity, Participation, Session

#: code of the kind of activity that a ceremony is
LAUNCH = "launch"


def _launches(found: QuerySet[Activity]) -> QuerySet[Activity]:
    return found.filter(kind__code=LAUNCH, revises=None).select_related(
        "edition__city", "owner__kind", "owner__parent", "kind", "ceremony__notice", "safeguard"
    )


def launches_visible_to(user: AnyUser) -> QuerySet[Activity]:
    """Launch activities whose preparation ``user`` may look at."""
    return _launches(programme.visible_to(user))


def launches_editable_by(user: AnyUser) -> QuerySet[Activity]:
    """Launch activities whose ceremony ``user`` may prepare."""
    return _launches(programme.editable_by(user))


def _with_facts(found: QuerySet[Ceremony]) -> QuerySet[Ceremony]:
    return found.select_related(
        "city", "activity__edition__city", "activity__owner__kind", "activity__owner__parent", "activity__kind",
        "activity__safeguard", "contact", "other_venue", "notice",
    )  # fmt: skip


def visible_to(user: AnyUser) -> QuerySet[Ceremony]:
    """Ceremonies that ``user`` may look at: those of units whose desk they see."""
    return _with_facts(Ceremony.objects.filter(activity__in=launches_visible_to(user).values("pk")))


def editable_by(user: AnyUser) -> QuerySet[Ceremony]:
    """Ceremonies that ``user`` may prepare."""
    return _with_facts(Ceremony.objects.filter(activity__in=launches_editable_by(user).values("pk")))


@dataclass(frozen=True)
class Staging:
    """When and where a ceremony is held: of its session, in the local time of the edition."""

    ceremony: Ceremony
    session: Session | None
    decision: WeatherDecision | None
    zone: ZoneInfo

    @property
    def starts(self) -> datetime | None:
        """When the session begins."""
        return self.session.starts.astimezone(self.zone) if self.session else None

    @property
    def ends(self) -> datetime | None:
        """When the session ends."""
        return self.session.ends.astimezone(self.zone) if self.session else None

    @property
    def begins(self) -> datetime | None:
        """When the run of show begins: at its own time, else with the session."""
        own = self.ceremony.run_starts
        return self.starts.replace(hour=own.hour, minute=own.minute) if self.starts and own else self.starts

    @property
    def venue(self) -> Venue | None:
        """Where people go: the venue that the weather asks for, else that of the session."""
        if self.decision is not None and self.decision.verdict == WeatherDecision.Verdict.MOVE:
            return self.decision.venue
        return self.session.venue if self.session else None

    @property
    def place(self) -> str:
        """The venue with its address; empty while there is none."""
        return f"{self.venue.name}（{self.venue.address}）" if self.venue else ""


def session_of(activity: Activity) -> Session | None:
    """The session that is the ceremony: the first that is planned."""
    planned = programme.sessions_of(activity).filter(state=Session.State.PLANNED)
    return planned.order_by("starts", "pk").first()


def decision_of(ceremony: Ceremony) -> WeatherDecision | None:
    """What was decided last about the weather."""
    return ceremony.decisions.select_related("venue", "by").first()


def staging(ceremony: Ceremony) -> Staging:
    """When and where ``ceremony`` is held."""
    zone = ZoneInfo(ceremony.activity.edition.time_zone)
    return Staging(ceremony, session_of(ceremony.activity), decision_of(ceremony), zone)


def stagings(ceremonies: list[Ceremony], sessions: dict[int, Session]) -> list[Staging]:
    """When and where many ceremonies are held; ``sessions`` are the ones that count, by id of the activity."""
    last: dict[int, WeatherDecision] = {}
    for one in WeatherDecision.objects.filter(ceremony__in=ceremonies).select_related("venue", "by"):
        last.setdefault(one.ceremony_id, one)
    return [
        Staging(
            one, sessions.get(one.activity_id), last.get(one.pk), ZoneInfo(one.activity.edition.time_zone)
        )
        for one in ceremonies
    ]


def items_of(ceremony: Ceremony) -> QuerySet[RunItem]:
    """The items of the run of show in their order."""
    return RunItem.objects.filter(ceremony=ceremony).select_related("contact__organisation")


def show_of(stage: Staging) -> list[Timed]:
    """The run of show with its times; nothing while there is no session."""
    if stage.begins is None:
        return []
    return timed(items_of(stage.ceremony), stage.begins, stage.ends)


@dataclass(frozen=True)
class Person:
    """Somebody with what they answer for."""

    name: str
    unit: str
    items: list[Timed]


def by_person(show: list[Timed]) -> list[Person]:
    """The run of show by who answers for it, in the order of their first item; nobody comes last."""
    found: dict[tuple[str, str], list[Timed]] = {}
    for one in show:
        contact = one.item.contact
        key = (one.item.owner, contact.organisation.called if contact else "")
        found.setdefault(key, []).append(one)
    people = [Person(name, unit, items) for (name, unit), items in found.items()]
    return sorted(people, key=lambda person: not person.name)


def contact_choices(ceremony: Ceremony) -> QuerySet[Contact]:
    """Contacts in force of the owner and of the units that hold the ceremony with it."""
    units = Participation.objects.filter(activity=ceremony.activity, organisation__isnull=False)
    owners = {ceremony.activity.owner_id, *units.values_list("organisation_id", flat=True)}
    today = contacts_of(ceremony.activity.owner).values("pk")
    others = Contact.objects.filter(organisation__in=owners, until=None)
    found = Contact.objects.filter(pk__in=today) | others
    return found.select_related("organisation").order_by("organisation__position", "organisation__code", "pk")


def holders_of(activity: Activity) -> list[str]:
    """Names of the units that hold or undertake ``activity``, hosts first."""
    roles = (Participation.Role.HOST, Participation.Role.UNDERTAKER)
    parts = activity.participations.filter(role__in=roles).select_related("organisation")
    return [
        one.label
        for one in sorted(parts, key=lambda one: (roles.index(Participation.Role(one.role)), one.position))
    ]


def venue_choices(ceremony: Ceremony) -> QuerySet[Venue]:
    """Venues that the ceremony may use instead, those of its own place first."""
    place = place_of(ceremony.activity.owner)
    found = programme.venue_choices(ceremony.activity)
    return found.filter(place=place) | found.filter(owner=ceremony.activity.owner) if place else found


def may_issue(user: AnyUser, owner: Organisation) -> bool:
    """True when ``user`` may write notices in the name of ``owner``."""
    return has_right(user, Right.MANAGE, owner)
