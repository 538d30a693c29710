"""Copies of public pages in every web worker, answered in front of Django (docs/decisions/0012)."""

from skillweek.project.pages.kept import Kept
from skillweek.project.pages.watch import Watch

__all__ = ["Kept", "Watch"]
