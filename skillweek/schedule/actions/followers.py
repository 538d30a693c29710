"""Following an activity by mail: asked for, confirmed by a link, ended by a link, forgotten in time."""

from collections.abc import Iterator
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.messaging.actions import queue, queue_many
from skillweek.messaging.actions.queueing import draft
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose
from skillweek.programme.models import Activity
from skillweek.schedule import kinds, queries
from skillweek.schedule.models import Change, Follower, Release
from skillweek.schedule.models.releases import follower_token
from skillweek.schedule.rules import (
    FORGOTTEN_AFTER,
    HOUR,
    OPEN_REQUESTS,
    REQUESTS_AN_HOUR,
    ScheduleError,
    sentence,
)


@transaction.atomic
def ask_to_follow(*, activity: Activity, email: str, language: str) -> None:
    """Send the link that confirms; silent about what the address follows already, so that nobody can find out.

    Too many open requests of one address, or a second one within the hour, send nothing and say nothing.
    """
    now, index = clock.now(), queries.index_of(email)
    recent = Follower.objects.filter(asked_at__gt=now - HOUR)
    if recent.count() >= REQUESTS_AN_HOUR:
        raise ScheduleError(_("现在请求的人太多，请过一小时再试"))
    mine = Follower.objects.select_for_update().filter(email_index=index)
    known = {one.activity_id: one for one in mine}
    lately = [one for one in known.values() if one.asked_at > now - HOUR]
    waiting = [one for one in known.values() if one.confirmed_at is None and one.ended_at is None]
    again = known.get(activity.pk)
    if len(lately) >= OPEN_REQUESTS or (again is None and len(waiting) >= OPEN_REQUESTS) or again in lately:
        return
    _invite(
        again or Follower(activity=activity, edition=activity.edition, email_index=index), email, language
    )


def _invite(follower: Follower, email: str, language: str) -> None:
    """Write the request down and queue its mail; one that stopped begins anew, with another link."""
    follower.email, follower.language, follower.asked_at = email.strip(), language, clock.now()
    follower.retention_until = follower.edition.retention_until
    if follower.ended_at is not None:
        follower.token, follower.confirmed_at, follower.ended_at = follower_token(), None, None
    follower.save()
    city = follower.edition.city.code
    with translation.override(language):
        values = {"title": str(follower.activity), "link": _link("schedule:following", follower.token)}
        subject, body = compose(city_code=city, key=kinds.FOLLOW.key, values=values)
    queue(
        city_code=city, channel=Message.Channel.MAIL, address=follower.email, subject=subject, body=body,
        kind=kinds.FOLLOW.key, values=values,
        dedup_key=f"{kinds.FOLLOW.key}:{follower.pk}:{follower.asked_at.isoformat()}",
    )  # fmt: skip


def _link(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


@transaction.atomic
def confirm(*, follower: Follower) -> Follower:
    """Tell this address from now on; confirming twice is confirming once."""
    current = Follower.objects.select_for_update(of=("self",)).get(pk=follower.pk)
    if current.ended_at is not None:
        raise ScheduleError(_("这个关注已经停止；想再收到，请在活动页重新填写邮箱"))
    if current.confirmed_at is None:
        current.confirmed_at = clock.now()
        current.save(update_fields=["confirmed_at"])
    return current


@transaction.atomic
def stop(*, follower: Follower) -> None:
    """Tell this address no more about one activity; stopping twice is stopping once."""
    Follower.objects.filter(pk=follower.pk, ended_at=None).update(ended_at=clock.now())


@transaction.atomic
def stop_all(*, follower: Follower) -> int:
    """Tell the address of ``follower`` no more about anything of this edition; answers how many it followed."""
    same = Follower.objects.filter(edition=follower.edition_id, email_index=follower.email_index)
    return same.filter(ended_at=None).update(ended_at=clock.now())


@transaction.atomic
def purge_followers() -> int:
    """Delete addresses whose time is over, requests nobody confirmed, and those that stopped."""
    long_ago = clock.now() - FORGOTTEN_AFTER
    over = Q(retention_until__lt=clock.today()) | Q(ended_at__lt=long_ago)
    forgotten = Q(confirmed_at=None, asked_at__lt=long_ago)
    return Follower.objects.filter(over | forgotten).delete()[0]


def tell(*, release: Release) -> int:
    """One mail to every address that follows something the release changed; in the caller's transaction."""
    concerned = queries.to_tell(release)
    changes: dict[int, list[Change]] = {}
    followed = concerned.order_by().values("activity")
    for change in Change.objects.filter(release=release, activity__in=followed).order_by("to_starts", "pk"):
        changes.setdefault(change.activity_id, []).append(change)
    return queue_many(_letters(release, concerned.iterator(), changes)) if changes else 0


def _letters(
    release: Release, concerned: Iterator[Follower], changes: dict[int, list[Change]]
) -> Iterator[Message]:
    city = release.edition.city.code
    for index, rows in groupby(concerned, lambda one: one.email_index):
        followed = list(rows)
        with translation.override(followed[-1].language):
            values = {
                "lines": "\n\n".join(_paragraph(one.activity, changes[one.activity_id]) for one in followed),
                "number": str(release.number), "log": _link("schedule:changes"),
                "unsubscribe": _link("schedule:stop_all", followed[-1].token),
            }  # fmt: skip
            subject, body = compose(city_code=city, key=kinds.CHANGED.key, values=values)
        yield draft(
            city_code=city, channel=Message.Channel.MAIL, address=followed[-1].email, subject=subject, body=body,
            kind=kinds.CHANGED.key, values=values, batch=f"schedule.release:{release.pk}",
            dedup_key=f"{kinds.CHANGED.key}:{release.pk}:{index}",
        )  # fmt: skip


def _paragraph(activity: Activity, changes: list[Change]) -> str:
    title = _("《%(title)s》") % {"title": activity}
    return "\n".join([title, *map(sentence, changes), settings.SITE_URL + activity.get_absolute_url()])
