"""The plan of seats and stands."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.forms import AreaForm, PlaceForm, PositionForm, SpreadForm, StandForm, ZoneForm
from skillweek.ceremonies.models import Ceremony, Guest, Seat, Zone
from skillweek.ceremonies.printing.plan import spot_name
from skillweek.ceremonies.views.doors import done, editable, page, posted, saved, visible
from skillweek.ceremonies.views.guests import guest_of


@never_cache
@login_required
@require_safe
def seats(request: StaffRequest, pk: int) -> HttpResponse:
    """The plan, how full it is against the venue, and who has no seat yet."""
    ceremony = visible(request, pk)
    stage, plan = queries.staging(ceremony), queries.plan_of(ceremony)
    return page(
        request, "seats", ceremony, "seats", stage=stage, plan=plan, room=queries.room_of(stage, plan.zones),
        waiting=queries.unseated(ceremony)[:60], looks=Guest.Kind.choices[:4],
    )  # fmt: skip


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, pk: int) -> HttpResponse:
    """A new zone by numbers."""
    ceremony, form = editable(request, pk), ZoneForm(posted(request))
    if saved(request, form, lambda: actions.add_zone(ceremony=ceremony, **form.facts())):
        return redirect("ceremonies:seats", pk)
    return page(
        request, "zone", ceremony, "seats", status=422 if form.is_bound else 200, form=form, zone=None
    )


def _zone(request: StaffRequest, pk: int, code: str) -> Zone:
    return get_object_or_404(queries.zones_of(editable(request, pk)).select_related("ceremony"), code=code)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Name and size of a zone, and where it is drawn (the way without a script)."""
    zone = _zone(request, pk, code)
    initial = {name: getattr(zone, name) for name in ("name", "rows", "columns", "places", "front")}
    form = AreaForm(posted(request), initial=initial)
    if saved(request, form, lambda: actions.edit_zone(zone=zone, **form.facts())):
        return redirect("ceremonies:seats", pk)
    where = PositionForm(initial={"x": zone.x, "y": zone.y})
    return page(
        request, "zone", editable(request, pk), "seats", status=422 if form.is_bound else 200, form=form, zone=zone,
        where=where,
    )  # fmt: skip


@login_required
@require_POST
def move(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Put a zone elsewhere; a script is answered without a page."""
    zone, form = _zone(request, pk, code), PositionForm(request.POST)
    scripted = request.headers.get("Accept", "").startswith("application/json")
    if not form.is_valid():
        return JsonResponse({"error": _("位置应是 0 到 1000 的整数")}, status=422)
    if scripted:
        kept = actions.move_zone(zone=zone, **form.cleaned_data)
        return JsonResponse({"x": kept.x, "y": kept.y})
    saved(request, form, lambda: actions.move_zone(zone=zone, **form.cleaned_data))
    return redirect("ceremonies:seats", pk)


@login_required
@require_POST
def remove(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Take an empty zone out."""
    zone = _zone(request, pk, code)

    def step() -> str:
        actions.remove_zone(zone=zone)
        return _("分区“%(name)s”已删去") % {"name": zone.name}

    done(request, step)
    return redirect("ceremonies:seats", pk)


@login_required
@require_POST
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Seat everybody who has no seat."""
    ceremony = editable(request, pk)

    def step() -> str:
        n, left = actions.assign_seats(ceremony=ceremony)
        said = ngettext("新安排了 %(n)s 位", "新安排了 %(n)s 位", n) % {"n": n}
        more = ngettext("还有 %(n)s 位没有地方坐", "还有 %(n)s 位没有地方坐", left) % {"n": left}
        return f"{said}；{more}" if left else said

    done(request, step)
    return redirect("ceremonies:seats", pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def spread(request: StaffRequest, pk: int) -> HttpResponse:
    """Share the free stands among schools."""
    ceremony = editable(request, pk)
    holders = queries.stand_holders(ceremony)
    initial = {"holders": [one.pk for one in holders if one.kind.is_vocational]}
    form = SpreadForm(posted(request), holders=holders, initial=initial)
    if saved(
        request,
        form,
        lambda: actions.assign_stands(ceremony=ceremony, holders=list(form.cleaned_data["holders"])),
    ):
        return redirect("ceremonies:seats", pk)
    free = queries.seats_of(ceremony).filter(zone__kind=Zone.Kind.STANDS, holder=None).count()
    return page(
        request, "spread", ceremony, "seats", status=422 if form.is_bound else 200, form=form, free=free
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def stand(request: StaffRequest, pk: int, seat: int) -> HttpResponse:
    """Whose stand it is, and what it shows."""
    ceremony = editable(request, pk)
    found: Seat = get_object_or_404(
        queries.seats_of(ceremony).filter(zone__kind=Zone.Kind.STANDS).select_related("zone__ceremony"),
        pk=seat,
    )
    form = StandForm(
        posted(request), holders=queries.stand_holders(ceremony),
        initial={"holder": found.holder_id, "shows": found.shows},
    )  # fmt: skip
    if saved(request, form, lambda: actions.set_stand(seat=found, **form.cleaned_data)):
        return redirect("ceremonies:seats", pk)
    status = 422 if form.is_bound else 200
    return page(
        request, "stand", ceremony, "seats", status=status, form=form, seat=found, number=spot_name(found)
    )


def _spots(ceremony: Ceremony, guest: Guest) -> list[Any]:
    """What is free, by zone, and what the guest has now."""
    found: list[Any] = []
    for zone in queries.zones_of(ceremony):
        if zone.kind == Zone.Kind.AREA and guest.kind == Guest.Kind.PARTY:
            found.append(
                (f"area:{zone.pk}", _("%(name)s（能站 %(n)s 人）") % {"name": zone.name, "n": zone.places})
            )
        if zone.kind == Zone.Kind.SEATS and guest.people == 1:
            free = [one for one in zone.seats.all() if one.guest_id in (None, guest.pk)]
            found.append((zone.name, [(f"seat:{one.pk}", f"{zone.name} {spot_name(one)}") for one in free]))
    return found


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def place(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Where one guest sits."""
    guest = guest_of(request, pk, code)
    seat, standing = getattr(guest, "seat", None), getattr(guest, "standing", None)
    now = f"seat:{seat.pk}" if seat else f"area:{standing.zone_id}" if standing else ""
    form = PlaceForm(posted(request), choices=_spots(guest.ceremony, guest), initial={"spot": now})

    def step() -> Guest:
        kind, _colon, key = form.cleaned_data["spot"].partition(":")
        wanted = queries.seats_of(guest.ceremony).filter(pk=key).first() if kind == "seat" else None
        area = queries.zones_of(guest.ceremony).filter(pk=key).first() if kind == "area" else None
        return actions.seat_guest(guest=guest, seat=wanted, area=area)

    if saved(request, form, step):
        return redirect("ceremonies:seats", pk)
    status = 422 if form.is_bound else 200
    return page(request, "place", guest.ceremony, "seats", status=status, form=form, guest=guest)
