"""The plan of seats and stands: who sits where, and how it is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from skillweek.ceremonies.models import Ceremony, Guest, Seat, Standing, Zone
from skillweek.ceremonies.queries.ceremonies import Staging
from skillweek.ceremonies.queries.guests import coming, counts
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import within

#: side of a seat and of a stand on the plan, with the space to the next
PITCH = {Zone.Kind.SEATS: 32, Zone.Kind.STANDS: 46}
#: size of an area, which is drawn as one box
AREA = (230, 96)
HEAD, PAD = 24, 8
#: the plan is never drawn lower than this
LEAST = 480


def zones_of(ceremony: Ceremony) -> QuerySet[Zone]:
    """Zones with their seats, who sits there, and parties."""
    seats = Seat.objects.select_related("guest", "holder", "zone").order_by("row", "number")
    parties = Standing.objects.select_related("guest")
    return Zone.objects.filter(ceremony=ceremony).prefetch_related(
        Prefetch("seats", seats), Prefetch("parties", parties)
    )


def seats_of(ceremony: Ceremony) -> QuerySet[Seat]:
    """Every seat and stand of ``ceremony``."""
    return Seat.objects.filter(zone__ceremony=ceremony).select_related("zone", "guest", "holder")


@dataclass(frozen=True)
class DrawnSeat:
    """A seat where it is drawn, within its zone."""

    seat: Seat
    x: int
    y: int
    size: int
    label: str
    look: str

    @property
    def middle(self) -> float:
        """The middle of it, across."""
        return self.x + self.size / 2


@dataclass(frozen=True)
class DrawnZone:
    """A zone with its size and seats; an area says how many stand there."""

    zone: Zone
    width: int
    height: int
    seats: list[DrawnSeat] = field(default_factory=list)
    heads: int = 0

    @property
    def parties(self) -> list[Guest]:
        """The parties that stand there."""
        return [one.guest for one in self.zone.parties.all()]

    @property
    def taken(self) -> int:
        """How many seats, stands or places of it are given."""
        return (
            self.heads if self.zone.kind == Zone.Kind.AREA else sum(one.look != "free" for one in self.seats)
        )

    @property
    def total(self) -> int:
        """How many there are."""
        return self.zone.places if self.zone.kind == Zone.Kind.AREA else len(self.seats)

    @property
    def over(self) -> bool:
        """True when more stand there than it holds."""
        return self.taken > self.total


def _short(name: str) -> str:
    """What fits on a seat: what stands behind a dash, at most four signs."""
    return name.rsplit("-", 1)[-1][:4]


def _label(seat: Seat) -> tuple[str, str]:
    if seat.guest is not None:
        return _short(seat.guest.coming), seat.guest.kind
    if seat.holder is not None:
        return _short(seat.holder.short_name), "stand"
    return "", "free"


def _drawn(zone: Zone) -> DrawnZone:
    if zone.kind == Zone.Kind.AREA:
        return DrawnZone(zone, *AREA, heads=sum(one.guest.people for one in zone.parties.all()))
    pitch = PITCH[Zone.Kind(zone.kind)]
    seats = []
    for seat in zone.seats.all():
        label, look = _label(seat)
        x, y = PAD + (seat.number - 1) * pitch, HEAD + PAD + (seat.row - 1) * pitch
        seats.append(DrawnSeat(seat, x, y, pitch - 4, label, look))
    width, height = zone.columns * pitch + 2 * PAD - 4, zone.rows * pitch + HEAD + 2 * PAD - 4
    return DrawnZone(zone, width, height, seats)


@dataclass(frozen=True)
class Plan:
    """The whole plan as it is drawn."""

    zones: list[DrawnZone]

    @property
    def width(self) -> int:
        """How wide: at least a thousand."""
        return max([1000, *(one.zone.x + one.width + 10 for one in self.zones)])

    @property
    def height(self) -> int:
        """How high: as low as the lowest zone."""
        return max([LEAST, *(one.zone.y + one.height + 16 for one in self.zones)])


def plan_of(ceremony: Ceremony) -> Plan:
    """The plan of ``ceremony``."""
    return Plan([_drawn(zone) for zone in zones_of(ceremony)])


def size_of(kind: str, rows: int, columns: int) -> tuple[int, int]:
    """Width and height of a zone on the plan."""
    if kind == Zone.Kind.AREA:
        return AREA
    pitch = PITCH[Zone.Kind(kind)]
    return columns * pitch + 2 * PAD - 4, rows * pitch + HEAD + 2 * PAD - 4


def unseated(ceremony: Ceremony) -> QuerySet[Guest]:
    """Guests who are expected and have neither seat nor area."""
    return coming(ceremony).filter(seat=None, standing=None)


def stand_holders(ceremony: Ceremony) -> QuerySet[Organisation]:
    """Units that may hold a stand: all of the city."""
    return within(ceremony.activity.edition.city).order_by("-kind__is_vocational", "position", "code")


@dataclass(frozen=True)
class Room:
    """How many are expected, and how many the venue and the plan hold."""

    expected: int
    guests: int
    capacity: int | None
    seats: int
    stands: int
    areas: int
    seated: int
    unseated: int

    @property
    def over(self) -> bool:
        """True when more are expected than the venue holds."""
        return self.capacity is not None and max(self.expected, self.guests) > self.capacity


def room_of(stage: Staging, zones: Iterable[DrawnZone]) -> Room:
    """What the plan holds, against who is expected and what the venue holds."""
    drawn = list(zones)
    safeguard = getattr(stage.ceremony.activity, "safeguard", None)
    counted, by_kind = (
        counts(stage.ceremony),
        {kind: [z for z in drawn if z.zone.kind == kind] for kind in Zone.Kind},
    )
    seats = by_kind[Zone.Kind.SEATS]
    return Room(
        expected=(safeguard.expected or 0) if safeguard else 0, guests=counted.invited - counted.not_coming,
        capacity=stage.venue.capacity if stage.venue else None, seats=sum(one.total for one in seats),
        stands=sum(one.total for one in by_kind[Zone.Kind.STANDS]),
        areas=sum(one.total for one in by_kind[Zone.Kind.AREA]), seated=sum(one.taken for one in seats),
        unseated=unseated(stage.ceremony).count(),
    )  # fmt: skip
