"""Addresses of the public front."""

from datetime import date

from django.urls import path, register_converter

from skillweek.website.views import (
    activities,
    cloud,
    feeds,
    find,
    home,
    left,
    mine,
    people,
    places,
    schedule,
    schools,
)


class Day:
    """A date such as 2021-05-22 in an address; what is no date is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The date; ValueError makes Django look further."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """The date as written."""
        return value if isinstance(value, str) else value.isoformat()


register_converter(Day, "day")

app_name = "website"
urlpatterns = [
    path("", home.home, name="home"),
    path("schedule/", schedule.schedule, name="schedule"),
    path("days/<day:on>/", schedule.day, name="day"),
    path("left/", left.left, name="left"),
    path("days/<day:on>/print/", schedule.printed_day, name="printed_day"),
    path("my-week/", mine.my_week, name="my_week"),
    path("my-week/calendar.ics", feeds.mine_ics, name="my_week_calendar"),
    path("my-week/keep/", mine.keep, name="keep"),
    path("my-week/drop/", mine.drop, name="drop"),
    path("places/", places.places, name="places"),
    path("places/<slug:code>/", places.place, name="place"),
    path("audiences/", people.audiences, name="audiences"),
    path("audiences/<slug:code>/", people.audience, name="audience"),
    path("activities/<slug:code>/", activities.activity, name="activity"),
    path("cloud/", cloud.cloud, name="cloud"),
    path("schools/", schools.schools, name="schools"),
    path("schools/<slug:code>/", schools.school, name="school"),
    path("search/", find.search, name="search"),
    path("sitemap/", find.sitemap_page, name="sitemap"),
    path("sitemap.xml", find.sitemap_xml, name="sitemap_xml"),
    path("robots.txt", find.robots, name="robots"),
    path("calendar.ics", feeds.week_ics, name="week_ics"),
    path("days/<day:on>/calendar.ics", feeds.day_ics, name="day_ics"),
    path("places/<slug:code>/calendar.ics", feeds.place_ics, name="place_ics"),
    path("organisations/<slug:code>/calendar.ics", feeds.organisation_ics, name="organisation_ics"),
    path("schools/<slug:code>/calendar.ics", feeds.school_ics, name="school_ics"),
    path("activities/<slug:code>/calendar.ics", feeds.activity_ics, name="activity_ics"),
    path("changes/atom.xml", feeds.changes_atom, name="changes_atom"),
    path("activities/atom.xml", feeds.activities_atom, name="activities_atom"),
    path("subscribe/", feeds.subscribe, name="subscribe"),
    path("embed/", feeds.embed, name="embed"),
    path("embed/make/", feeds.embed_make, name="embed_make"),
]
