"""Reading users."""

from django.db.models import QuerySet

from skillweek.accounts.models import User


def active() -> QuerySet[User]:
    """Users who may sign in."""
    return User.objects.filter(is_active=True)
