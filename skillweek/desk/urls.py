"""Addresses of the desk."""

from django.urls import path

from skillweek.desk.views import history, home, late

app_name = "desk"
urlpatterns = [
    path("desk/", home.home, name="home"),
    path("desk/late/", late.late, name="late"),
    path("desk/late/<slug:code>/", late.unit, name="late_unit"),
    path("desk/history/<str:label>/<str:pk>/", history.history, name="history"),
    path("desk/journal/", history.journal, name="journal"),
    path("desk/journal/export/", history.export, name="journal_export"),
    path("desk/clock/", home.move_clock, name="clock"),
]
