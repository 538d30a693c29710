"""Where the edition stands: its phases in order, the present one, what comes next, and what can be done now."""

from dataclasses import dataclass
from datetime import datetime

from skillweek.common import clock
from skillweek.plan.models import Edition, Phase
from skillweek.plan.queries import calendar
from skillweek.plan.rules import STEPS, is_open


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
    """The bar of phases; steps are those that phases open and close (``plan.rules.STEPS``), in words."""

    milestones: list[Milestone]
    now: datetime
    open_now: list[str]
    opening: list[str]
    closing: list[str]

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
    following = next((one.phase.name for one in milestones if one.state == "ahead"), "")
    return PhaseClock(milestones, now, *_steps(edition, following))


def _steps(edition: Edition, following: str) -> tuple[list[str], list[str], list[str]]:
    """Names of the steps that are open now, that the next phase opens, and that it closes."""
    found, now = calendar(edition), {}
    phase = found.phase()
    for key in STEPS:
        span = found.span(key)
        now[key] = (is_open(key, phase, span), is_open(key, following, span) if following else None)
    said = {key: str(step.label) for key, step in STEPS.items()}
    return (
        [said[key] for key, (here, _there) in now.items() if here],
        [said[key] for key, (here, there) in now.items() if there and not here],
        [said[key] for key, (here, there) in now.items() if here and there is False],
    )
