"""Writing the plan of seats and stands."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.ceremonies.actions.ceremonies import locked
from skillweek.ceremonies.models import SIDE, Ceremony, Guest, Seat, Standing, Zone
from skillweek.ceremonies.queries import coming, seats_of, size_of, stand_holders, unseated
from skillweek.ceremonies.rules import CeremonyError, propose
from skillweek.organisations.models import Organisation

#: rows and columns of a zone, and seats of a whole plan, at most
MOST_ROWS, MOST_COLUMNS, MOST_SEATS = 60, 60, 4000


def _check(ceremony: Ceremony, zone: Zone) -> None:
    if zone.rows > MOST_ROWS or zone.columns > MOST_COLUMNS:
        raise CeremonyError(_("一个分区最多 60 排，每排最多 60 个"), "rows")
    if zone.kind == Zone.Kind.AREA and not zone.places:
        raise CeremonyError(_("请填写这片站区能站多少人"), "places")
    same = Zone.objects.filter(ceremony=ceremony, name=zone.name).exclude(pk=zone.pk)
    if same.exists():
        raise CeremonyError(_("已经有一个分区叫这个名字"), "name")


def _room_below(ceremony: Ceremony) -> int:
    """The first height that no zone takes."""
    low = 84
    for zone in Zone.objects.filter(ceremony=ceremony):
        low = max(low, zone.y + size_of(zone.kind, zone.rows, zone.columns)[1] + 16)
    return min(low, SIDE)


@transaction.atomic
def add_zone(
    *,
    ceremony: Ceremony,
    kind: str,
    name: str,
    rows: int = 1,
    columns: int = 1,
    places: int = 0,
    front: int = 1,
) -> Zone:
    """Add a block of seats or stands, numbered, or an area; it is drawn below what is there."""
    current = locked(ceremony)
    area = kind == Zone.Kind.AREA
    width, _height = size_of(kind, rows, columns)
    zone = Zone(
        ceremony=current, kind=kind, name=name.strip(), rows=1 if area else rows, columns=1 if area else columns,
        places=places if area else 0, front=front, x=max((1000 - width) // 2, 0), y=_room_below(current),
    )  # fmt: skip
    _check(current, zone)
    if not area and seats_of(current).count() + rows * columns > MOST_SEATS:
        raise CeremonyError(_("座位太多了，最多 4000 个"), "rows")
    zone.save()
    _lay(zone)
    return zone


def _lay(zone: Zone) -> None:
    """Make the seats that the size asks for and that are not there."""
    if zone.kind == Zone.Kind.AREA:
        return
    there = set(zone.seats.values_list("row", "number"))
    wanted = [(row, number) for row in range(1, zone.rows + 1) for number in range(1, zone.columns + 1)]
    Seat.objects.bulk_create(
        [Seat(zone=zone, row=r, number=n) for r, n in wanted if (r, n) not in there], 500
    )


@transaction.atomic
def edit_zone(*, zone: Zone, name: str, rows: int, columns: int, places: int, front: int) -> Zone:
    """Rename a zone or change its size; a seat that somebody has is never taken away silently."""
    current = locked(zone.ceremony)
    kept = Zone.objects.select_for_update().get(pk=zone.pk)
    kept.name, kept.front = name.strip(), front
    if kept.kind == Zone.Kind.AREA:
        kept.places = places
    else:
        kept.rows, kept.columns = rows, columns
    _check(current, kept)
    gone = kept.seats.filter(row__gt=kept.rows) | kept.seats.filter(number__gt=kept.columns)
    taken = gone.exclude(guest=None, holder=None).count()
    if taken:
        text = ngettext("要去掉的位置里有 %(n)s 个已经有人", "要去掉的位置里有 %(n)s 个已经有人", taken) % {
            "n": taken
        }
        raise CeremonyError(text, "rows")
    gone.delete()
    kept.save()
    _lay(kept)
    return kept


@transaction.atomic
def move_zone(*, zone: Zone, x: int, y: int) -> Zone:
    """Put a zone elsewhere on the plan."""
    locked(zone.ceremony)
    kept = Zone.objects.select_for_update().get(pk=zone.pk)
    kept.x, kept.y = min(max(x, 0), SIDE), min(max(y, 0), SIDE)
    kept.save(update_fields=["x", "y"])
    return kept


@transaction.atomic
def remove_zone(*, zone: Zone) -> None:
    """Take a zone out that nobody sits in."""
    locked(zone.ceremony)
    if zone.seats.exclude(guest=None, holder=None).exists() or zone.parties.exists():
        raise CeremonyError(_("这个分区已经有人，先把他们换到别处"))
    zone.delete()


@transaction.atomic
def seat_guest(*, guest: Guest, seat: Seat | None = None, area: Zone | None = None) -> Guest:
    """Put a guest on a seat, or a party into an area; neither frees what they had."""
    ceremony = locked(guest.ceremony)
    if not coming(ceremony).filter(pk=guest.pk).exists():
        raise CeremonyError(_("这位来宾不参加，不用安排座位"), "spot")
    for old in Seat.objects.filter(guest=guest):
        old.guest = None
        old.save(update_fields=["guest"])
    Standing.objects.filter(guest=guest).delete()
    if area is not None:
        _stand(guest, area)
    if seat is not None:
        _sit(guest, seat)
    return guest


def _sit(guest: Guest, seat: Seat) -> None:
    """The database has the last word: one guest a seat, one seat a guest."""
    current = Seat.objects.select_for_update(of=("self",)).select_related("zone").get(pk=seat.pk)
    if current.zone.ceremony_id != guest.ceremony_id or current.zone.kind != Zone.Kind.SEATS:
        raise CeremonyError(_("请选这场仪式的座位"), "spot")
    if guest.people > 1:
        raise CeremonyError(_("队伍请安排到站区"), "spot")
    if current.guest_id is not None:
        raise CeremonyError(_("这个座位已经有人"), "spot")
    current.guest = guest
    try:
        with transaction.atomic():
            current.save(update_fields=["guest"])
    except IntegrityError as error:
        raise CeremonyError(_("这位来宾刚刚被安排到别的座位"), "spot") from error


def _stand(guest: Guest, area: Zone) -> None:
    current = Zone.objects.select_for_update().get(pk=area.pk)
    if current.ceremony_id != guest.ceremony_id or current.kind != Zone.Kind.AREA:
        raise CeremonyError(_("请选这场仪式的站区"), "spot")
    there = sum(Guest.objects.filter(standing__zone=current).values_list("people", flat=True))
    if there + guest.people > current.places:
        words = {"left": max(current.places - there, 0), "n": guest.people}
        raise CeremonyError(_("这片站区只剩 %(left)s 人的位置，这支队伍有 %(n)s 人") % words, "spot")
    Standing.objects.create(zone=current, guest=guest)


@transaction.atomic
def assign_seats(*, ceremony: Ceremony) -> tuple[int, int]:
    """Seat everybody who has no seat: by precedence, units together, parties into areas; says how many have one now
    and how many none. Who sits already stays."""
    current = locked(ceremony)
    waiting = list(unseated(current))
    seats = seats_of(current).filter(zone__kind=Zone.Kind.SEATS, guest=None, holder=None)
    single = [one for one in waiting if one.people == 1 and one.kind != Guest.Kind.PARTY]
    spots = propose(single, list(seats))
    for spot in spots:
        spot.seat.guest = spot.guest
        spot.seat.save(update_fields=["guest"])
    parties = [one for one in waiting if one.kind == Guest.Kind.PARTY]
    done = len(spots) + sum(_into_area(current, one) for one in sorted(parties, key=lambda one: -one.people))
    return done, len(waiting) - done


def _into_area(ceremony: Ceremony, guest: Guest) -> bool:
    """The first area that has room for the whole party."""
    for area in Zone.objects.filter(ceremony=ceremony, kind=Zone.Kind.AREA):
        there = sum(Guest.objects.filter(standing__zone=area).values_list("people", flat=True))
        if there + guest.people <= area.places:
            Standing.objects.create(zone=area, guest=guest)
            return True
    return False


@transaction.atomic
def set_stand(*, seat: Seat, holder: Organisation | None, shows: str = "") -> Seat:
    """Give a stand to a school, or free it."""
    ceremony = locked(seat.zone.ceremony)
    current = Seat.objects.select_for_update(of=("self",)).select_related("zone").get(pk=seat.pk)
    if current.zone.kind != Zone.Kind.STANDS:
        raise CeremonyError(_("这不是展位"), "holder")
    if holder is not None and not stand_holders(ceremony).filter(pk=holder.pk).exists():
        raise CeremonyError(_("请选本市的单位"), "holder")
    current.holder, current.shows = holder, shows.strip() if holder else ""
    current.save(update_fields=["holder", "shows"])
    return current


@transaction.atomic
def assign_stands(*, ceremony: Ceremony, holders: list[Organisation]) -> int:
    """Spread the free stands evenly over ``holders``, those of one school side by side; says how many were given."""
    current = locked(ceremony)
    known = set(
        stand_holders(current).filter(pk__in=[one.pk for one in holders]).values_list("pk", flat=True)
    )
    if not holders or len(known) != len(holders):
        raise CeremonyError(_("请选本市的单位"), "holders")
    free = list(
        seats_of(current).filter(zone__kind=Zone.Kind.STANDS, holder=None)
        .order_by("zone__front", "zone", "row", "number")
    )  # fmt: skip
    if not free:
        raise CeremonyError(_("没有空的展位"), "holders")
    each, more = divmod(len(free), len(holders))
    for place, holder in enumerate(holders):
        for _n in range(each + (place < more)):
            seat = free.pop(0)
            seat.holder = holder
            seat.save(update_fields=["holder"])
    return each * len(holders) + more
