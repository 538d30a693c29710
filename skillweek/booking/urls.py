"""Addresses of booking."""

from django.urls import path

from skillweek.booking.views import desk, gate, public

app_name = "booking"
urlpatterns = [
    path("sessions/<slug:code>/book/", public.book, name="book"),
    path("bookings/<str:token>/", public.receipt, name="receipt"),
    path("bookings/<str:token>/cancel/", public.cancel, name="cancel"),
    path("privacy/", public.privacy, name="privacy"),
    path("gate/", gate.choose, name="gate"),
    path("gate/<slug:code>/", gate.check, name="gate_session"),
    path("desk/bookings/", desk.sessions, name="desk_sessions"),
    path("desk/bookings/<slug:code>/", desk.session, name="desk_session"),
    path("desk/activities/<int:pk>/places/", desk.places, name="desk_places"),
]
