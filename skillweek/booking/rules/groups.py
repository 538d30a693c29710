"""Classes, companies and newsrooms that come as one booking: how many, with what, and why not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillweek.booking.models import Group
from skillweek.booking.rules.terms import Limits, Way
from skillweek.booking.rules.visits import NotAllowed

Kind = Group.Kind


@dataclass(frozen=True)
class Team:
    """What a group says of itself besides who answers for it and how many they are."""

    kind: str
    unit: str
    grade: str = ""
    buses: int = 0
    plates: str = ""
    names: str = ""
    press_card: str = ""


def listed(names: str) -> list[str]:
    """The names of a list with one name a line; empty lines count for nothing."""
    return [line for line in (" ".join(line.split()) for line in names.splitlines()) if line]


def kinds_for(way: Way) -> list[str]:
    """The kinds of groups that may ask to come: newsrooms always, the others where the owner takes groups."""
    return [kind.value for kind in Kind] if way.group_largest else [Kind.MEDIA.value]


def most_heads(way: Way, largest_party: int) -> int:
    """How many heads one group may have: what the owner says, and where it takes none, one party's."""
    return way.group_largest or largest_party


def may_come(team: Team, heads: int, way: Way, largest_party: int) -> NotAllowed | None:
    """Why a group cannot come as one booking, or None; places left are the database's to judge."""
    if team.kind not in kinds_for(way):
        return NotAllowed(_("这项活动不接待团队"), "kind")
    smallest = 1 if team.kind == Kind.MEDIA else 2
    most = most_heads(way, largest_party)
    if not smallest <= heads <= most:
        words = {"smallest": smallest, "most": most, "heads": heads}
        return NotAllowed(
            _("团队可以约 %(smallest)s 至 %(most)s 人；现在填的是 %(heads)s 人") % words, "party"
        )
    if team.kind == Kind.CLASS and not team.grade:
        return NotAllowed(_("请写年级和班，例如：五年级 2 班"), "grade")
    return fits_list(team, heads)


def fits_list(team: Team, heads: int) -> NotAllowed | None:
    """Why the list of names or of plates does not go with the numbers, or None; both may stay empty."""
    names, plates = len(listed(team.names)), len(listed(team.plates))
    if names > heads:
        words = {"heads": heads, "names": names}
        return NotAllowed(_("一共 %(heads)s 人，名单写了 %(names)s 个姓名") % words, "names")
    if plates > team.buses:
        return NotAllowed(
            _("大巴 %(buses)s 辆，车牌写了 %(plates)s 个") % {"buses": team.buses, "plates": plates}, "plates"
        )
    return None


def guardians_asked(team: Team, guardian: bool, limits: Limits) -> NotAllowed | None:
    """Why a class cannot be booked without the school's word on guardians, or None."""
    if team.kind == Kind.CLASS and limits.guardian_age and not guardian:
        return NotAllowed(_("请确认学校已经得到监护人同意"), "guardian")
    return None
