"""The run of show as PDF."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.ceremonies.printing.pages import compiled
from skillweek.ceremonies.queries import Staging, by_person
from skillweek.ceremonies.rules import Timed
from skillweek.common import clock, wording


def head() -> list[str]:
    """The headings of the columns."""
    return [_("时间"), _("分钟"), _("做什么"), _("负责人"), _("需要的东西"), _("位置")]


def problem(one: Timed) -> str:
    """What is wrong with the time of an item; empty when nothing is."""
    said = []
    if one.gap:
        said.append(ngettext("前面空出 %(n)s 分钟", "前面空出 %(n)s 分钟", one.gap) % {"n": one.gap})
    if one.overlap:
        said.append(
            ngettext("与上一项重叠 %(n)s 分钟", "与上一项重叠 %(n)s 分钟", one.overlap) % {"n": one.overlap}
        )
    if one.late:
        said.append(ngettext("超出场次 %(n)s 分钟", "超出场次 %(n)s 分钟", one.late) % {"n": one.late})
    return "；".join(said)


def line_of(stage: Staging) -> str:
    """When and where, in one line."""
    when = ""
    if stage.starts and stage.ends:
        when = f"{wording.han_date(stage.starts)} {wording.time_range(stage.starts, stage.ends)}"
    return " · ".join(filter(None, (when, stage.place, _moment(clock.now().astimezone(stage.zone)))))


def _moment(at: datetime) -> str:
    return _("%(at)s 印") % {"at": wording.moment(at)}


def run_sheet(stage: Staging, show: list[Timed]) -> bytes:
    """The bytes of the PDF: every item with everything that is known of it, then who answers for what."""
    items = [
        {
            "starts": f"{one.starts:%H:%M}", "ends": f"– {one.ends:%H:%M}", "minutes": str(one.item.minutes),
            "title": one.item.title, "cue": one.item.cue, "note": one.item.note, "owner": one.item.owner,
            "unit": one.item.contact.organisation.called if one.item.contact else "", "material": one.item.material,
            "place": one.item.place, "problem": problem(one),
        }
        for one in show
    ]  # fmt: skip
    people = [
        {"name": one.name or _("还没有人负责"), "unit": one.unit,
         "items": [f"{part.starts:%H:%M} {part.item.title}" for part in one.items]}
        for one in by_person(show)
    ]  # fmt: skip
    words = {
        "heading": _("流程单"), "people": _("各人负责的事"), "nobody": _("还没有人负责"),
        "printed": _("内部使用，以工作台为准"),
    }  # fmt: skip
    return compiled("show", {
        "title": str(stage.ceremony.activity), "line": line_of(stage), "head": head(), "items": items,
        "people": people, "warnings": [], "words": words,
    })  # fmt: skip
