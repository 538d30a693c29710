"""What taking a table over asks: the file, then what unknown words mean."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.library.forms import UploadField
from skillweek.library.rules import refusal_of_type
from skillweek.library.uploads import RefusedUpload
from skillweek.programme.queries.import_plan import Ask
from skillweek.programme.queries.known import Known

#: questions on one page
MOST = 20


class TableField(UploadField):
    """A table; what the upload refused for its kind is said in words about tables."""

    def to_python(self, data: Any) -> Any:
        """The uploaded file, or ValidationError with the reason."""
        if isinstance(data, RefusedUpload) and data.refusal == refusal_of_type():
            raise ValidationError(_("这不是表格；请用 xlsx、xls、ods 或 csv 文件"), code="refused")
        return super().to_python(data)


class TableForm(forms.Form):
    """The file."""

    file = TableField(
        label=gettext_lazy("活动安排表"),
        help_text=gettext_lazy("xlsx、xls、ods 或 csv，20 MB 以内；列的顺序、合并单元格、日期写法都不限"),
        error_messages={"required": gettext_lazy("请选一个文件"), "empty": gettext_lazy("文件是空的")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.xlsb,.xlsm"}),
    )  # fmt: skip


class AnswersForm(forms.Form):
    """One choice for each word that the city does not know."""

    def __init__(self, known: Known, asks: Sequence[tuple[Ask, int]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for ask, count in asks[:MOST]:
            name = "a" + hashlib.sha256(ask.key.encode()).hexdigest()[:12]
            self.keys[name] = ask.key
            self.fields[name] = forms.ChoiceField(
                label=_label(ask), required=False, choices=[("", _("请选择")), *_choices(ask, known)],
                help_text=_("%(count)d 行用到") % {"count": count},
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        """What was chosen, by the key of the question."""
        return {key: self.cleaned_data.get(name, "") for name, key in self.keys.items()}


def _label(ask: Ask) -> str:
    if not ask.text:
        return {"host": _("没有写主办单位的，算哪个单位"), "kind": _("没有写类别的，算哪一类")}[ask.kind]
    return {
        "host": _("“%(text)s”是哪个单位"), "kind": _("“%(text)s”算哪一类活动"),
        "audience": _("“%(text)s”是哪一类参加对象"), "place": _("“%(text)s”是哪个场地"),
    }[ask.kind] % {"text": ask.text}  # fmt: skip


def _choices(ask: Ask, known: Known) -> list[Any]:
    if ask.kind == "host":
        alike = known.unit_names.offers(ask.text)
        units = {code: unit for code, unit in known.units.items() if unit.pk in known.editable}
        rest = [(code, unit.name) for code, unit in units.items() if code not in alike]
        return _grouped([(code, units[code].name) for code in alike if code in units], rest)
    if ask.kind == "place":
        owner = known.units[ask.owner]
        offers = known.venue_offers(ask.text, owner)
        near = [
            venue
            for venue in known.venues.values()
            if venue.place_id == getattr(known.places[owner.pk], "pk", 0)
        ]
        rest = [(venue.code, venue.name) for venue in near if venue not in offers]
        return _grouped([(venue.code, f"{venue.name}（{venue.owner.short_name}）") for venue in offers], rest)
    if ask.kind == "audience":
        found = [(code, str(audience)) for code, audience in known.audiences.items()]
        return [*found, ("none", _("都不是，不写入"))]
    return [(code, str(kind)) for code, kind in known.kinds.items()]


def _grouped(alike: list[tuple[str, str]], rest: list[tuple[str, str]]) -> list[Any]:
    groups = [(_("可能是"), alike), (_("其他"), rest)]
    return [(name, found) for name, found in groups if found]
