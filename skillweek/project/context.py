"""What every page knows about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from skillweek.common import clock
from skillweek.plan.queries import current_edition


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: the edition shown (or None), footer settings, languages, the moment and whether it is rehearsed."""
    edition = current_edition()
    return {
        "site": {
            "edition": edition,
            "name": edition.title if edition else "SkillWeek",
            "footer": settings.FOOTER,
            "languages": settings.LANGUAGES,
            "rehearsal": settings.REHEARSAL,
            "now": clock.now(),
        }
    }
