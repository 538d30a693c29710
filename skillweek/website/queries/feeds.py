"""What calendars, news readers, search engines and other sites are told of the programme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillweek.booking.queries import Slot
from skillweek.common.wording import joined
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import subtree_ids, within
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Participation, Session
from skillweek.programme.queries import announced_sessions, published
from skillweek.schedule import queries as schedule
from skillweek.schedule.models import Change
from skillweek.schedule.queries import Revision
from skillweek.website.ical import Entry, clean
from skillweek.website.rules import unit_name

#: entries of a news feed
NEWS = 100
#: sessions of an activity that search engines are told
EVENTS = 50


def sessions(
    edition: Edition, *, activity: Activity | None = None, day: date | None = None, place: str = "",
    unit: Organisation | None = None, audience: str = "", kind: str = "",
) -> QuerySet[Session]:  # fmt: skip
    """Announced sessions, cancelled ones too, in order of time; of a unit also those of the units below it."""
    found = announced_sessions(edition).order_by("starts", "pk")
    if activity is not None:
        found = found.filter(activity=activity)
    if day is not None:
        found = found.filter(day=day)
    if unit is not None:
        found = found.filter(activity__owner__in=subtree_ids(unit))
    codes = {"place__code": place, "activity__audiences__code": audience, "activity__kind__code": kind}
    return found.filter(**{field: code for field, code in codes.items() if code})


def held_by(edition: Edition, unit: Organisation) -> QuerySet[Session]:
    """Announced sessions of activities that ``unit`` itself owns or holds with others."""
    part = Participation.objects.filter(activity=OuterRef("activity"), organisation=unit)
    return sessions(edition).filter(Q(activity__owner=unit) | Exists(part))


def holders(edition: Edition) -> QuerySet[Organisation]:
    """Units other than schools with announced sessions that they own or hold with others."""
    announced = announced_sessions(edition).order_by().values("activity")
    owners = announced_sessions(edition).order_by().values("activity__owner")
    parts = Participation.objects.filter(activity__in=announced, organisation__isnull=False)
    found = within(edition.city).filter(Q(pk__in=owners) | Q(pk__in=parts.values("organisation")))
    return found.filter(kind__is_vocational=False).order_by("position", "code")


def entries(edition: Edition, found: QuerySet[Session]) -> list[Entry]:
    """``found`` as calendar entries; two queries."""
    listed = list(
        found.defer("activity__body", "activity__steps", "activity__good_to_know", "activity__search")
    )
    revisions = schedule.revisions([one.pk for one in listed])
    return [_entry(edition, one, revisions.get(one.pk, Revision())) for one in listed]


def _entry(edition: Edition, session: Session, revision: Revision) -> Entry:
    activity, venue = session.activity, session.venue
    published_at = activity.published_at or activity.created_at
    url = absolute(activity.get_absolute_url())
    about = [activity.summary, *([session.note] if session.note else [])]
    if session.online and activity.online_url:
        about.append(_("线上地址：%(url)s") % {"url": activity.online_url})
    return Entry(
        uid=f"{session.code}@{edition.slug}.skillweek", title=str(activity), starts=session.starts,
        ends=session.ends, changed=max(revision.at or published_at, published_at), url=url,
        number=revision.number, cancelled=is_cancelled(session), category=str(activity.kind),
        where=f"{venue.name}, {venue.address}" if venue else _("线上"), about="\n".join([*about, url]),
        point=_point(venue),
    )  # fmt: skip


def is_cancelled(session: Session) -> bool:
    """It does not take place: it, or its whole activity, was called off."""
    return session.state == Session.State.CANCELLED or session.activity.state == Activity.State.CANCELLED


def absolute(path: str) -> str:
    """``path`` with the site's address in front."""
    return str(settings.SITE_URL) + path


def _point(venue: Venue | None) -> tuple[float, float] | None:
    if venue is None or venue.latitude is None or venue.longitude is None:
        return None
    return float(venue.latitude), float(venue.longitude)


