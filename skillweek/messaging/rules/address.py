"""Addresses as they may be shown to anybody at the desk."""

from skillweek.common import phones


def masked(address: str) -> str:
    """``139****0000`` or ``l***@example.org``: enough to recognise, not to write to."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}" if at else phones.masked(address) if address else ""
