"""How far ceremonies are prepared, asked of their rows: as many queries for one as for all."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.ceremonies.models import Guest, Rehearsal, RunItem, Zone
from skillweek.ceremonies.queries.ceremonies import Staging
from skillweek.ceremonies.rules import Step, Timed, timed
from skillweek.plan.models import Notice


@dataclass
class _Facts:
    """What is counted of one ceremony."""

    stage: Staging
    show: list[Timed] = field(default_factory=list)
    guests: dict[str, int] = field(default_factory=dict)
    drawn: bool = False
    rehearsed: bool = False
    open_checks: int = 0

    def of(self, name: str) -> int:
        return self.guests.get(name, 0)


def steps_of(stage: Staging) -> list[Step]:
    """Everything there is to prepare for one ceremony, in the order in which it is prepared."""
    return all_steps([stage])[stage.ceremony.pk]


def all_steps(stages: Iterable[Staging]) -> dict[int, list[Step]]:
    """The same for many, by id of the ceremony."""
    facts = {one.ceremony.pk: _Facts(one) for one in stages}
    _gather_show(facts)
    _gather_guests(facts)
    _gather_rehearsals(facts)
    drawn = Zone.objects.filter(ceremony__in=facts, kind__in=[Zone.Kind.SEATS, Zone.Kind.AREA])
    for pk in drawn.order_by().values_list("ceremony", flat=True).distinct():
        facts[pk].drawn = True
    return {
        pk: [_arrangements(one.stage), *_show(one.show), *_guests(one), _seats(one), _rehearsal(one),
             _weather(one.stage), _notice(one.stage)]
        for pk, one in facts.items()
    }  # fmt: skip


def _gather_show(facts: dict[int, _Facts]) -> None:
    items: dict[int, list[RunItem]] = {}
    for item in RunItem.objects.filter(ceremony__in=facts).select_related("contact"):
        items.setdefault(item.ceremony_id, []).append(item)
    for pk, one in facts.items():
        if one.stage.begins is not None:
            one.show = timed(items.get(pk, []), one.stage.begins, one.stage.ends)


def _gather_guests(facts: dict[int, _Facts]) -> None:
    none, no = Q(answer=Guest.Answer.NONE), Q(answer=Guest.Answer.NO)
    rows = (
        Guest.objects.filter(ceremony__in=facts, withdrawn_at=None)
        .order_by()
        .values("ceremony")
        .annotate(
            listed=Count("pk"), unsent=Count("pk", filter=Q(invited_at=None)), silent=Count("pk", filter=none),
            unseated=Count("pk", filter=~no & Q(seat=None, standing=None)),
        )
    )  # fmt: skip
    for row in rows:
        counted = {name: int(value) for name, value in row.items() if isinstance(value, int)}
        facts[row["ceremony"]].guests = counted


def _gather_rehearsals(facts: dict[int, _Facts]) -> None:
    standing = Rehearsal.objects.filter(ceremony__in=facts, cancelled_at=None)
    left = Count("checks", filter=Q(checks__done_at=None, checks__isnull=False))
    for pk, unticked in standing.order_by().values_list("ceremony").annotate(left=left):
        facts[pk].rehearsed = True
        facts[pk].open_checks += unticked


def _arrangements(stage: Staging) -> Step:
    ceremony = stage.ceremony
    lacking = [
        label
        for label, there in (
            (_("场次"), stage.session), (_("参加人员"), ceremony.participants), (_("报到"), ceremony.arrival),
            (_("停车"), ceremony.parking), (_("联系人"), ceremony.contact_id),
        )
        if not there
    ]  # fmt: skip
    text = _("还缺：%(what)s") % {"what": "、".join(lacking)} if lacking else ""
    return Step("arrangements", _("到场安排"), not lacking, text, "ceremonies:arrangements")


def _show(show: list[Timed]) -> list[Step]:
    wrong, ownerless = sum(one.wrong for one in show), sum(not one.item.owner for one in show)
    none, way = "" if show else _("还没有写流程"), "ceremonies:show"
    misfit = ngettext("%(n)s 项时间对不上", "%(n)s 项时间对不上", wrong) % {"n": wrong} if wrong else none
    text = ngettext("%(n)s 项没有负责人", "%(n)s 项没有负责人", ownerless) % {"n": ownerless}
    nobody = text if ownerless else none
    return [
        Step("show", _("流程排到分钟"), not misfit, misfit, way),
        Step("owners", _("每项有人负责"), not nobody, nobody, way),
    ]


def _guests(facts: _Facts) -> list[Step]:
    none, way = "" if facts.of("listed") else _("还没有来宾名单"), "ceremonies:guests"
    unsent, silent = facts.of("unsent"), facts.of("silent")
    waits = ngettext("%(n)s 位还没有邀请", "%(n)s 位还没有邀请", unsent) % {"n": unsent} if unsent else none
    text = ngettext("%(n)s 位还没有答复", "%(n)s 位还没有答复", silent) % {"n": silent}
    silence = text if silent else none
    return [
        Step("invited", _("邀请来宾"), not waits, waits, way),
        Step("answers", _("来宾都已答复"), not silence, silence, way),
    ]


def _seats(facts: _Facts) -> Step:
    left = facts.of("unseated")
    text = ngettext("%(n)s 位还没有座位", "%(n)s 位还没有座位", left) % {"n": left} if left else ""
    lacks = text if facts.drawn else _("还没有画座位图")
    return Step("seats", _("座位与展位"), not lacks, lacks, "ceremonies:seats")


def _rehearsal(facts: _Facts) -> Step:
    left = facts.open_checks
    text = ngettext("%(n)s 项检查没有完成", "%(n)s 项检查没有完成", left) % {"n": left} if left else ""
    lacks = text if facts.rehearsed else _("还没有安排彩排")
    return Step("rehearsal", _("彩排"), not lacks, lacks, "ceremonies:rehearsals")


def _weather(stage: Staging) -> Step:
    ceremony = stage.ceremony
    planned = ceremony.other_venue_id and ceremony.decide_at and ceremony.decide_by
    lacks = "" if planned or stage.decision is not None else _("写明备用场地、由谁在什么时候定")
    return Step("weather", _("天气预案"), not lacks, lacks, "ceremonies:weather")


def _notice(stage: Staging) -> Step:
    notice = stage.ceremony.notice
    text = _("通知还没有起草") if notice is None else _("通知已起草，还没有发出")
    lacks = "" if notice is not None and notice.state != Notice.State.DRAFT else text
    return Step("notice", _("具体安排的通知"), not lacks, lacks, "ceremonies:notice")
