"""Addresses of publicity."""

from django.urls import path

from skillweek.publicity.views import public

app_name = "publicity"
urlpatterns = [
    path("articles/", public.articles, name="articles"),
    path("articles/<slug:slug>/", public.article, name="article"),
]
