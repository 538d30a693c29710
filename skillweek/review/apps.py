"""App configuration."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The review room."""

    name = "skillweek.review"
