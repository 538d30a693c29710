"""Addresses of admissions."""

from django.urls import path

from skillweek.admissions.views import public

app_name = "admissions"
urlpatterns = [
    path("prospectuses/", public.prospectuses, name="prospectuses"),
    path("prospectuses/<slug:code>/", public.prospectus, name="prospectus"),
]
