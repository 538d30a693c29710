"""App configuration."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """The messaging room."""

    name = "skillweek.messaging"
