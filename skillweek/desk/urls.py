"""Addresses of the desk."""

from django.urls import path

from skillweek.desk.views import home

app_name = "desk"
urlpatterns = [
    path("desk/", home.home, name="home"),
    path("desk/clock/", home.move_clock, name="clock"),
]
