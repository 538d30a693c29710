"""The author's way through the pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.programme.models import Activity


def steps_of(activity: Activity | None) -> list[tuple[str, str]]:
    """The four pages with their addresses; a new activity has none yet."""
    pages = (
        ("what", _("做什么")),
        ("when", _("何时何地")),
        ("safety", _("安全保障")),
        ("check", _("检查提交")),
    )
    return [
        (label, reverse(f"programme:desk_{name}", args=[activity.pk]) if activity else "")
        for name, label in pages
    ]
