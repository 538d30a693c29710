"""Addresses of the services."""

from django.urls import path

from skillweek.volunteering.views import desk, public

app_name = "volunteering"
urlpatterns = [
    path("services/", public.services, name="services"),
    path("services/<slug:code>/", public.point, name="point"),
    path("desk/services/", desk.points, name="desk_points"),
    path("desk/services/<int:pk>/", desk.write, name="desk_point"),
]
