"""Addresses of the tours."""

from django.urls import path

from skillweek.tours.views import public

app_name = "tours"
urlpatterns = [
    path("tours/", public.tours, name="tours"),
    path("tours/<slug:slug>/", public.tour, name="tour"),
]
