"""What must be settled for people's safety, by the size of an activity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillweek.plan.models import Edition, SafetyItem
from skillweek.programme.models import Safeguard, SafetyAnswer, Session


@dataclass(frozen=True)
class Gap:
    """Something that is still missing: on which of the author's pages, at which field, in a sentence."""

    step: str
    field: str
    text: str


def items_asked(
    items: Iterable[SafetyItem], edition: Edition, safeguard: Safeguard | None, *, online: bool
) -> list[SafetyItem]:
    """Which items of the safety plan an activity answers.

    All from ``edition.plan_from`` expected people on, and where an officer asks for them; below only those that are
    ``always`` asked. An activity that is ``online`` alone has no place to make safe.
    """
    if online:
        return []
    known = safeguard or Safeguard()
    whole = known.full_plan or (known.expected or 0) >= edition.plan_from
    return [item for item in items if whole or item.always]


def written(answers: Iterable[SafetyAnswer]) -> set[int]:
    """Ids of the items that ``answers`` say something about."""
    return {one.item_id for one in answers if one.text.strip() or one.file_id}


def missing_people(safeguard: Safeguard | None, *, online: bool = False) -> list[Gap]:
    """What is not known of who answers for safety, and of how many people come."""
    known = safeguard or Safeguard()
    needed = [
        ("responsible_name", known.responsible_name.strip(), _("还没有填写安全责任人")),
        ("responsible_phone", known.responsible_phone.strip(), _("还没有填写责任人手机")),
        ("expected", known.expected, _("还没有填写预计人数")),
    ]
    if not online:
        needed.append(("capacity", known.capacity, _("还没有填写核定容纳人数")))
    gaps = [Gap("safety", field, text) for field, value, text in needed if not value]
    too_many = too_many_expected(known.expected, known.capacity)
    return [*gaps, Gap("safety", "expected", too_many)] if too_many else gaps


def too_many_expected(expected: int | None, capacity: int | None) -> str:
    """The sentence when more people are expected than the place holds; empty when they fit, or nothing is known."""
    if not expected or not capacity or expected <= capacity:
        return ""
    numbers = {"expected": expected, "capacity": capacity}
    return _("预计 %(expected)d 人，超过核定容纳的 %(capacity)d 人") % numbers


def narrow_rooms(safeguard: Safeguard | None, sessions: Sequence[Session]) -> list[Gap]:
    """Rooms of ``sessions`` that hold fewer people than are expected, each named once."""
    expected = (safeguard.expected or 0) if safeguard else 0
    rooms = {one.venue.pk: one.venue for one in sessions if one.venue and one.venue.capacity < expected}
    sentence = _("预计 %(expected)d 人，“%(venue)s”只能容纳 %(capacity)d 人")
    return [
        Gap("safety", "expected", sentence % {"expected": expected, "venue": room.name, "capacity": room.capacity})
        for room in rooms.values()
    ]  # fmt: skip


def missing_care(safeguard: Safeguard | None, *, online: bool) -> list[Gap]:
    """What is not known of measures, insurance and first aid; nobody comes to what is ``online`` alone."""
    if online:
        return []
    known = safeguard or Safeguard()
    needed = (
        ("measures", known.measures, _("还没有写安全与防疫措施")),
        ("insurance", known.insurance, _("还没有写买了什么保险，或为什么不用买")),
        ("first_aid", known.first_aid, _("还没有写医疗救护怎么安排")),
    )
    return [Gap("care", field, text) for field, value, text in needed if not value.strip()]


def missing_items(asked: Sequence[SafetyItem], answers: Iterable[SafetyAnswer]) -> list[Gap]:
    """Items of the safety plan that are asked and not yet written."""
    there = written(answers)
    sentence = _("安全方案还没有写“%(item)s”")
    return [Gap("plan", f"text-{one.code}", sentence % {"item": one}) for one in asked if one.pk not in there]
