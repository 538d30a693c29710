"""The plan of seats and stands as PDF: drawn on the first page, as lists after it."""

from typing import Any

from django.utils.translation import gettext as _

from skillweek.ceremonies.models import Guest, Seat, Zone
from skillweek.ceremonies.printing.pages import compiled
from skillweek.ceremonies.printing.sheet import line_of
from skillweek.ceremonies.queries import DrawnZone, Plan, Staging


def spot_name(seat: Seat) -> str:
    """Where a seat is, as people say it: row and number; a stand by its running number."""
    if seat.zone.kind == Zone.Kind.STANDS:
        return str((seat.row - 1) * seat.zone.columns + seat.number)
    return _("%(row)s 排 %(number)s 号") % {"row": seat.row, "number": seat.number}


def _zone(one: DrawnZone) -> dict[str, Any]:
    seats = [
        {"x": seat.x, "y": seat.y, "size": seat.size, "label": seat.label, "look": seat.look,
         "number": spot_name(seat.seat) if one.zone.kind == Zone.Kind.STANDS else f"{seat.seat.row}-{seat.seat.number}"}
        for seat in one.seats
    ]  # fmt: skip
    name = one.zone.name
    lines = []
    if one.zone.kind == Zone.Kind.AREA:
        name = _("%(name)s（%(taken)s／%(total)s 人）") % {
            "name": name,
            "taken": one.taken,
            "total": one.total,
        }
        lines = [f"{guest.unit or guest.name} {guest.people}" for guest in one.parties]
    return {
        "name": name, "x": one.zone.x, "y": one.zone.y, "width": one.width, "height": one.height, "seats": seats,
        "lines": lines,
    }  # fmt: skip


def _lists(plan: Plan) -> list[dict[str, Any]]:
    seated, stands, parties = [], [], []
    for one in plan.zones:
        for seat in (drawn.seat for drawn in one.seats):
            if seat.guest is not None:
                seated.append(
                    [
                        one.zone.name,
                        spot_name(seat),
                        seat.guest.coming,
                        seat.guest.unit,
                        seat.guest.coming_post,
                    ]
                )
            elif seat.holder is not None:
                stands.append([one.zone.name, spot_name(seat), seat.holder.name, seat.shows])
        parties += [
            [one.zone.name, guest.unit or guest.name, guest.name, str(guest.people)] for guest in one.parties
        ]
    found = [
        {"title": _("座位表"), "head": [_("分区"), _("座位"), _("姓名"), _("单位"), _("职务")], "rows": seated,
         "widths": [2, 2, 2, 5, 3]},
        {"title": _("展位表"), "head": [_("分区"), _("展位号"), _("单位"), _("展示内容")], "rows": stands,
         "widths": [2, 1.4, 6, 5]},
        {"title": _("队伍站区"), "head": [_("分区"), _("单位"), _("带队"), _("人数")], "rows": parties,
         "widths": [2, 6, 3, 1.4]},
    ]  # fmt: skip
    return [one for one in found if one["rows"]]


def plan(stage: Staging, drawn: Plan) -> bytes:
    """The bytes of the PDF."""
    kinds = Guest.Kind
    looks = [
        (kind.value, str(kind.label)) for kind in (kinds.LEADER, kinds.GUEST, kinds.OBSERVER, kinds.MEDIA)
    ]
    legend = [
        {"look": look, "label": label} for look, label in [*looks, ("stand", _("展位")), ("free", _("空"))]
    ]
    return compiled("plan", {
        "title": str(stage.ceremony.activity), "line": line_of(stage), "width": drawn.width, "height": drawn.height,
        "zones": [_zone(one) for one in drawn.zones], "legend": legend, "lists": _lists(drawn),
        "words": {"heading": _("座位与展位图"), "stage": _("舞　台")},
    })  # fmt: skip
