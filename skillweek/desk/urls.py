"""Addresses of the desk."""

from django.urls import path

from skillweek.desk.views import history, home

app_name = "desk"
urlpatterns = [
    path("desk/", home.home, name="home"),
    path("desk/history/<str:label>/<str:pk>/", history.history, name="history"),
    path("desk/journal/", history.journal, name="journal"),
    path("desk/journal/export/", history.export, name="journal_export"),
    path("desk/clock/", home.move_clock, name="clock"),
]
