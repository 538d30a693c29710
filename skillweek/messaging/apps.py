"""App configuration."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """The messaging room."""

    name = "skillweek.messaging"

    def ready(self) -> None:
        """Make the room's own kinds known, and offer what waits to inboxes."""
        from skillweek.common import registry
        from skillweek.messaging import kinds, providers
        from skillweek.messaging.rules import register

        register(kinds.TRIAL_MAIL)
        register(kinds.TRIAL_SMS)
        registry.inbox.register("messages", providers.waiting)
