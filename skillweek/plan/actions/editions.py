"""Founding an edition, changing what it says, and moving its dates."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.wording import joined
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.actions.duties import redate
from skillweek.plan.models import Edition, Phase, ThemeDay
from skillweek.plan.queries import calendar, closed
from skillweek.plan.queries.parts import followers, lying_outside
from skillweek.plan.queries.presets import LISTS, preset_rows
from skillweek.plan.rules import Shift, date_errors, default_phases, figure_errors, phase_errors

#: fields of the edition's head that an officer writes; dates have an action of their own
HEAD = frozenset({
    "name", "name_en", "theme", "theme_en", "lead", "lead_en", "mailbox", "responsible_editor", "retention_days",
    "reminder_limit",
})  # fmt: skip
#: how many people make an activity a large one, until when it applies for its permit, and what counts as a clash
FIGURES = (
    "crowd_from", "crowd_city_from", "permit_days", "plan_from", "host_at_once", "near_km", "travel_kmh",
)  # fmt: skip
DATES = ("starts", "ends", "deadline")


class EditionError(Exception):
    """A step that is refused; the text says why, to a person, ``field`` where."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.field = field


class Unconfirmed(EditionError):
    """A move that is possible and leaves things outside; ``warnings`` say what."""

    def __init__(self, warnings: list[str]) -> None:
        super().__init__(_("请先看清楚下面这些，再确认改日期"))
        self.warnings = warnings


def held(edition: Edition, by: User, step: str = "change_plan") -> Edition:
    """The edition's row, locked; refused unless ``by`` manages its city and ``step`` is open (empty: always)."""
    current = Edition.objects.select_for_update(of=("self",)).select_related("city").get(pk=edition.pk)
    if not has_right(by, Right.MANAGE, current.city):
        raise EditionError(_("只有市级管理员可以改这一届"))
    if step and (reason := closed(current, step)):
        raise EditionError(reason)
    return current


def check_dates(starts: date, ends: date, deadline: date) -> None:
    """Raise EditionError for dates that cannot be."""
    for field, sentence in date_errors(starts, ends, deadline).items():
        raise EditionError(sentence, field)


def _slug(city: Organisation, year: int) -> str:
    """``pds-2021``; with a number behind when the city has had one that year."""
    base = f"{city.code[:30]}-{year}"
    taken = set(Edition.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken)


@transaction.atomic
def create_edition(
    *, city: Organisation, by: User, facts: dict[str, Any], lists: bool = True, **more: Any
) -> Edition:
    """Found an edition of ``city`` with phases counted from its dates and, with ``lists``, the preset code lists.

    ``facts`` are fields of the head and the three dates.
    """
    city = Organisation.objects.select_for_update(of=("self",)).get(pk=city.pk)
    if city.parent_id is not None or not has_right(by, Right.MANAGE, city):
        raise EditionError(_("只有市级管理员可以新建一届活动周"))
    starts, ends, deadline = (facts[name] for name in DATES)
    check_dates(starts, ends, deadline)
    if Edition.objects.filter(city=city, name=facts["name"]).exists():
        raise EditionError(_("已经有同名的一届，请换一个名称"), "name")
    edition = Edition.objects.create(
        city=city, year=starts.year, slug=_slug(city, starts.year), **facts, **more
    )
    days = default_phases(starts, ends, deadline, clock.today(edition.time_zone))
    zone = ZoneInfo(edition.time_zone)
    for name, day in days.items():
        Phase.objects.create(edition=edition, name=name, starts_at=datetime.combine(day, time(), zone))
    if lists:
        add_presets(edition)
    return edition


def add_presets(edition: Edition) -> int:
    """Give a new edition the preset code lists; how many entries they have."""
    made = 0
    for name in LISTS:
        for entry in preset_rows(name):
            entry.edition = edition
            entry.save()
            made += 1
    return made


@transaction.atomic
def edit_edition(*, edition: Edition, by: User, facts: dict[str, Any]) -> Edition:
    """Change fields of the head, or the figures of large activities and of clashes."""
    current = held(edition, by)
    unknown = set(facts) - HEAD - set(FIGURES)
    if unknown:
        raise TypeError(f"no such field of the head: {', '.join(sorted(unknown))}")
    same = Edition.objects.filter(city=current.city_id, name=facts.get("name")).exclude(pk=current.pk)
    if same.exists():
        raise EditionError(_("已经有同名的一届，请换一个名称"), "name")
    for name, value in facts.items():
        setattr(current, name, value)
    for field, sentence in figure_errors({name: getattr(current, name) for name in FIGURES}).items():
        raise EditionError(sentence, field)
    current.save(update_fields=list(facts))
    return current


def _refuse_or_warn(edition: Edition, starts: date, ends: date, *, confirmed: bool) -> None:
    """Nothing that the public counts on may be left outside; the rest only when an officer has seen it."""
    found = lying_outside(edition, starts, ends)
    firm = [one for one in found if one.firm]
    if firm:
        counted = joined([f"{one.firm} {one.label}" for one in firm])
        raise EditionError(
            _("新日期之外还有 %(what)s 已经公布，请先改期或取消，再改活动日期") % {"what": counted}, "starts"
        )
    if found and not confirmed:
        raise Unconfirmed([_warning(one.loose, one.label, one.titles) for one in found])


def _warning(count: int, label: str, titles: list[str]) -> str:
    words = {"n": count, "label": label, "titles": joined(titles)}
    if titles:
        return _("%(n)s %(label)s会落在新日期之外：%(titles)s") % words
    return _("%(n)s %(label)s会落在新日期之外") % words


@transaction.atomic
def move_edition(
    *, edition: Edition, by: User, starts: date, ends: date, deadline: date, along: bool = True,
    confirmed: bool = False,
) -> int:  # fmt: skip
    """Move the dates; what hangs on them moves too. How many duties got another date.

    ``along``: phases, theme days and what upper rooms hang on the dates keep their distance to them. Without it phases
    stay, and the move is refused when they would no longer fit. Raises Unconfirmed, saying what would lie outside,
    until it is ``confirmed``.
    """
    current = held(edition, by)
    check_dates(starts, ends, deadline)
    old = {name: getattr(current, name) for name in DATES}
    shift = Shift(old, {"starts": starts, "ends": ends, "deadline": deadline})
    _refuse_or_warn(current, starts, ends, confirmed=confirmed)
    current.starts, current.ends, current.deadline = starts, ends, deadline
    current.save(update_fields=list(DATES))
    if along:
        _move_along(current, shift)
    found = calendar(current)
    wrong = phase_errors(found.begins, found.days, starts, ends, deadline)
    for name, sentence in wrong.items():
        words = {"phase": Phase.Name(name).label, "why": sentence}
        raise EditionError(
            _("%(phase)s阶段的时间对不上：%(why)s。请让阶段跟着移动，或先改阶段") % words, "along"
        )
    return redate(current)


def _move_along(edition: Edition, shift: Shift) -> None:
    for phase in edition.phases.all():
        phase.starts_at = shift.moment(phase.starts_at, phase.name)
        phase.save(update_fields=["starts_at"])
    for theme in ThemeDay.objects.filter(edition=edition):
        theme.day = shift.day(theme.day)
        theme.save(update_fields=["day"])
    for _key, follow in followers.items():
        follow(edition, shift)


def moved_sentence(duties: int) -> str:
    """What an officer is told after a move."""
    return ngettext(
        "日期已改，%(n)d 项任务的截止日期跟着改了", "日期已改，%(n)d 项任务的截止日期跟着改了", duties
    ) % {"n": duties}
