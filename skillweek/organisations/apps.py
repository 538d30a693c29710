"""App configuration."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The organisations room."""

    name = "skillweek.organisations"

    def ready(self) -> None:
        """Tell the library whose files a person may see, and the rooms above what this one offers them."""
        from skillweek.common import registry
        from skillweek.library.queries import visible_codes
        from skillweek.messaging.rules import register
        from skillweek.organisations import messages, providers
        from skillweek.organisations.queries import codes_visible_to

        visible_codes.register("by user", codes_visible_to)
        registry.inbox.register("tasks", providers.tasks)
        registry.evidence.register("leading_groups", providers.leading_groups)
        registry.evidence.register("contacts", providers.contacts)
        register(messages.INVITATION)
