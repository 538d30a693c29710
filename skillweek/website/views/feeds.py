"""Calendars, news feeds, and the piece that other sites embed."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from skillweek.common import clock
from skillweek.common.views.cache import CacheClass, page
from skillweek.common.wording import han_date
from skillweek.organisations.queries import places, schools, within
from skillweek.plan.models import Edition
from skillweek.programme.models import Session
from skillweek.programme.queries import shown
from skillweek.schedule.rules import sentence
from skillweek.website.forms import EmbedForm
from skillweek.website.ical import calendar, clean
from skillweek.website.queries import feeds
from skillweek.website.rules import place_name, unit_name
from skillweek.website.views.edition import edition_or_404
from skillweek.website.views.mine import codes_of


def as_ics(edition: Edition, name: str, found: QuerySet[Session], file: str) -> HttpResponse:
    """``found`` as a calendar called ``name``."""
    text = calendar(name, feeds.entries(edition, found), edition.time_zone)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return response


@page(CacheClass.PUBLIC)
def week_ics(request: HttpRequest) -> HttpResponse:
    """Everything."""
    edition = edition_or_404()
    return as_ics(edition, edition.title, feeds.sessions(edition), edition.slug)


@page(CacheClass.PUBLIC)
def day_ics(request: HttpRequest, on: date) -> HttpResponse:
    """One day of the Week."""
    edition = edition_or_404()
    if on not in edition.days:
        raise Http404
    return as_ics(edition, f"{edition.title} {han_date(on)}", feeds.sessions(edition, day=on), on.isoformat())


@page(CacheClass.PUBLIC)
def place_ics(request: HttpRequest, code: str) -> HttpResponse:
    """What happens in one place."""
    edition = edition_or_404()
    unit = get_object_or_404(places(edition.city), code=code)
    return as_ics(edition, f"{edition.title} {place_name(unit)}", feeds.sessions(edition, place=code), code)


@page(CacheClass.PUBLIC)
def school_ics(request: HttpRequest, code: str) -> HttpResponse:
    """What one school does."""
    edition = edition_or_404()
    unit = get_object_or_404(schools(edition.city), code=code)
    return as_ics(edition, f"{edition.title} {unit_name(unit)}", feeds.sessions(edition, unit=unit), code)


@page(CacheClass.PUBLIC)
def organisation_ics(request: HttpRequest, code: str) -> HttpResponse:
    """What one unit of any kind holds, alone or with others: a bureau, a college, a company."""
    edition = edition_or_404()
    unit = get_object_or_404(within(edition.city), code=code)
    return as_ics(edition, f"{edition.title} {unit_name(unit)}", feeds.held_by(edition, unit), code)


@page(CacheClass.PUBLIC)
def mine_ics(request: HttpRequest) -> HttpResponse:
    """The sessions named in the address: a visitor's own week."""
    edition = edition_or_404()
    found = feeds.sessions(edition).filter(code__in=codes_of(request.GET.getlist("s")))
    return as_ics(edition, _("我的一周"), found, "my-week")


@page(CacheClass.PUBLIC)
def activity_ics(request: HttpRequest, code: str) -> HttpResponse:
    """The sessions of one activity."""
    edition = edition_or_404()
    activity = get_object_or_404(shown(edition), code=code)
    return as_ics(edition, str(activity), feeds.sessions(edition, activity=activity), code)


class _Feed(Atom1Feed):
    """Atom whose moment is that of its latest entry, or the one it is given, and never that of the request."""

    def latest_post_date(self) -> datetime:
        """The moment of the feed."""
        if self.items:
            return super().latest_post_date()
        moment: datetime = self.feed["updated"]
        return moment


