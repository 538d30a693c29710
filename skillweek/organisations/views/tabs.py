"""The tabs of one unit's pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.organisations.models import Organisation


def unit_tabs(unit: Organisation, current: str) -> list[dict[str, Any]]:
    """Links between a unit's pages, ``current`` marked."""
    pages = (
        ("unit", _("单位与人员")), ("contacts", _("联系人")), ("groups", _("领导小组")), ("tasks", _("工作任务")),
    )  # fmt: skip
    return [
        {
            "label": label,
            "url": reverse(f"organisations:{name}", args=[unit.code]),
            "current": name == current,
        }
        for name, label in pages
    ]
