"""Addresses of collection."""

from django.urls import path

from skillweek.collection.views import desk

app_name = "collection"
urlpatterns = [
    path("desk/materials/", desk.calls, name="desk"),
    path("desk/materials/<int:call_pk>/<slug:code>/", desk.unit, name="unit"),
    path("desk/materials/<int:call_pk>/<slug:code>/hand-in/", desk.hand_in, name="hand_in"),
    path("desk/materials/<int:call_pk>/<slug:code>/<int:rule_pk>/", desk.add, name="add"),
    path("desk/materials/item/<str:code>/replace/", desk.replace, name="replace"),
    path("desk/materials/item/<str:code>/remove/", desk.remove, name="remove"),
    path("desk/materials/item/<str:code>/decide/", desk.decide, name="decide"),
]
