"""What the pages of coverage share."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from skillweek.accounts.views import StaffRequest
from skillweek.coverage import queries
from skillweek.plan.models import Edition
from skillweek.plan.queries import manageable


def readable(request: StaffRequest) -> Edition:
    """The edition whose coverage this person may look at; 404 for others."""
    edition = queries.readable_edition(request.user).first()
    return get_object_or_404(queries.readable_edition(request.user), pk=edition.pk if edition else None)


def managed(request: StaffRequest) -> Edition:
    """The edition whose targets this person may set; 404 for others."""
    return get_object_or_404(manageable(request.user), pk=readable(request).pk)


def picked(request: HttpRequest, name: str) -> list[int]:
    """Ids of what was ticked; anything else is passed over."""
    return [int(one) for one in request.POST.getlist(name) if one.isdecimal() and len(one) < 10]
