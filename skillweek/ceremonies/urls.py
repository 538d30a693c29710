"""Addresses of ceremonies."""

from django.urls import URLPattern

app_name = "ceremonies"
urlpatterns: list[URLPattern] = []
