"""What is late in my units and below: all units, and one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.desk import queries
from skillweek.plan.queries import current_edition

PER_PAGE = 40


def _tabs(rows: list[queries.Behind], sort: str) -> list[dict[str, Any]]:
    labels = {
        "": _("全部"), "duties": _("方案任务"), "notices": _("未签收的通知"), "materials": _("欠交的材料"),
        "reviews": _("久等的审核"),
    }  # fmt: skip
    count = {"": len(rows)} | {key: sum(bool(row.counts[key]) for row in rows) for key in queries.SORTS}
    return [
        {"label": label, "url": f"?sort={key}" if key else "?", "current": key == sort, "count": count[key]}
        for key, label in labels.items() if not key or count[key] or key == sort
    ]  # fmt: skip


@never_cache
@login_required
@require_safe
def late(request: StaffRequest) -> HttpResponse:
    """Units with something late, by what it is."""
    edition = current_edition()
    rows = queries.behind(request.user, edition) if edition else []
    sort = request.GET.get("sort", "")
    shown = [row for row in rows if row.counts[sort]] if sort in queries.SORTS else rows
    context = {
        "edition": edition, "tabs": _tabs(rows, sort if sort in queries.SORTS else ""), "every": rows,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")), "totals": queries.totals(rows),
    }  # fmt: skip
    return render(request, "desk/late.html", context)


@never_cache
@login_required
@require_safe
def unit(request: StaffRequest, code: str) -> HttpResponse:
    """Everything that is late at one unit, and the ways to urge it."""
    found, edition = queries.unit_in_scope(request.user, code), current_edition()
    if found is None or edition is None:
        raise Http404
    context = {
        "unit": found, "late": queries.details(request.user, edition, found),
        "may_urge": queries.may_urge(request.user, found),
    }  # fmt: skip
    return render(request, "desk/late_unit.html", context)
