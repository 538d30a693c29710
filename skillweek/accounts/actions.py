"""Writing users."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from skillweek.accounts.models import User


@transaction.atomic
def create_user(*, username: str, name: str, password: str, email: str = "") -> User:
    """Make a sign-in; raises ValidationError when the password is too weak, IntegrityError when taken."""
    user = User(username=username, name=name, email=email)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def close_sign_in(*, user: User) -> None:
    """Shut a sign-in: from the next request on nobody is signed in with it. A second time changes nothing."""
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
