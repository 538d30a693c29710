"""How far a ceremony is prepared, asked of its rows."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.ceremonies.models import Ceremony, Guest, Zone
from skillweek.ceremonies.queries.ceremonies import Staging, show_of
from skillweek.ceremonies.queries.guests import counts
from skillweek.ceremonies.queries.seating import unseated
from skillweek.ceremonies.rules import Step
from skillweek.plan.models import Notice


def steps_of(stage: Staging) -> list[Step]:
    """Everything there is to prepare, in the order in which it is prepared."""
    return [
        _arrangements(stage), *_show(stage), *_guests(stage.ceremony), _seats(stage.ceremony),
        _rehearsal(stage.ceremony), _weather(stage), _notice(stage.ceremony),
    ]  # fmt: skip


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


def _show(stage: Staging) -> list[Step]:
    show = show_of(stage)
    wrong = sum(one.wrong for one in show)
    ownerless = sum(not one.item.owner for one in show)
    text = (
        ngettext("%(n)s 项时间对不上", "%(n)s 项时间对不上", wrong) % {"n": wrong}
        if show
        else _("还没有写流程")
    )
    nobody = ngettext("%(n)s 项没有负责人", "%(n)s 项没有负责人", ownerless) % {"n": ownerless}
    way, none = "ceremonies:show", "" if show else text
    return [
        Step("show", _("流程排到分钟"), bool(show) and not wrong, "" if show and not wrong else text, way),
        Step(
            "owners",
            _("每项有人负责"),
            bool(show) and not ownerless,
            nobody if ownerless else none,
            way,
        ),
    ]


def _guests(ceremony: Ceremony) -> list[Step]:
    found, way = counts(ceremony), "ceremonies:guests"
    silent = found.rows[Guest.Answer.NONE]
    listed = bool(found.invited)
    sent = listed and not found.unsent
    text = ngettext("%(n)s 位还没有邀请", "%(n)s 位还没有邀请", found.unsent) % {"n": found.unsent}
    none = _("还没有来宾名单")
    waits = ngettext("%(n)s 位还没有答复", "%(n)s 位还没有答复", silent) % {"n": silent}
    return [
        Step("invited", _("邀请来宾"), sent, "" if sent else text if listed else none, way),
        Step(
            "answers",
            _("来宾都已答复"),
            listed and not silent,
            waits if silent else "" if listed else none,
            way,
        ),
    ]


def _seats(ceremony: Ceremony) -> Step:
    left = unseated(ceremony).count()
    planned = ceremony.zones.filter(kind__in=[Zone.Kind.SEATS, Zone.Kind.AREA]).exists()
    text = (
        ngettext("%(n)s 位还没有座位", "%(n)s 位还没有座位", left) % {"n": left}
        if planned
        else _("还没有画座位图")
    )
    done = planned and not left
    return Step("seats", _("座位与展位"), done, "" if done else text, "ceremonies:seats")


def _rehearsal(ceremony: Ceremony) -> Step:
    standing = ceremony.rehearsals.filter(cancelled_at=None)
    there, open_checks = (
        standing.exists(),
        sum(one.checks.filter(done_at=None).count() for one in standing.prefetch_related("checks")),
    )
    text = ngettext("%(n)s 项检查没有完成", "%(n)s 项检查没有完成", open_checks) % {"n": open_checks}
    done = there and not open_checks
    return Step(
        "rehearsal",
        _("彩排"),
        done,
        "" if done else text if there else _("还没有安排彩排"),
        "ceremonies:rehearsals",
    )


def _weather(stage: Staging) -> Step:
    ceremony = stage.ceremony
    done = (
        bool(ceremony.other_venue_id and ceremony.decide_at and ceremony.decide_by)
        or stage.decision is not None
    )
    return Step(
        "weather",
        _("天气预案"),
        done,
        "" if done else _("写明备用场地、由谁在什么时候定"),
        "ceremonies:weather",
    )


def _notice(ceremony: Ceremony) -> Step:
    notice = ceremony.notice
    done = notice is not None and notice.state != Notice.State.DRAFT
    text = _("通知还没有起草") if notice is None else _("通知已起草，还没有发出")
    return Step("notice", _("具体安排的通知"), done, "" if done else text, "ceremonies:notice")
