"""Badges of 90 x 54 mm with crop marks, ten on a sheet, and name plates to be folded."""

from collections.abc import Iterable

from skillweek.ceremonies.models import Guest
from skillweek.ceremonies.printing.pages import compiled, spread
from skillweek.ceremonies.printing.plan import spot_name
from skillweek.ceremonies.queries import Staging
from skillweek.common import wording

SIZES = ("a4", "a5")


def badges(stage: Staging, guests: Iterable[Guest]) -> bytes:
    """The bytes of a PDF with a badge for each of ``guests``; a party gets as many as it has people."""
    cards = []
    for one in guests:
        seat = getattr(one, "seat", None)
        card = {
            "name": spread(one.coming), "unit": one.unit, "post": one.coming_post, "kind": one.kind,
            "label": one.get_kind_display(), "seat": f"{seat.zone.name} {spot_name(seat)}" if seat else "",
        }  # fmt: skip
        cards.append(card)
        cards += [card | {"name": one.unit or spread(one.coming), "unit": "", "post": ""}] * (one.people - 1)
    line = wording.han_date(stage.starts, "day") if stage.starts else ""
    return compiled("badges", {"title": str(stage.ceremony.activity), "line": line, "badges": cards})


def plates(stage: Staging, guests: Iterable[Guest], size: str = "a4") -> bytes:
    """The bytes of a PDF with a folded name plate a page, the name on both sides."""
    found = [
        {"name": spread(one.coming), "unit": " ".join(filter(None, (one.unit, one.coming_post)))}
        for one in guests
    ]
    return compiled("plates", {"title": str(stage.ceremony.activity), "size": size, "plates": found})
