"""App configuration."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The organisations room."""

    name = "skillweek.organisations"

    def ready(self) -> None:
        """Tell the library whose files a person may see."""
        from skillweek.library.queries import visible_codes
        from skillweek.organisations import history
        from skillweek.organisations.queries import codes_visible_to

        visible_codes.register("by user", codes_visible_to)
        history.register()
