"""Units as a sheet, and what a sheet of units would do."""

import re

from django.utils.translation import gettext as _

from skillweek.library.sheets import SheetRow, folded
from skillweek.organisations.models import Organisation, OrganisationKind
from skillweek.organisations.queries.rights import AnyUser
from skillweek.organisations.queries.sheets.lines import Fate, Line, Plan, Units, compare, once, written
from skillweek.organisations.queries.units import held_above, subtree_ids
from skillweek.organisations.rules import RESERVED, cells, fields_for
from skillweek.organisations.rules.cells import CellError
from skillweek.organisations.rules.columns import UNITS

TITLES = {column.key: column.title for column in UNITS}
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def export(user: AnyUser) -> list[dict[str, str]]:
    """Active units that ``user`` manages, parents before children as far as the order of the tree goes."""
    units = Units(user)
    mine = [unit for unit in units.all if unit.active and unit.pk in units.managed]
    return [_cells(unit, units) for unit in mine]


def _cells(unit: Organisation, units: Units) -> dict[str, str]:
    plain = ("code", "name", "short_name", "name_en", "division_code", "address", "introduction")
    return {key: getattr(unit, key) for key in plain} | {
        "kind": unit.kind.label, "parent": units.word_for(unit.parent),
        "located_in": units.word_for(unit.located_in), "counts_in_report": written(unit.counts_in_report),
        "latitude": written(unit.latitude), "longitude": written(unit.longitude),
    }  # fmt: skip


def choices() -> dict[str, list[str]]:
    """Texts to choose from."""
    return {
        "kind": [kind.label for kind in OrganisationKind.objects.all()],
        "counts_in_report": [written(True), written(False)],
    }


