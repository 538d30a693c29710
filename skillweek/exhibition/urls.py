"""Addresses of the exhibition."""

from django.urls import path

from skillweek.exhibition.views import public

app_name = "exhibition"
urlpatterns = [
    path("halls/", public.halls, name="halls"),
    path("halls/<slug:slug>/", public.hall, name="hall"),
    path("halls/<slug:slug>/<slug:code>/", public.exhibit, name="exhibit"),
]
