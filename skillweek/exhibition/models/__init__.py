"""Models of the exhibition."""

from skillweek.exhibition.models.cloud import LiveRoom, Resource
from skillweek.exhibition.models.hall import Exhibit, Hall, Placement, Room

__all__ = ["Exhibit", "Hall", "LiveRoom", "Placement", "Resource", "Room"]
