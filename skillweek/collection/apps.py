"""App configuration."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """The collection room."""

    name = "skillweek.collection"
