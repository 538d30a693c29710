"""Where on the earth a venue is."""

from skillweek.organisations.models import Venue


def point_of(venue: Venue | None) -> tuple[float, float] | None:
    """Degrees north and east of ``venue``, else of its unit, else of its county; None when nobody wrote them."""
    if venue is None:
        return None
    for one in (venue, venue.owner, venue.place):
        if one.latitude is not None and one.longitude is not None:
            return float(one.latitude), float(one.longitude)
    return None
