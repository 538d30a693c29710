"""The desk: all activities I may see, and everything about one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.queries import calendar as plan_calendar
from skillweek.plan.queries import closed, current_edition
from skillweek.programme import queries
from skillweek.programme.forms import ReasonForm
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.safeguards import safety_facts, standings
from skillweek.programme.rules import next_state
from skillweek.review import queries as reviews

PER_PAGE = 30


def _with(query: QueryDict, **changes: str) -> str:
    """The address of the same list with other filters, from its first page."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


def _tabs(query: QueryDict, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    every: dict[str, Any] = {"label": _("全部"), "count": sum(counts.values()), "url": _with(query, state="")}
    tabs = [every | {"current": not state}]
    for value, label in Activity.State.choices:
        if counts.get(value) or value == state:
            address = _with(query, state=value)
            tabs.append(
                {"label": label, "count": counts.get(value, 0), "url": address, "current": value == state}
            )
    return tabs


@never_cache
@login_required
@require_safe
def activities(request: StaffRequest) -> HttpResponse:
    """Activities of my units: by state, kind, unit and title."""
    query = request.GET
    state = query.get("state", "") if query.get("state") in Activity.State.values else ""
    units = queries.visible_units(request.user)
    unit: Organisation | None = None
    if query.get("unit"):
        unit = get_object_or_404(units, code=query["unit"])
    kind, words = query.get("kind", ""), query.get("q", "")
    found = queries.of_desk(request.user, kind=kind, unit=unit, words=words)
    counts = queries.state_counts(found)
    page = Paginator(found.filter(state=state) if state else found, PER_PAGE).get_page(query.get("page"))
    edition, writes = current_edition(), queries.editing_units(request.user).exists()
    reason = closed(edition, "write_activities") if edition else None
    context = {
        "page": page, "standings": standings(page), "tabs": _tabs(query, counts, state), "state": state,
        "unit": unit, "units": units, "shared": queries.shared_with(request.user).order_by().count(),
        "kinds": edition.activitykinds.all() if edition else [], "query": query,
        "may_write": edition is not None and not reason and writes, "closed": reason if writes else None,
    }  # fmt: skip
    return render(request, "programme/activities.html", context)


def compared(activity: Activity) -> dict[str, Any]:
    """What a page says of a working copy: whether it is behind, and what it would change while it is open."""
    if activity.revises is None or activity.state not in queries.OPEN:
        return {}
    return {
        "differences": queries.differences(activity), "stale": queries.stale(activity),
        "session_kind": Session._meta.verbose_name,
    }  # fmt: skip


def page_of(request: StaffRequest, activity: Activity, form: ReasonForm, status: int = 200) -> HttpResponse:
    """The activity's desk page; ``form`` keeps a reason that was not accepted."""
    review = reviews.of(activity)
    decides = review is not None and reviews.may_decide(request.user, review)
    calendar = plan_calendar(activity.edition)
    unwritable, undecidable = calendar.closed("write_activities"), calendar.closed("review_activities")
    editable = queries.editable_by(request.user).filter(pk=activity.pk).exists()
    pending = next_state(activity.state, "edit") is not None
    public = activity.state == Activity.State.PUBLISHED
    marked = queries.with_clashes(queries.sessions_of(activity), activity.edition)
    sessions = queries.themed(marked, activity.edition)
    context = {
        "activity": activity, "sessions": sessions, "review": review, "form": form, "history": history(activity),
        "final": decides and review is not None and review.waiting_at_id == review.final_at_id,
        "changed": reviews.changes(review, activity),
        "place": reviews.place(request.user, review, request.GET.get("queue", "")),
        "stand_in": reviews.stand_in(review) if review else None,
        "may_decide": decides and activity.state == Activity.State.SUBMITTED and not undecidable,
        "may_edit": editable, "open": pending and not unwritable, "may_revise": public and not unwritable,
        "guest": not queries.visible_to(request.user).filter(pk=activity.pk).exists(),
        "may_copy": editable and activity.revises_id is None and not unwritable,
        "copy": queries.working_copy_of(activity) if public else None,
        "closed": unwritable if pending and editable else undecidable if decides else None,
        "may_ask": next_state(activity.state, "settle") is not None and activity.state != Activity.State.PUBLISHED,
        "may_review": has_right(request.user, Right.REVIEW, activity.owner), **safety_facts(activity),
    } | compared(activity)  # fmt: skip
    return render(request, "programme/activity.html", context, status=status)


@never_cache
@login_required
@require_safe
def activity(request: StaffRequest, pk: int) -> HttpResponse:
    """One activity: facts, sessions, decisions, history, and what can be done now."""
    found = get_object_or_404(queries.with_desk_facts(queries.readable_by(request.user)), pk=pk)
    return page_of(request, found, ReasonForm())
