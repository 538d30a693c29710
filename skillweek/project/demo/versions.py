"""Versions of the schedule: as it was first made public, and as it is now after a few changes."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min

from skillweek.common import clock
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import public_sessions, published
from skillweek.project.demo.week import Week
from skillweek.schedule.actions import release
from skillweek.schedule.models import Release

#: how much earlier the sessions ended, and the online ones were planned, in the first version
SHORTER, EARLIER = timedelta(minutes=30), timedelta(days=1)
#: days before the Week on which the changes were made public
BEFORE = 2


def load_versions(week: Week) -> None:
    """Release the programme with a few sessions as they were planned at first, then as they are."""
    zone = ZoneInfo(week.edition.time_zone)
    second = datetime.combine(week.edition.starts - timedelta(days=BEFORE), time(10), zone)
    begun = published(week.edition).order_by().aggregate(first=Min("published_at"))["first"]
    if begun is None or begun >= second or Release.objects.filter(edition=week.edition).exists():
        return
    with clock.frozen(max(begun, week.opened) + timedelta(hours=2)):
        rows, activity = _planned_at_first(week)
        if rows:
            release(edition=week.edition, by=week.officer, note="首次公布")
    for session in rows:
        session.save(update_fields=["starts", "ends", "day"])
    if activity is not None:
        activity.save(update_fields=["summary"])
    with clock.frozen(second):
        if rows:
            release(edition=week.edition, by=week.officer, note="按各校设备到位的时间调整")


def _planned_at_first(week: Week) -> tuple[list[Session], Activity | None]:
    """Put a few public sessions back to where they were planned, and answer them as they are to be."""
    found = public_sessions(week.edition).order_by("starts", "pk")
    online = [one for one in found if one.online and one.day > week.edition.starts + EARLIER][:1]
    held = [one for one in found if not one.online and one.ends - one.starts > 2 * SHORTER][2:4]
    for one in online:
        moved = {"starts": one.starts - EARLIER, "ends": one.ends - EARLIER, "day": one.day - EARLIER}
        Session.objects.filter(pk=one.pk).update(**moved)
    for one in held:
        Session.objects.filter(pk=one.pk).update(ends=one.ends - SHORTER)
    activity = held[0].activity if held else None
    if activity is not None:
        Activity.objects.filter(pk=activity.pk).update(summary=activity.title[:120])
    return [*online, *held], activity
