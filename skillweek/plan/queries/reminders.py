"""Who would be reminded of what, and when: asked of the dates as they are now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.wording import han_date
from skillweek.messaging.queries import compose
from skillweek.organisations.models import Membership, Organisation
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right, roles_with
from skillweek.plan.models import Edition, Reminder, ReminderRule
from skillweek.plan.queries.duties import DutyState, duties_below, in_force, states
from skillweek.plan.rules import REMINDER, day_of, fires


@dataclass(frozen=True)
class Firing:
    """A day on which a rule fires, and what would be reminded of if that day were today."""

    day: date
    missing: list[DutyState]

    @property
    def units(self) -> list[Organisation]:
        """The units that have not done it."""
        return list({one.duty.organisation_id: one.duty.organisation for one in self.missing}.values())


@dataclass(frozen=True)
class Letter:
    """What one person is reminded of: everything their units owe, in one message."""

    user: User
    states: list[DutyState]

    @property
    def units(self) -> list[Organisation]:
        """The units it speaks of."""
        return list({one.duty.organisation_id: one.duty.organisation for one in self.states}.values())

    @property
    def titles(self) -> list[str]:
        """The duties it speaks of."""
        return [one.duty.title for one in self.states]


class UnitLine(NamedTuple):
    """A unit with its duties, for lists."""

    unit: Organisation
    titles: list[str]


def by_unit(found: Iterable[DutyState]) -> list[UnitLine]:
    """``found`` in one line a unit."""
    lines: dict[int, UnitLine] = {}
    for one in found:
        line = lines.setdefault(one.duty.organisation_id, UnitLine(one.duty.organisation, []))
        line.titles.append(one.duty.title)
    return list(lines.values())


@dataclass(frozen=True)
class Outgoing:
    """What would go out: letters, the duties they speak of, and those that are left out, with the reason why."""

    letters: list[Letter]
    told: list[DutyState]
    spent: list[DutyState] = field(default_factory=list)  # reminded as often as the edition allows
    today: list[DutyState] = field(default_factory=list)  # reminded by hand today
    nobody: list[DutyState] = field(default_factory=list)  # nobody with an address in the unit


def rules_of(edition: Edition) -> QuerySet[ReminderRule]:
    """Rules in use, in the order of their days."""
    return edition.reminder_rules.filter(active=True).select_related("clause", "edition__city")


def rules_managed_by(user: AnyUser) -> QuerySet[ReminderRule]:
    """Rules that ``user`` may stop: those of cities that ``user`` manages."""
    managed = scope(user, Right.MANAGE)
    return ReminderRule.objects.filter(edition__city__in=managed, active=True).select_related("edition__city")


def missing(edition: Edition) -> list[DutyState]:
    """Every duty of ``edition`` that is neither done nor waived."""
    return [one for one in states(edition, in_force(edition)) if not one.done]


def missing_below(user: AnyUser, edition: Edition) -> list[DutyState]:
    """What is missing of units whose superior ``user`` manages: what ``user`` may remind of by hand."""
    return [
        one
        for one in states(edition, duties_below(user).filter(clause__edition=edition, ended_at=None))
        if not one.done
    ]


def firing_day(rule: ReminderRule, one: DutyState) -> date:
    """The day on which ``rule`` reminds of a duty."""
    if rule.anchor:
        return day_of(rule.edition, rule.anchor, rule.offset_days)
    return one.duty.due + timedelta(days=rule.offset_days)


def _meant(rule: ReminderRule, found: Iterable[DutyState]) -> list[DutyState]:
    return [one for one in found if rule.clause_id in (None, one.duty.clause_id)]


def firings(rule: ReminderRule, found: Sequence[DutyState]) -> list[Firing]:
    """The days on which ``rule`` fires for what is missing (``found``), in order."""
    days: dict[date, list[DutyState]] = defaultdict(list)
    if rule.anchor:
        days[day_of(rule.edition, rule.anchor, rule.offset_days)] = []
    for one in _meant(rule, found):
        days[firing_day(rule, one)].append(one)
    return [Firing(day, days[day]) for day in sorted(days)]


def due_now(edition: Edition) -> list[tuple[ReminderRule, DutyState]]:
    """Which rule reminds of which duty today, and has not yet."""
    rules, today = list(rules_of(edition)), clock.today(edition.time_zone)
    if not rules:
        return []
    found = missing(edition)
    fired = set(Reminder.objects.filter(rule__in=rules).values_list("rule", "duty"))
    return [
        (rule, one) for rule in rules for one in _meant(rule, found)
        if fires(firing_day(rule, one), today) and (rule.pk, one.duty.pk) not in fired
    ]  # fmt: skip


def editions_with_rules() -> QuerySet[Edition]:
    """Editions in which something may be due to be reminded of."""
    return Edition.objects.filter(reminder_rules__active=True).select_related("city").distinct()


def _receivers(units: Iterable[int]) -> dict[int, list[User]]:
    """Who of each unit is written to: those who write or decide for it, and have an address."""
    roles = {*roles_with(Right.EDIT), *roles_with(Right.REVIEW)}
    held = Membership.objects.filter(
        organisation__in=set(units), active=True, role__in=roles, user__is_active=True
    ).exclude(user__email="")
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for one in held.select_related("user").order_by("user__name", "user_id"):
        found[one.organisation_id][one.user_id] = one.user
    return {unit: list(people.values()) for unit, people in found.items()}


def _times(found: Iterable[DutyState]) -> dict[int, int]:
    """How often each duty was reminded of; rules that fired together count once."""
    rows = Reminder.objects.filter(duty__in=[one.duty.pk for one in found])
    return dict(rows.order_by().values_list("duty").annotate(times=Count("at", distinct=True)))


def _by_hand_today(edition: Edition, found: Iterable[DutyState]) -> set[int]:
    rows = Reminder.objects.filter(duty__in=[one.duty.pk for one in found], rule=None, by__isnull=False)
    today, zone = clock.today(edition.time_zone), ZoneInfo(edition.time_zone)
    return {duty for duty, at in rows.values_list("duty", "at") if at.astimezone(zone).date() == today}


def outgoing(edition: Edition, found: Iterable[DutyState], *, by_hand: bool) -> Outgoing:
    """Letters for what is missing of ``found``: within the limit, once a day by hand, one letter a person."""
    wanted = [one for one in {one.duty.pk: one for one in found}.values() if not one.done]
    times = _times(wanted)
    today = _by_hand_today(edition, wanted) if by_hand else set()
    people = _receivers(one.duty.organisation_id for one in wanted)
    made: dict[str, list[DutyState]] = {"told": [], "spent": [], "today": [], "nobody": []}
    letters: dict[int, Letter] = {}
    for one in wanted:
        receivers = people.get(one.duty.organisation_id, [])
        if times.get(one.duty.pk, 0) >= edition.reminder_limit:
            made["spent"].append(one)
        elif one.duty.pk in today:
            made["today"].append(one)
        elif not receivers:
            made["nobody"].append(one)
        else:
            made["told"].append(one)
            for user in receivers:
                letters.setdefault(user.pk, Letter(user, [])).states.append(one)
    return Outgoing(list(letters.values()), **made)


def letter_text(edition: Edition, letter: Letter) -> tuple[str, str]:
    """Subject and body of ``letter``, in the city's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        duties = sorted((one.duty for one in letter.states), key=lambda duty: (duty.due, duty.pk))
        units = {duty.organisation_id: duty.organisation for duty in duties}
        lines = [
            _("· %(unit)s：%(title)s（%(day)s前）")
            % {"unit": duty.organisation.short_name, "title": duty.title, "day": han_date(duty.due, "day")}
            for duty in duties
        ]
        one = next(iter(units.values()))
        url = reverse("plan:unit_duties", args=[one.code]) if len(units) == 1 else reverse("plan:desk_duties")
        values = {
            "name": str(letter.user), "week": edition.name, "count": str(len(duties)), "list": "\n".join(lines),
            "first": han_date(duties[0].due, "day"), "link": settings.SITE_URL + url,
        }  # fmt: skip
        return compose(city_code=edition.city.code, key=REMINDER.key, values=values)
