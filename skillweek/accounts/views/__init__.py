"""What views of every room say about who asks."""

from django.http import HttpRequest

from skillweek.accounts.models import User


class StaffRequest(HttpRequest):
    """A request that passed ``login_required``: its user is a person."""

    user: User
