"""App configuration."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The organisations room."""

    name = "skillweek.organisations"

    def ready(self) -> None:
        """Tell the library whose files, and messaging whose messages, a person may see."""
        from skillweek.library.queries import visible_codes
        from skillweek.messaging.queries import desks_of
        from skillweek.organisations import history
        from skillweek.organisations.desks import managed_by
        from skillweek.organisations.queries import codes_visible_to

        visible_codes.register("by user", codes_visible_to)
        desks_of.register("by user", managed_by)
        history.register()
