"""What every page knows about the site."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skillweek.common import clock
from skillweek.plan.queries import SHOWN, current_edition


@dataclass(frozen=True)
class NavItem:
    """A link of a navigation: hidden by the template while no room offers its address."""

    label: str | Promise
    url_name: str
    icon: str = ""


NAV = (
    NavItem(_("日程"), "website:schedule"),
    NavItem(_("各地"), "website:places"),
    NavItem(_("云上校园"), "website:cloud"),
    NavItem(_("便民服务"), "volunteering:services"),
    NavItem(_("招生"), "admissions:prospectuses"),
    NavItem(_("公文通知"), "plan:notices"),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: edition (or None), name, navigation, footer, languages, the moment and if it is rehearsed.

    The layouts read it as ``week``, because the sign-in pages of allauth bring a ``site`` of their own.
    """
    edition = getattr(request, SHOWN, None) or current_edition()
    facts = {
        "edition": edition,
        "name": edition.title if edition else "SkillWeek",
        "nav": NAV,
        "footer": settings.FOOTER,
        "languages": settings.LANGUAGES,
        "rehearsal": settings.REHEARSAL,
        "now": clock.now(),
    }
    return {"site": facts, "week": facts}
