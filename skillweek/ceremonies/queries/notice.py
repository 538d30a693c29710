"""The second notice: what the ceremony itself says, in the order of an official notice; nothing is made up."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from skillweek.ceremonies.queries.ceremonies import Staging, show_of
from skillweek.ceremonies.queries.guests import contact_line
from skillweek.common import wording
from skillweek.library.document import NUMERALS

#: groups of ``plan.queries.groups`` that a notice about a ceremony goes to unless told otherwise
USUAL = ("places", "schools")


@dataclass(frozen=True)
class Written:
    """A notice as it would be drafted, and the labels of what is missing."""

    title: str
    addressees: str
    body: str
    contact_name: str
    contact_phone: str
    missing: list[str] = field(default_factory=list)


@dataclass
class _Paper:
    """Sections of the notice with what they are called; empty ones are missing, not printed."""

    sections: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, heading: str, text: str, label: str) -> None:
        if text.strip():
            self.sections.append((heading, text.strip()))
        else:
            self.missing.append(label)

    def body(self, opening: str) -> str:
        parts = [opening]
        for number, (heading, text) in enumerate(self.sections):
            parts += [f"{NUMERALS[number]}、{heading}", text]
        return "\n".join(parts)


def second_notice(stage: Staging, addressees: str = "") -> Written:
    """The draft, in Chinese whatever the reader's language: it is an official paper of the city."""
    ceremony, activity = stage.ceremony, stage.ceremony.activity
    paper = _Paper()
    missing = {key: str(label) for key, label in _labels().items()}
    with override("zh-hans"):
        paper.add("时间", _when(stage), missing["when"])
        paper.add("地点", stage.place, missing["where"])
        paper.add("仪式议程", _order(stage), missing["order"])
        paper.add("参加人员", ceremony.participants, missing["who"])
        paper.add("报到", ceremony.arrival, missing["arrival"])
        paper.add("停车", ceremony.parking, missing["parking"])
        paper.add("天气预案", _weather(stage), missing["weather"])
        if not contact_line(ceremony):
            paper.missing.append(missing["contact"])
        opening = f"现将{activity.title}的具体安排通知如下。"
        body = paper.body(opening)
    contact = ceremony.contact
    return Written(
        title=f"关于举办{activity.title}的通知"[:120], addressees=addressees, body=body,
        contact_name=contact.name[:40] if contact else "", contact_phone=contact.phone[:40] if contact else "",
        missing=paper.missing,
    )  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        "when": _("时间"), "where": _("地点"), "order": _("仪式议程（流程里写了“对外说法”的各项）"),
        "who": _("参加人员"),
        "arrival": _("报到"), "parking": _("停车"), "weather": _("天气预案"), "contact": _("联系人"),
    }  # fmt: skip


def _when(stage: Staging) -> str:
    if stage.starts is None or stage.ends is None:
        return ""
    day = wording.han_date(stage.starts)
    return f"{stage.starts.year}年{day}{stage.starts:%H:%M}至{stage.ends:%H:%M}。".replace(" ", "")


def _order(stage: Staging) -> str:
    lines = [
        f"{one.starts:%H:%M}　{one.item.public_title}" for one in show_of(stage) if one.item.public_title
    ]
    return "\n".join(lines)


def _weather(stage: Staging) -> str:
    ceremony, parts = stage.ceremony, []
    if stage.decision is not None and stage.decision.verdict == "move":
        parts.append(f"经研究，仪式改在{stage.place}举行。")
    elif ceremony.other_venue is not None:
        parts.append(
            f"如遇不宜在室外举行的天气，改在{ceremony.other_venue.name}（{ceremony.other_venue.address}）举行。"
        )
    if ceremony.decide_at and ceremony.decide_by and stage.decision is None:
        at = ceremony.decide_at.astimezone(stage.zone)
        parts.append(f"由{ceremony.decide_by}于{at.month}月{at.day}日{at:%H:%M}前决定并告知。")
    if ceremony.other_plan.strip():
        parts.append(ceremony.other_plan.strip())
    return "".join(parts)
