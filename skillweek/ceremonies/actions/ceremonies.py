"""Beginning the preparation of a ceremony, and what guests are told about arriving."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.ceremonies.models import Ceremony
from skillweek.ceremonies.queries import LAUNCH, contact_choices
from skillweek.ceremonies.rules import CeremonyError, check_open
from skillweek.common import clock
from skillweek.programme.models import Activity

ARRANGEMENTS = ("participants", "arrival", "parking", "contact")
LINKS = ("live_url", "replay_url")


def locked(ceremony: Ceremony) -> Ceremony:
    """The row of ``ceremony``, held until the transaction ends; CeremonyError when nothing may be written."""
    rows = Ceremony.objects.select_for_update(of=("self",))
    current = rows.select_related("activity__edition__city", "activity__owner", "city").get(pk=ceremony.pk)
    check_open(current.activity)
    return current


@transaction.atomic
def begin_ceremony(*, activity: Activity) -> Ceremony:
    """Begin to prepare ``activity`` as a ceremony; the same again gives what is there."""
    if activity.kind.code != LAUNCH:
        raise CeremonyError(_("只有启动仪式才有仪式筹备"))
    check_open(activity)
    made, _new = Ceremony.objects.get_or_create(
        activity=activity, defaults={"city_id": activity.city_id, "created_at": clock.now()}
    )
    return made


def _write(ceremony: Ceremony, names: tuple[str, ...], facts: dict[str, Any]) -> Ceremony:
    current = locked(ceremony)
    if unknown := facts.keys() - set(names):
        raise TypeError(f"no such facts: {unknown}")
    for name, value in facts.items():
        setattr(current, name, value)
    current.save(update_fields=list(facts))
    return current


@transaction.atomic
def arrange(*, ceremony: Ceremony, **facts: Any) -> Ceremony:
    """Who takes part, where one arrives and parks, who to ask."""
    contact = facts.get("contact")
    if contact is not None and not contact_choices(ceremony).filter(pk=contact.pk).exists():
        raise CeremonyError(_("请从主办、承办单位的联系人里选"), "contact")
    return _write(ceremony, ARRANGEMENTS, facts)


@transaction.atomic
def set_links(*, ceremony: Ceremony, **facts: Any) -> Ceremony:
    """Where it can be watched, live and afterwards."""
    return _write(ceremony, LINKS, facts)