def news(edition: Edition) -> list[Change]:
    """The latest lines of the change log."""
    return list(schedule.changes(edition)[:NEWS])


def fresh(edition: Edition) -> list[Activity]:
    """The activities published last."""
    found = published(edition).prefetch_related(None).defer("body", "steps", "good_to_know", "search")
    return list(found.order_by("-published_at", "-pk")[:NEWS])


@dataclass(frozen=True)
class Told:
    """What the log says of an activity, the latest first; ``moved`` when a time or place is among it."""

    changes: list[Change]

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def moved(self) -> bool:
        """Whether more changed than words."""
        return any(change.kind != Change.Kind.REVISED for change in self.changes)


def told(activity: Activity) -> Told:
    """What the log says of ``activity``, its being added left out."""
    found = schedule.changes(activity.edition, activity=activity)
    return Told(list(found.exclude(kind=Change.Kind.ADDED)[:EVENTS]))


def linked_data(activity: Activity, slots: Sequence[Slot], changes: Iterable[Change]) -> dict[str, Any]:
    """``activity`` as schema.org events, one for each of its sessions."""
    before: dict[int | None, datetime | None] = {}
    for change in changes:  # the latest first: the oldest time is the one that was announced
        if change.kind == Change.Kind.MOVED and change.from_starts != change.to_starts:
            before[change.session_id] = change.from_starts
    common = {
        "@type": "Event", "name": clean(str(activity)), "description": clean(activity.summary),
        "isAccessibleForFree": True, "url": absolute(activity.get_absolute_url()),
        "organizer": {"@type": "Organization", "name": clean(unit_name(activity.owner))},
        "audience": {"@type": "Audience", "audienceType": joined([str(one) for one in activity.audiences.all()])},
    }  # fmt: skip
    if activity.cover:
        common["image"] = [absolute(activity.cover.get_absolute_url())]
    events = [common | _event(activity, slot, before.get(slot.session.pk)) for slot in slots[:EVENTS]]
    return {"@context": "https://schema.org", "@graph": events}


def _event(activity: Activity, slot: Slot, before: datetime | None) -> dict[str, Any]:
    session, url = slot.session, absolute(activity.get_absolute_url())
    off = session.state == Session.State.CANCELLED or activity.state == Activity.State.CANCELLED
    status = "EventCancelled" if off else "EventRescheduled" if before else "EventScheduled"
    mode = "OnlineEventAttendanceMode" if session.online else "OfflineEventAttendanceMode"
    offer = {"@type": "Offer", "price": 0, "priceCurrency": "CNY", "url": url}
    if off or slot.state == "free":  # of what must be booked the page does not know the places left
        offer["availability"] = f"https://schema.org/{'SoldOut' if off else 'InStock'}"
    found: dict[str, Any] = {
        "@id": f"{url}#{session.code}", "startDate": _local(activity, session.starts),
        "endDate": _local(activity, session.ends), "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{mode}", "location": _location(activity, session),
        "offers": offer,
    }  # fmt: skip
    return found | ({"previousStartDate": _local(activity, before)} if before and not off else {})


def _local(activity: Activity, moment: datetime) -> str:
    """With the offset of the city."""
    return moment.astimezone(ZoneInfo(activity.edition.time_zone)).isoformat()


def _location(activity: Activity, session: Session) -> dict[str, Any]:
    venue = session.venue
    if venue is None:
        url = activity.online_url or absolute(activity.get_absolute_url())
        return {"@type": "VirtualLocation", "url": url}
    address = {"@type": "PostalAddress", "streetAddress": clean(venue.address), "addressCountry": "CN"}
    place: dict[str, Any] = {"@type": "Place", "name": clean(venue.name), "address": address}
    if point := _point(venue):
        place["geo"] = {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]}
    return place


def language_of_feed() -> str:
    """The language tag of what is written now."""
    return {"en": "en", "zh-hant": "zh-Hant"}.get(get_language() or "", "zh-Hans")
