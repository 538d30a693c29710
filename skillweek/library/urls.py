"""Addresses of the library."""

from django.urls import path

from skillweek.library.views import public

app_name = "library"
urlpatterns = [
    path("files/<uuid:pk>/", public.file, name="file"),
    path("files/<uuid:pk>/<int:width>/", public.rendition, name="rendition"),
]
