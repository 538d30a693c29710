"""Addresses of the report."""

from django.urls import path

from skillweek.report.views import desk

app_name = "report"
urlpatterns = [
    path("desk/report/", desk.desk, name="desk"),
    path("desk/report/<slug:slug>/build/", desk.build, name="build"),
]
