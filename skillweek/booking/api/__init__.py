"""The JSON API of the programme's sessions and of bookings."""

from ninja import Router

from skillweek.booking.api import catalogue, gate, visits

router = Router()
router.add_router("", catalogue.router)
router.add_router("", visits.router)
router.add_router("", gate.router)

__all__ = ["router"]
