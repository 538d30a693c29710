"""How full a room may be: which crowd rule holds for it on a day, and what of the programme is over."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from skillweek.programme.models import CrowdRule
from skillweek.programme.rules.states import ProgrammeError

#: stands for "no cap" where caps are compared
NO_CAP = 1 << 31
#: what the desk offers as factors, in percent
FACTORS = (100, 75, 50, 30, 0)


def allowed_by(rule: CrowdRule | None, capacity: int) -> int:
    """How many people ``rule`` lets into a room for ``capacity`` at the same moment."""
    if rule is None:
        return capacity
    return min(capacity * rule.factor // 100, NO_CAP if rule.instant_cap is None else rule.instant_cap)


def applies(rule: CrowdRule, *, venue: int, place: int | None, day: date) -> bool:
    """True when ``rule`` speaks of this room on this day."""
    if (rule.starts and day < rule.starts) or (rule.ends and day > rule.ends):
        return False
    if rule.venue_id is not None:
        return rule.venue_id == venue
    return rule.place_id is None or rule.place_id == place


def breadth(rule: CrowdRule) -> int:
    """0 for a venue, 1 for a county-level unit, 2 for the whole city."""
    return 0 if rule.venue_id is not None else 1 if rule.place_id is not None else 2


def rule_for(
    rules: Iterable[CrowdRule], *, venue: int, place: int | None, capacity: int, day: date
) -> CrowdRule | None:
    """The rule that holds: the narrowest scope, then the stricter, then the newest; None when nobody has ruled."""
    found = [rule for rule in rules if applies(rule, venue=venue, place=place, day=day)]
    return min(
        found,
        key=lambda rule: (
            breadth(rule), allowed_by(rule, capacity), NO_CAP if rule.daily_cap is None else rule.daily_cap,
            -rule.created_at.timestamp(), -(rule.pk or NO_CAP),
        ),
        default=None,
    )  # fmt: skip


@dataclass(frozen=True)
class Load:
    """What a session asks of its room: people expected, places offered, people who booked."""

    session: int
    activity: str
    venue: int
    place: int | None
    capacity: int
    day: date
    starts: datetime
    ends: datetime
    expected: int
    places: int
    booked: int

    @property
    def asked(self) -> int:
        """How many may stand there at the same moment."""
        return max(self.expected, self.places)


@dataclass(frozen=True)
class Over:
    """A session with more people than its room may take now: by how much, and by which measure."""

    load: Load
    rule: CrowdRule
    limit: int
    people: int
    kind: str  # session, together (with others at the same moment), day

    @property
    def by(self) -> int:
        """How many people are too many."""
        return self.people - self.limit


def over(loads: Sequence[Load], rules: Sequence[CrowdRule]) -> list[Over]:
    """Sessions over their limit under ``rules``: alone, together with others in the room, or over the whole day."""
    rooms: dict[tuple[int, date], list[Load]] = defaultdict(list)
    for load in loads:
        rooms[load.venue, load.day].append(load)
    found: list[Over] = []
    for (venue, day), here in rooms.items():
        first = here[0]
        rule = rule_for(rules, venue=venue, place=first.place, capacity=first.capacity, day=day)
        if rule is not None:
            found += _over_in(here, rule, allowed_by(rule, first.capacity))
    return sorted(found, key=lambda one: (one.load.starts, one.load.session))


def _over_in(here: Sequence[Load], rule: CrowdRule, limit: int) -> list[Over]:
    """Of the sessions in one room on one day."""
    total = sum(load.asked for load in here)
    found = []
    for load in here:
        together = sum(one.asked for one in here if one.starts <= load.starts < one.ends)
        if load.asked > limit:
            found.append(Over(load, rule, limit, load.asked, "session"))
        elif together > limit:
            found.append(Over(load, rule, limit, together, "together"))
        elif rule.daily_cap is not None and total > rule.daily_cap:
            found.append(Over(load, rule, rule.daily_cap, total, "day"))
    return found


def limits_anybody(rule: CrowdRule) -> bool:
    """True when the rule lets fewer people in than the room holds."""
    return rule.factor < 100 or rule.instant_cap is not None or rule.daily_cap is not None


def said(rule: CrowdRule) -> str:
    """The rule as the public reads it."""
    if rule.factor == 0 or rule.instant_cap == 0:
        return _("限流：场地暂停开放")
    parts = []
    if rule.factor < 100:
        parts.append(_("最多开放 %(factor)d%%") % {"factor": rule.factor})
    if rule.instant_cap is not None:
        parts.append(_("同时最多 %(n)d 人") % {"n": rule.instant_cap})
    if rule.daily_cap is not None:
        parts.append(_("每天最多 %(n)d 人") % {"n": rule.daily_cap})
    return _("限流：场地%(how)s") % {"how": _("，").join(parts)} if parts else _("场地正常开放")


def _meet(one: CrowdRule, other: CrowdRule) -> bool:
    """True when there is a day for both."""
    return not (one.ends and other.starts and one.ends < other.starts) and not (
        other.ends and one.starts and other.ends < one.starts
    )


def looser(rule: CrowdRule, wider: CrowdRule) -> bool:
    """True when ``rule`` lets more people in than ``wider`` does, by any of the three figures."""

    def cap(value: int | None) -> int:
        return NO_CAP if value is None else value

    return (
        rule.factor > wider.factor
        or cap(rule.instant_cap) > cap(wider.instant_cap)
        or cap(rule.daily_cap) > cap(wider.daily_cap)
    )


def check_stricter(rule: CrowdRule, place: int, rules: Iterable[CrowdRule]) -> None:
    """Raise ProgrammeError when a county's ``rule`` is looser than one of the city for the same days and places."""
    for other in rules:
        wide = other.venue_id is None and other.place_id in (None, place)
        same_room = other.venue_id is not None and other.venue_id == rule.venue_id
        above = other.issuer_id != rule.issuer_id
        if (wide or same_room) and above and _meet(rule, other) and looser(rule, other):
            words = {"who": other.issuer.called, "what": said(other)}
            raise ProgrammeError(_("只能比%(who)s定的更严；%(who)s定的是：%(what)s") % words, "factor")


def check_rule(rule: CrowdRule) -> None:
    """Raise ProgrammeError when the rule says nothing, or its days run backwards."""
    if rule.starts and rule.ends and rule.ends < rule.starts:
        raise ProgrammeError(_("结束日期不能早于开始日期"), "ends")
    if not rule.reason:
        raise ProgrammeError(_("请写依据，例如哪一份通知"), "reason")
