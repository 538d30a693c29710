"""Models of admissions."""

from skillweek.admissions.models.catalogue import Level, Major, MajorCategory
from skillweek.admissions.models.prospectus import Prospectus, SchoolMajor

__all__ = ["Level", "Major", "MajorCategory", "Prospectus", "SchoolMajor"]
