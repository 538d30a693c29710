"""Addresses of organisations."""

from django.urls import path

from skillweek.organisations.views import people, units

app_name = "organisations"
urlpatterns = [
    path("desk/units/", units.index, name="desk"),
    path("desk/units/<slug:code>/", units.unit, name="unit"),
    path("desk/units/<slug:code>/venues/new/", units.new_venue, name="new_venue"),
    path("desk/venues/<slug:code>/", units.edit_venue, name="venue"),
    path("desk/units/<slug:code>/people/new/", people.invite, name="invite"),
    path("desk/people/<int:pk>/end/", people.end_role, name="end_role"),
]
