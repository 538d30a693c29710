"""People who sign in."""

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """Someone with a sign-in; what they may do comes from memberships, never from flags on the user."""

    first_name = None  # type: ignore[assignment]  # a Chinese name is one field
    last_name = None  # type: ignore[assignment]  # same
    name = models.CharField(_("姓名"), max_length=60)

    REQUIRED_FIELDS = ["name"]

    class Meta(AbstractUser.Meta):
        verbose_name = _("用户")  # type: ignore[assignment]  # the stubs of AbstractUser.Meta say str
        verbose_name_plural = _("用户")  # type: ignore[assignment]  # same

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name, as pages show it."""
        return str(self)
