"""App configuration."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The organisations room."""

    name = "skillweek.organisations"

    def ready(self) -> None:
        """Tell the rooms below whose files and messages a person may see, and those above what this one offers."""
        from skillweek.common import registry
        from skillweek.library.queries import visible_codes
        from skillweek.messaging.queries import desks_of
        from skillweek.messaging.rules import register
        from skillweek.organisations import history, messages, providers
        from skillweek.organisations.desks import managed_by
        from skillweek.organisations.queries import codes_visible_to

        visible_codes.register("by user", codes_visible_to)
        desks_of.register("by user", managed_by)
        history.register()
        registry.inbox.register("tasks", providers.tasks)
        registry.evidence.register("leading_groups", providers.LEADING_GROUPS)
        registry.evidence.register("contacts", providers.CONTACTS)
        register(messages.MAIL)
        register(messages.TEXT)
