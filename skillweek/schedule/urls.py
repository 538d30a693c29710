"""Addresses of schedule."""

from django.urls import path

from skillweek.schedule.views import public, releases

app_name = "schedule"
urlpatterns = [
    path("changes/", public.changes, name="changes"),
    path("activities/<slug:code>/follow/", public.follow, name="follow"),
    path("following/asked/", public.asked, name="asked"),
    path("following/<slug:token>/", public.following, name="following"),
    path("following/<slug:token>/stop/", public.stop, name="stop"),
    path("following/<slug:token>/stop-all/", public.stop_all, name="stop_all"),
    path("desk/schedule/releases/", releases.releases, name="releases"),
    path("desk/schedule/releases/compare/", releases.compare, name="compare"),
]
