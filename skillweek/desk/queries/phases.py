"""Where the edition stands: its phases in order, the present one, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from skillweek.common import clock
from skillweek.plan.models import Edition, Phase


@dataclass(frozen=True)
class Milestone:
    """A phase with its beginning; ``past``, ``now`` or ``ahead``."""

    phase: Phase
    state: str

    @property
    def label(self) -> str:
        """The phase in words."""
        return self.phase.get_name_display()


@dataclass(frozen=True)
class PhaseClock:
    """The bar of phases."""

    milestones: list[Milestone]
    now: datetime

    @property
    def current(self) -> Milestone | None:
        """The phase that runs now; None before the first."""
        return next((one for one in self.milestones if one.state == "now"), None)

    @property
    def following(self) -> Phase | None:
        """The phase that begins next; None in the last."""
        return next((one.phase for one in self.milestones if one.state == "ahead"), None)


def phase_clock(edition: Edition) -> PhaseClock:
    """The phases of ``edition`` as of now."""
    now, phases = clock.now(), list(edition.phases.order_by("starts_at"))
    begun = [phase for phase in phases if phase.starts_at <= now]
    current = begun[-1] if begun else None
    milestones = [
        Milestone(phase, "now" if phase is current else "past" if phase in begun else "ahead")
        for phase in phases
    ]
    return PhaseClock(milestones, now)
