"""Addresses of the outbox."""

from django.urls import path

from skillweek.messaging.views import gateways, kinds, outbox

app_name = "messaging"
urlpatterns = [
    path("desk/outbox/", outbox.outbox, name="outbox"),
    path("desk/outbox/release/", outbox.release_many, name="release_many"),
    path("desk/outbox/discard/", outbox.discard_many, name="discard_many"),
    path("desk/outbox/ways/", gateways.ways, name="ways"),
    path("desk/outbox/ways/check/", gateways.check, name="check"),
    path("desk/outbox/ways/trial/", gateways.trial, name="trial"),
    path("desk/outbox/kinds/<slug:city>/", kinds.kinds, name="kinds"),
    path("desk/outbox/kinds/<slug:city>/hold/", kinds.hold, name="hold"),
    path("desk/outbox/kinds/<slug:city>/<str:key>/", kinds.text, name="text"),
    path("desk/outbox/kinds/<slug:city>/<str:key>/reset/", kinds.reset, name="reset"),
    path("desk/outbox/kinds/<slug:city>/<str:key>/provider/", kinds.provider, name="provider"),
    path("desk/outbox/<uuid:pk>/", outbox.message, name="message"),
    path("desk/outbox/<uuid:pk>/edit/", outbox.edit, name="edit"),
    path("desk/outbox/<uuid:pk>/release/", outbox.release, name="release"),
    path("desk/outbox/<uuid:pk>/retry/", outbox.retry, name="retry"),
    path("desk/outbox/<uuid:pk>/discard/", outbox.discard, name="discard"),
    path("desk/outbox/<uuid:pk>/reveal/", outbox.reveal, name="reveal"),
]