def _atom(edition: Edition, title: str, subtitle: str, here: str, about: str) -> _Feed:
    url, zone = feeds.absolute(reverse(here)), ZoneInfo(edition.time_zone)
    return _Feed(
        title=clean(f"{title} · {edition.title}"), link=feeds.absolute(reverse(about)), description=subtitle,
        subtitle=subtitle, feed_url=url, feed_guid=url, language=feeds.language_of_feed(),
        author_name=clean(edition.city.name), updated=datetime.combine(edition.starts, time.min, zone),
    )  # fmt: skip


def _written(feed: _Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@page(CacheClass.PUBLIC)
def changes_atom(request: HttpRequest) -> HttpResponse:
    """The change log."""
    edition = edition_or_404()
    feed = _atom(edition, _("变更公告"), _("日程改了什么"), "website:changes_atom", "schedule:changes")
    for change in feeds.news(edition):
        activity, at = change.activity, change.release.at
        said = _("《%(title)s》：%(said)s") % {"title": activity, "said": sentence(change)}
        feed.add_item(
            title=clean(said), link=feeds.absolute(activity.get_absolute_url()),
            description=clean("\n".join(filter(None, [said, change.release.note]))), pubdate=at, updateddate=at,
            unique_id=f"urn:skillweek:{edition.slug}:change:{change.pk}", author_name=clean(unit_name(activity.owner)),
            categories=[str(change.get_kind_display())],
        )  # fmt: skip
    return _written(feed)


@page(CacheClass.PUBLIC)
def activities_atom(request: HttpRequest) -> HttpResponse:
    """The activities published last."""
    edition = edition_or_404()
    feed = _atom(edition, _("新的活动"), _("最近公布的活动"), "website:activities_atom", "website:schedule")
    for activity in feeds.fresh(edition):
        feed.add_item(
            title=clean(str(activity)), link=feeds.absolute(activity.get_absolute_url()),
            description=clean(activity.summary), pubdate=activity.published_at, updateddate=activity.updated_at,
            unique_id=f"urn:skillweek:{edition.slug}:activity:{activity.code}",
            author_name=clean(unit_name(activity.owner)), categories=[clean(str(activity.kind))],
        )  # fmt: skip
    return _written(feed)


@page(CacheClass.PUBLIC)
def subscribe(request: HttpRequest) -> HttpResponse:
    """Every way to be kept informed, in one place."""
    edition = edition_or_404()
    context = {"edition": edition, "places": list(places(edition.city)), "site_url": settings.SITE_URL}
    context["holders"] = list(feeds.holders(edition))
    return render(request, "website/subscribe.html", context)


def _embedded(edition: Edition, form: EmbedForm) -> dict[str, Any]:
    """The sessions that are still to come and fit, as many as are asked for."""
    found = feeds.sessions(edition, **form.narrowed(schools(edition.city))).filter(ends__gt=clock.now())
    listed = list(found[: form.most + 1])
    return {
        "edition": edition, "sessions": listed[: form.most], "more": len(listed) > form.most,
        "all_url": f"{reverse('website:schedule')}{form.query(('day', 'place', 'audience', 'kind'))}",
    }  # fmt: skip


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@page(CacheClass.PUBLIC)
def embed(request: HttpRequest) -> HttpResponse:
    """The list that other sites show in a frame; the only page that may be framed."""
    edition = edition_or_404()
    form = EmbedForm(request.GET, edition=edition, schools=schools(edition.city))
    return render(request, "website/embed.html", _embedded(edition, form))


@csp_replace({"frame-src": [SELF]})  # the preview
@page(CacheClass.PUBLIC)
def embed_make(request: HttpRequest) -> HttpResponse:
    """Choose what to show, look at it, copy the snippet."""
    edition = edition_or_404()
    form = EmbedForm(request.GET, edition=edition, schools=schools(edition.city))
    address = f"{reverse('website:embed')}{form.query()}"
    context = {
        "edition": edition,
        "form": form,
        "address": address,
        "url": feeds.absolute(address),
        "frame_title": edition.title,
    }
    return render(request, "website/embed_make.html", context)
