"""What every page knows about the site."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skillweek.common import clock
from skillweek.plan.queries import current_edition


@dataclass(frozen=True)
class NavItem:
    """A link of a navigation: hidden by the template while no room offers its address."""

    label: str | Promise
    url_name: str
    icon: str = ""


NAV = (
    NavItem(_("日程"), "website:schedule"),
    NavItem(_("各地"), "website:places"),
    NavItem(_("云上校园"), "exhibition:halls"),
    NavItem(_("便民服务"), "volunteering:services"),
    NavItem(_("招生"), "admissions:prospectuses"),
    NavItem(_("公文通知"), "plan:notices"),
)
DESK_NAV = (
    NavItem(_("待办"), "desk:home", "inbox"),
    NavItem(_("活动"), "programme:activities", "calendar"),
    NavItem(_("方案与通知"), "plan:desk", "policy"),
    NavItem(_("审核"), "review:inbox", "check"),
    NavItem(_("覆盖"), "coverage:matrix", "grid"),
    NavItem(_("预约与现场"), "booking:gate", "ticket"),
    NavItem(_("材料报送"), "collection:desk", "box"),
    NavItem(_("数据与总结"), "report:desk", "chart"),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: edition (or None), name, navigation, footer, languages, the moment and if it is rehearsed."""
    edition = current_edition()
    return {
        "site": {
            "edition": edition,
            "name": edition.title if edition else "SkillWeek",
            "nav": NAV,
            "desk_nav": DESK_NAV,
            "footer": settings.FOOTER,
            "languages": settings.LANGUAGES,
            "rehearsal": settings.REHEARSAL,
            "now": clock.now(),
        }
    }
