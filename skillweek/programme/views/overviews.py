"""What officers see of safety as a whole: large activities with their permits, and what everything costs."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.library.sheets import MEDIA_TYPE
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition
from skillweek.programme import exports
from skillweek.programme.queries import budgets
from skillweek.programme.queries import safeguards as facts


def officers_edition(request: StaffRequest) -> Edition:
    """The current edition, for people who review for some unit; else 404."""
    edition = current_edition()
    if edition is None or not own(request.user, Right.REVIEW).exists():
        raise Http404
    return edition


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


@never_cache
@login_required
@require_safe
def permits(request: StaffRequest) -> HttpResponse:
    """Large activities, the earliest last filing day first; as a sheet with ``?format=xlsx``."""
    edition = officers_edition(request)
    rows = facts.permits_of(request.user, edition)
    if request.GET.get("format") == "xlsx":
        return _download(exports.permits_sheet(rows), f"permits-{edition.slug}")
    late = sum(standing.tone == "bad" for _activity, standing in rows)
    context = {"edition": edition, "rows": rows, "late": late, "part": "permits"}
    return render(request, "programme/permits.html", context)


@never_cache
@login_required
@require_safe
def spending(request: StaffRequest) -> HttpResponse:
    """What activities cost, by unit; as a sheet with ``?format=xlsx``."""
    edition = officers_edition(request)
    rows = budgets.spending(request.user, edition)
    if request.GET.get("format") == "xlsx":
        return _download(exports.spending_sheet(rows), f"budget-{edition.slug}")
    context = {
        "edition": edition, "rows": rows, "part": "spending", "total": sum(row.total for row in rows),
        "activities": sum(row.activities for row in rows), "paid": sum(row.paid for row in rows),
    }  # fmt: skip
    return render(request, "programme/spending.html", context)
