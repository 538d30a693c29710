"""Outgoing messages, and what a city decides about their kinds."""

from skillweek.messaging.models.kinds import ProviderParameter, ProviderTemplate, Switch, Template
from skillweek.messaging.models.message import Message, Reveal

__all__ = ["Message", "ProviderParameter", "ProviderTemplate", "Reveal", "Switch", "Template"]
