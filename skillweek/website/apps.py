"""App configuration."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """The website room."""

    name = "skillweek.website"
