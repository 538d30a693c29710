"""Sign-in rules for allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignUp(DefaultAccountAdapter):
    """Nobody makes an account for themselves: officers invite people."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Always closed."""
        return False
