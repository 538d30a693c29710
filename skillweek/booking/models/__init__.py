"""Models of booking."""

from skillweek.booking.models.booking import Booking, Checkin, IdempotencyKey
from skillweek.booking.models.quota import Quota

__all__ = ["Booking", "Checkin", "IdempotencyKey", "Quota"]
