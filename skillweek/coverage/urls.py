"""Addresses of coverage."""

from django.urls import path

from skillweek.coverage.views import desk

app_name = "coverage"
urlpatterns = [
    path("desk/coverage/", desk.matrix, name="matrix"),
    path("desk/coverage/targets/", desk.targets, name="targets"),
    path("desk/coverage/targets/defaults/", desk.default_targets, name="default_targets"),
    path("desk/coverage/propose/", desk.propose, name="propose"),
    path("desk/coverage/proposals/<int:pk>/", desk.proposal, name="proposal"),
    path("desk/coverage/proposals/<int:pk>/accept/", desk.accept_all, name="accept_all"),
    path("desk/coverage/placements/<int:pk>/accept/", desk.accept, name="accept"),
]