class _Reader:
    """Reads the lines of one sheet; new units may be parents of later lines."""

    def __init__(self, user: AnyUser) -> None:
        self.units = Units(user)
        self.kinds: dict[str, OrganisationKind] = {}
        for kind in OrganisationKind.objects.all():
            self.kinds |= dict.fromkeys((folded(kind.code), folded(kind.label), folded(kind.label_en)), kind)
        codes = Organisation.objects.exclude(city=self.units.city).exclude(pk=self.units.city.pk)
        self.taken_elsewhere = set(codes.values_list("code", flat=True))
        #: names and codes of units that earlier lines would make -> those lines
        self.coming: dict[str, Line] = {}

    def line(self, row: SheetRow) -> Line:
        line = Line(row)
        line.target = unit = self._target(line)
        for key in row.values:
            if key not in {"code", "parent"}:
                self._read(line, key)
        self._read_parent(line)
        if unit is None:
            self._check_new(line)
        else:
            self._check_changed(line, unit)
        return line

    def _target(self, line: Line) -> Organisation | None:
        code, name = line.row.values.get("code", ""), line.row.values.get("name", "")
        if code:
            code = code.lower() if code.lower() in self.units.by_code else code
            if code in self.taken_elsewhere or code in RESERVED:
                line.wrong("code", _("这个代码已经在用，请换一个"))
            return self.units.by_code.get(code)
        same = self.units.by_name.get(name, [])
        if len(same) > 1:
            line.wrong("code", _("叫“%(word)s”的单位不止一个，请填代码") % {"word": name})
        return same[0] if same else None

    def _read(self, line: Line, key: str) -> None:
        parsers = {
            "name": lambda raw: cells.text(raw, 80, required=True),
            "short_name": lambda raw: cells.text(raw, 30),
            "name_en": lambda raw: cells.text(raw, 120),
            "kind": self._kind,
            "located_in": self._place,
            "division_code": _division,
            "counts_in_report": cells.flag,
            "address": lambda raw: cells.text(raw, 120),
            "latitude": lambda raw: cells.degrees(raw, 90),
            "longitude": lambda raw: cells.degrees(raw, 180),
            "introduction": lambda raw: cells.text(raw, 2000),
        }
        value = line.read(key, parsers[key])
        if not any(problem[0] == key for problem in line.problems):
            line.facts[key] = value

    def _kind(self, raw: str) -> OrganisationKind | None:
        if not raw:
            return None
        if folded(raw) not in self.kinds:
            raise CellError(_("没有叫“%(raw)s”的类别") % {"raw": raw})
        return self.kinds[folded(raw)]

    def _place(self, raw: str) -> Organisation | None:
        unit = self.units.named(raw)
        if unit is not None and not unit.kind.is_place:
            raise CellError(_("“%(raw)s”不是县级单位") % {"raw": raw})
        return unit

    def _read_parent(self, line: Line) -> None:
        if "parent" not in line.row.values:
            return
        word = line.row.values["parent"]
        if word in self.coming and word not in self.units.by_code:
            line.facts["parent"] = self.coming[word]
            return
        parent = line.read("parent", self.units.named)
        if parent is not None and parent.pk not in self.units.managed and self._parent_changes(line, parent):
            line.wrong("parent", _("这个单位不归您管理"))
        elif parent is not None and not parent.active:
            line.wrong("parent", _("这个单位已经撤销"))
        line.facts["parent"] = parent

    def _parent_changes(self, line: Line, parent: Organisation) -> bool:
        return not isinstance(line.target, Organisation) or line.target.parent_id != parent.pk

    def _check_new(self, line: Line) -> None:
        code = line.row.values.get("code", "")
        if code and not _CODE.fullmatch(code):
            line.wrong("code", _("代码只能用小写字母、数字、连字符和下划线，最多 40 个"))
        for key in ("kind", "parent"):
            if line.facts.get(key) is None and not any(problem[0] == key for problem in line.problems):
                line.wrong(key, _("新单位要填这一项"))
        if line.facts.get("counts_in_report") is False and not self.units.manages_city:
            line.wrong("counts_in_report", _("由市级管理员填"))
        self._check_point(line, None)
        if line.fate != Fate.WRONG:
            line.fate = Fate.NEW
            for word in {code, line.facts["name"]} - {""}:
                self.coming.setdefault(word, line)

    def _check_changed(self, line: Line, unit: Organisation) -> None:
        if unit.pk not in self.units.managed:
            line.wrong("code", _("这个单位不归您管理"))
            return
        if not unit.active:
            line.wrong("code", _("这个单位已经撤销"))
            return
        if line.facts.get("kind", unit.kind) is None:
            line.wrong("kind", _("不能为空"))
        if line.facts.get("short_name") == "":
            line.wrong("short_name", _("不能为空"))
        before = {key: getattr(unit, key) for key in line.facts}
        self._check_point(line, unit)
        compare(line, before, {key: str(title) for key, title in TITLES.items()})
        allowed = fields_for(
            edits=unit.pk in self.units.edited, superior=unit.parent_id in self.units.managed,
            city=self.units.manages_city, root=unit.parent_id is None,
        )  # fmt: skip
        for key in [key for key in line.facts if before[key] != line.facts[key]]:
            if key == "parent":
                self._check_move(line, unit)
            elif key not in allowed:
                line.wrong(key, _("由上级单位填"))

    def _check_move(self, line: Line, unit: Organisation) -> None:
        to = line.facts["parent"]
        if unit.parent_id is None or not self.units.manages_city:
            line.wrong("parent", _("只有市级管理员可以划转单位"))
        elif to is None:
            line.wrong("parent", _("不能为空"))
        elif isinstance(to, Organisation) and to.pk in subtree_ids(unit):
            line.wrong("parent", _("不能划到它自己或它的下级"))
        elif any(thing.waits for thing in held_above(unit)):
            line.wrong("parent", _("还有内容没有审完，先审完再划转"))

    def _check_point(self, line: Line, unit: Organisation | None) -> None:
        point = [line.facts.get(key, getattr(unit, key, None)) for key in ("latitude", "longitude")]
        if (point[0] is None) != (point[1] is None):
            line.wrong("latitude" if point[0] is None else "longitude", _("经度和纬度要一起填，或者都不填"))


def _division(raw: str) -> str:
    if raw and not re.fullmatch(r"\d{6,12}", raw):
        raise CellError(_("区划代码应为 6 至 12 位数字，例如 410422"))
    return raw


def plan(user: AnyUser, rows: list[SheetRow]) -> Plan:
    """What ``rows`` would do, asked in a constant number of queries (moves apart)."""
    reader = _Reader(user)
    lines = [reader.line(row) for row in rows]
    once(lines, lambda line: getattr(line.target, "pk", None))
    new = [line for line in lines if line.fate == Fate.NEW]
    once(new, lambda line: line.row.values.get("code") or None)
    once([line for line in new if line.fate == Fate.NEW], lambda line: line.facts["name"])
    _drop_orphans(lines)
    return Plan(lines)


def _drop_orphans(lines: list[Line]) -> None:
    """A new unit whose parent's line is wrong cannot be made either."""
    for line in lines:
        parent = line.facts.get("parent")
        if isinstance(parent, Line) and parent.fate == Fate.WRONG and line.fate != Fate.WRONG:
            line.wrong("parent", _("第 %(line)s 行有错，它的下级也不能建") % {"line": parent.row.line})
