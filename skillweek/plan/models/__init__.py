"""Models of the plan."""

from skillweek.plan.models.codes import (
    ActivityKind,
    Audience,
    MaterialKind,
    ServiceKind,
    Tag,
    ThemeDay,
    Topic,
)
from skillweek.plan.models.duties import Clause, Duty
from skillweek.plan.models.edition import Edition, Phase
from skillweek.plan.models.notices import Notice, Recipient

__all__ = [
    "ActivityKind", "Audience", "Clause", "Duty", "Edition", "MaterialKind", "Notice", "Phase", "Recipient",
    "ServiceKind", "Tag", "ThemeDay", "Topic",
]  # fmt: skip
