"""Models of the plan."""

from skillweek.plan.models.codes import (
    ActivityKind,
    Audience,
    FrugalityWord,
    MaterialKind,
    SafetyItem,
    ServiceKind,
    Tag,
    ThemeDay,
    Topic,
)
from skillweek.plan.models.duties import Anchor, Clause, Duty, Reminder, ReminderRule, Waiver
from skillweek.plan.models.edition import Edition, Opening, Phase
from skillweek.plan.models.notices import Addressing, Attachment, Notice, Recipient, Urge
from skillweek.plan.models.readings import Reading

__all__ = [
    "ActivityKind", "Addressing", "Anchor", "Attachment", "Audience", "Clause", "Duty", "Edition", "FrugalityWord",
    "MaterialKind", "Notice", "Opening", "Phase", "Reading", "Recipient", "Reminder", "ReminderRule", "SafetyItem",
    "ServiceKind", "Tag", "ThemeDay", "Topic", "Urge", "Waiver",
]  # fmt: skip
