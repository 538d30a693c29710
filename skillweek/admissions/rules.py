"""What a prospectus must say before it is sent for review, and how codes of majors are read."""

import re

from django.utils.translation import gettext as _

from skillweek.admissions.models import Level, Prospectus

#: field -> levels that must fill it; in the order of the page
REQUIRED: dict[str, frozenset[str]] = {
    "full_name": frozenset(Level.values),
    "nature": frozenset(Level.values),
    "address": frozenset(Level.values),
    "profile": frozenset(Level.values),
    "plan_basis": frozenset(Level.values),
    "entry_rules": frozenset({Level.HIGHER, Level.BACHELOR}),
    "fees": frozenset(Level.values),
    "aid": frozenset(Level.values),
    "certificate_school": frozenset(Level.values),
    "certificate_kind": frozenset({Level.HIGHER, Level.BACHELOR}),
    "contact_office": frozenset(Level.values),
    "contact_phone": frozenset(Level.values),
    "website": frozenset({Level.HIGHER, Level.BACHELOR}),
    "platform_url": frozenset(Level.values),
}
#: first digit pair of a code in the catalogue of 2021 -> level (21-39, 41-59, 61-79)
_LEVELS = {1: Level.BACHELOR, 2: Level.HIGHER, 3: Level.SECONDARY}
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")


def level_of(code: str) -> str | None:
    """The level that the six-digit ``code`` of the 2021 catalogue belongs to, or None."""
    if not re.fullmatch(r"[0-9]{6}", code):
        return None
    prefix = int(code[:2])
    return _LEVELS.get(prefix // 20) if 1 <= prefix % 20 <= 19 else None


def missing(prospectus: Prospectus, majors: int) -> list[str]:
    """A sentence for everything that ``prospectus`` with so many ``majors`` still needs."""
    empty = [
        str(Prospectus._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # concrete fields only
        for name, levels in REQUIRED.items()
        if prospectus.level in levels and not str(getattr(prospectus, name) or "").strip()
    ]
    gaps = [_("请填写“%(field)s”。") % {"field": name} for name in empty]
    if not majors:
        gaps.append(_("请至少写一个招生专业。"))
    if _MOBILE.search(prospectus.contact_phone):
        gaps.append(_("“咨询电话”请写部门的公开电话，不写个人手机号。"))
    return gaps
