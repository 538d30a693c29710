"""Setting when phases begin, and what they open and close."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.plan.actions.editions import EditionError, held
from skillweek.plan.models import Edition, Opening, Phase
from skillweek.plan.rules import ORDER, STEPS, phase_errors


class PhaseErrors(EditionError):
    """Phases that do not fit; ``by_phase`` says which and why."""

    def __init__(self, by_phase: dict[str, str]) -> None:
        super().__init__(_("阶段的先后对不上，请看标出的几项"))
        self.by_phase = by_phase


@transaction.atomic
def set_phases(*, edition: Edition, by: User, begins: Mapping[str, datetime]) -> None:
    """Set when each phase begins; always possible, also after the archive, so that nobody is locked out."""
    current = held(edition, by, step="")
    zone = ZoneInfo(current.time_zone)
    days = {name: moment.astimezone(zone).date() for name, moment in begins.items()}
    wrong = phase_errors(begins, days, current.starts, current.ends, current.deadline)
    if wrong:
        raise PhaseErrors(wrong)
    kept = {phase.name: phase for phase in current.phases.all()}
    for name, moment in begins.items():
        phase = kept.get(name) or Phase(edition=current, name=name)
        if phase.pk is None or phase.starts_at != moment:
            phase.starts_at = moment
            phase.save()


@transaction.atomic
def set_openings(*, edition: Edition, by: User, spans: Mapping[str, tuple[str, str]]) -> int:
    """Say from which phase to which each step is open; how many differ from the preset now.

    What is the same as the preset keeps no row, and follows the preset when that changes.
    """
    current = held(edition, by, step="")
    for step, (opens, closes) in spans.items():
        if ORDER.index(closes) < ORDER.index(opens):
            raise EditionError(_("结束的阶段早于开始的阶段"), step)
    kept = {one.step: one for one in Opening.objects.filter(edition=current)}
    for step, span in spans.items():
        _set_opening(current, step, span, kept.get(step))
    return Opening.objects.filter(edition=current).count()


def _set_opening(edition: Edition, step: str, span: tuple[str, str], row: Opening | None) -> None:
    if span == (STEPS[step].opens, STEPS[step].closes):
        if row is not None:
            row.delete()
    elif row is None:
        Opening.objects.create(edition=edition, step=step, opens=span[0], closes=span[1])
    elif (row.opens, row.closes) != span:
        row.opens, row.closes = span
        row.save(update_fields=["opens", "closes"])
