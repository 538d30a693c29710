"""Taking over the preparation of another ceremony: of an earlier edition, or of one's own unit."""

from collections.abc import Collection
from datetime import time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.ceremonies.actions.ceremonies import locked
from skillweek.ceremonies.models import Ceremony, Check, Guest, Rehearsal, RunItem, Seat, Zone
from skillweek.ceremonies.queries import contact_choices, sources_of, staging, stand_holders, taken_over
from skillweek.ceremonies.rules import CeremonyError
from skillweek.common import clock
from skillweek.common.codes import short_code
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import Part
from skillweek.plan.rules import Shift
from skillweek.programme.models import Activity

#: what can be taken over, and how it is called
PARTS = {
    "show": gettext_lazy("流程"), "seats": gettext_lazy("座位与展位"), "guests": gettext_lazy("来宾"),
    "rehearsals": gettext_lazy("彩排"), "arrangements": gettext_lazy("到场安排和天气预案"),
}  # fmt: skip
ROWS: dict[str, type[Model]] = {"show": RunItem, "seats": Zone, "guests": Guest, "rehearsals": Rehearsal}
WORDS = ("participants", "arrival", "parking", "letter_subject", "letter_body", "other_plan", "decide_by")


def _row(row: Model, **changes: Any) -> Any:
    """An unsaved row with the fields of ``row`` but for ``changes``."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    made = type(row)(**fields)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def _later(moment: time | None, by: timedelta) -> time | None:
    """A time of the day, moved; None when that is another day."""
    if moment is None:
        return None
    minutes = moment.hour * 60 + moment.minute + round(by / timedelta(minutes=1))
    return time(*divmod(minutes, 60)) if 0 <= minutes < 24 * 60 else None


class _Copying:
    """One preparation taken over by another; ``lacks`` are sentences about what could not come along."""

    def __init__(self, source: Ceremony, target: Ceremony) -> None:
        self.source, self.target, self.lacks = source, target, list[str]()
        old, new = staging(source), staging(target)
        self.far = new.starts - old.starts if new.starts and old.starts else None
        begins = [60 * one.starts.hour + one.starts.minute for one in (old, new) if one.starts]
        self.clock = timedelta(minutes=begins[1] - begins[0]) if len(begins) == 2 else timedelta()

    def show(self) -> None:
        """The items with owners and materials; an owner who is no contact here keeps the name."""
        contacts = set(contact_choices(self.target).values_list("pk", flat=True))
        rows = []
        for one in self.source.items.select_related("contact"):
            here = one.contact_id in contacts
            who = one.who if one.contact is None or here else one.contact.name[:40]
            rows.append(_row(one, ceremony=self.target, contact_id=one.contact_id if here else None, who=who,
                             fixed=_later(one.fixed, self.clock)))  # fmt: skip
        RunItem.objects.bulk_create(rows)
        self.target.run_starts = _later(self.source.run_starts, self.clock)

    def seats(self) -> None:
        """The plan, empty but for stands of units that are still there."""
        units = set(stand_holders(self.target).values_list("pk", flat=True))
        gone = 0
        for zone in self.source.zones.all():
            made: Zone = _row(zone, ceremony=self.target, code=short_code())
            made.save()
            rows = []
            for seat in zone.seats.all():
                kept = seat.holder_id in units
                gone += seat.holder_id is not None and not kept
                rows.append(_row(seat, zone=made, guest_id=None, holder_id=seat.holder_id if kept else None,
                                 shows=seat.shows if kept else ""))  # fmt: skip
            Seat.objects.bulk_create(rows, 500)
        if gone:
            self.lacks.append(_("%(n)d 个展位的单位已停用，空了出来") % {"n": gone})

    def guests(self, *, names: bool) -> None:
        """Who is invited: persons without addresses and answers, or only units and kinds with a blank name."""
        rows: dict[tuple[str, str], Guest] = {}
        for one in self.source.guests.filter(withdrawn_at=None):
            known = names and one.erased_at is None
            blank = _("（待定）%(kind)s") % {"kind": one.get_kind_display()}
            name = one.name if known else blank
            made = Guest(
                ceremony=self.target, name=name, unit=one.unit, post=one.post if known else "", kind=one.kind,
                people=one.people, rank=one.rank, retention_until=self.target.activity.edition.retention_until,
            )  # fmt: skip
            first = rows.setdefault((name, one.unit), made)
            if first is not made and made.kind == Guest.Kind.PARTY:
                first.people += made.people
        Guest.objects.bulk_create(rows.values(), 500)

    def rehearsals(self) -> None:
        """As long before the ceremony as there; what would lie in the past is left out."""
        found = list(self.source.rehearsals.filter(cancelled_at=None))
        if found and self.far is None:
            self.lacks.append(_("两场仪式都排了场次，才能带彩排"))
            return
        past = 0
        for one in found:
            starts, ends = one.starts + (self.far or timedelta()), one.ends + (self.far or timedelta())
            if starts < clock.now():
                past += 1
                continue
            made: Rehearsal = _row(one, ceremony=self.target, code=short_code(), starts=starts, ends=ends)
            made.save()
            Check.objects.bulk_create(Check(rehearsal=made, text=check.text) for check in one.checks.all())
        if past:
            self.lacks.append(_("%(n)d 次彩排的时间已经过去，没有带来") % {"n": past})

    def arrangements(self) -> None:
        """The words for guests and the weather plan; links and the notice belong to that one ceremony."""
        for name in WORDS:
            setattr(self.target, name, getattr(self.source, name))
        contact = self.source.contact
        if contact is not None and contact_choices(self.target).filter(pk=contact.pk).exists():
            self.target.contact = contact
        venue = self.source.other_venue
        if venue is not None and venue.active:
            self.target.other_venue = venue
        if self.far is not None:
            if self.source.decide_at:
                self.target.decide_at = self.source.decide_at + self.far
            if self.source.answer_by:
                self.target.answer_by = self.source.answer_by + timedelta(
                    days=round(self.far / timedelta(days=1))
                )

    def run(self, parts: Collection[str], *, names: bool) -> list[str]:
        """Take ``parts`` over and save."""
        for part in PARTS:
            if part == "guests" and part in parts:
                self.guests(names=names)
            elif part in parts:
                getattr(self, part)()
        self.target.save()
        return self.lacks


def _written(ceremony: Ceremony, part: str) -> bool:
    """True when ``part`` has been written already."""
    if part in ROWS:
        return ROWS[part]._default_manager.filter(ceremony=ceremony).exists()
    return any(getattr(ceremony, name) for name in (*WORDS, "other_venue_id", "contact_id"))


@transaction.atomic
def copy_ceremony(
    *, source: Ceremony, ceremony: Ceremony, parts: Collection[str], names: bool = False
) -> list[str]:
    """Take ``parts`` of ``source`` over into ``ceremony``, with its times moved; sentences about what stayed behind.

    Only ceremonies of the same unit can be taken over, and only into parts that nobody has written yet. ``names``:
    guests with their names, else one blank guest for each unit and kind; never with addresses or answers.
    """
    current = locked(ceremony)
    found = sources_of(current).filter(pk=source.pk).first()
    if found is None:
        raise CeremonyError(_("请选本单位的另一场仪式"), "source")
    if not parts or set(parts) - set(PARTS):
        raise CeremonyError(_("请至少选择一项"), "parts")
    for part in PARTS:
        if part in parts and _written(current, part):
            raise CeremonyError(_("“%(part)s”已经写了，不能再整个带来") % {"part": PARTS[part]}, "parts")
    return _Copying(found, current).run(parts, names=names)


def _clone(source: Edition, target: Edition, shift: Shift) -> int:
    made = 0
    for one in taken_over(source):
        activity = Activity.objects.filter(edition=target, copied_from=one.activity).first()
        if activity is None:
            continue
        fresh = Ceremony.objects.create(city_id=activity.city_id, activity=activity, created_at=clock.now())
        _Copying(one, fresh).run(tuple(PARTS), names=False)
        made += 1
    return made


def ceremonies_part() -> Part:
    """The preparations of an edition's public ceremonies."""
    return Part(
        gettext_lazy("启动仪式的筹备"),
        gettext_lazy("流程、座位、彩排和天气预案跟着新日期；来宾只带单位和类别，不带姓名"),
        _clone, lambda edition: taken_over(edition).count(), needs=("activities",),
    )  # fmt: skip
