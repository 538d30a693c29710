"""Addresses of schedule."""

from django.urls import path

from skillweek.schedule.views import board, public, releases

app_name = "schedule"
urlpatterns = [
    path("changes/", public.changes, name="changes"),
    path("activities/<slug:code>/follow/", public.follow, name="follow"),
    path("following/asked/", public.asked, name="asked"),
    path("following/<slug:token>/", public.following, name="following"),
    path("following/<slug:token>/stop/", public.stop, name="stop"),
    path("following/<slug:token>/stop-all/", public.stop_all, name="stop_all"),
    path("desk/schedule/", board.board, name="board"),
    path("desk/schedule/sessions/<slug:code>/", board.move, name="move"),
    path("desk/schedule/sessions/<slug:code>/clashes/", board.clashes, name="move_clashes"),
    path("desk/schedule/sessions/<slug:code>/targets/", board.targets, name="targets"),
    path("desk/schedule/moves/<int:pk>/drop/", board.drop, name="drop_move"),
    path("desk/schedule/releases/", releases.releases, name="releases"),
    path("desk/schedule/releases/compare/", releases.compare, name="compare"),
]
