"""Guests: one, a whole list pasted or as a sheet, the letter, and the answer."""

from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skillweek.ceremonies.models import Ceremony, Guest
from skillweek.ceremonies.rules import synonyms
from skillweek.library.forms import UploadField
from skillweek.library.sheets import Column, SheetRow, folded, read_sheet

COLUMNS = (
    Column("name", _("姓名"), synonyms.NAME, _("必填"), 14, needed=True),
    Column("unit", _("单位"), synonyms.UNIT, _("同一单位的人坐在一起"), 30),
    Column("post", _("职务"), synonyms.POST, "", 18),
    Column("kind", _("类别"), synonyms.KIND, _("领导、嘉宾、观摩代表、媒体、学校队伍；不填是嘉宾"), 12),
    Column("people", _("人数"), (), _("只有学校队伍可以多于 1"), 8),
    Column("rank", _("礼宾次序"), synonyms.RANK, _("数字越小越靠前；不填是 500"), 10),
    Column("phone", _("电话"), synonyms.PHONE, "", 16),
    Column("email", _("邮箱"), synonyms.EMAIL, _("邀请函发到这里；没有就打印"), 26),
)


class GuestForm(forms.ModelForm):
    """One guest."""

    email = forms.EmailField(
        label=_("邮箱"), required=False, max_length=120, help_text=_("邀请函发到这里；没有就打印")
    )
    phone = forms.CharField(
        label=_("电话"), required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )

    class Meta:
        model = Guest
        fields = ("name", "unit", "post", "kind", "people", "rank", "phone", "email")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "people": _("学校队伍写总人数，其他人是 1"), "rank": _("数字越小越靠前"),
            "unit": _("同一单位的人会坐在一起"),
        }  # fmt: skip
        error_messages = {"name": {"required": _("请填写姓名")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = Guest.Kind.choices

    def _post_clean(self) -> None:
        """The action writes, not the form."""


class GuestsForm(forms.Form):
    """A list: pasted from a sheet, or as an xlsx file; ``confirmed`` once it has been looked at."""

    table = forms.CharField(
        label=_("从表格里复制，粘贴在这里"), required=False, max_length=400_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("第一行是列名：姓名、单位、职务、类别、人数、礼宾次序、电话、邮箱；只有姓名必须有"),
    )  # fmt: skip
    file = UploadField(
        label=_("或者选一个 xlsx 文件"), required=False, widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse an empty page."""
        data = super().clean() or {}
        if not self.errors and not (data.get("table") or "").strip() and not data.get("file"):
            self.add_error("table", _("请粘贴名单，或者选一个文件"))
        return data


@dataclass
class Read:
    """Rows as they would be written, and what is wrong with which line."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def pasted(self) -> str:
        """The good rows as text, to be sent again when confirmed."""
        head = "\t".join(column.key for column in COLUMNS)
        lines = ["\t".join(str(row[column.key]) for column in COLUMNS) for row in self.rows]
        return "\n".join([head, *lines])


def read_rows(table: str, file: BinaryIO | None) -> Read:
    """The rows of a sheet, or of pasted text; raises SheetRefused for a file that is none."""
    rows = read_sheet(file, COLUMNS) if file else _pasted(table)
    found = Read()
    for row in rows:
        try:
            found.rows.append(_facts(row.values))
        except ValidationError as error:
            found.problems.append((row.line, " ".join(error.messages)))
    return found


def _pasted(table: str) -> list[SheetRow]:
    """Lines with tabs between cells; the first names the columns, else they are taken in our order."""
    lines = [line.split("\t") for line in table.replace("\r", "").split("\n")]
    known = {
        folded(str(name)): column.key
        for column in COLUMNS
        for name in (column.key, column.title, *column.names)
    }
    first = [known.get(folded(cell), "") for cell in lines[0]] if lines else []
    named = "name" in first
    keys = first if named else [column.key for column in COLUMNS]
    rows = []
    for number, cells in enumerate(lines[1:] if named else lines, start=2 if named else 1):
        values = {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if key}
        if any(values.values()):
            rows.append(SheetRow(number, values))
    return rows


def _facts(values: dict[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: values.get(name, "") for name in ("name", "unit", "post", "phone", "email")
    }
    limits = {"name": 40, "unit": 80, "post": 60, "phone": 30, "email": 120}
    if not facts["name"]:
        raise ValidationError(gettext("没有姓名"))
    for name, most in limits.items():
        if len(facts[name]) > most:
            raise ValidationError(gettext("“%(text)s…”太长了") % {"text": facts[name][:10]})
    if facts["email"]:
        validate_email(facts["email"])
    facts["kind"] = _kind(values.get("kind", ""))
    facts["people"], facts["rank"] = (
        _number(values.get("people", ""), 1),
        _number(values.get("rank", ""), 500),
    )
    if facts["people"] > 1 and facts["kind"] != Guest.Kind.PARTY:
        raise ValidationError(gettext("只有学校队伍可以写多人"))
    return facts


def _kinds() -> dict[str, str]:
    """What kinds may be called: their code, and their label in every language."""
    found: dict[str, str] = {value: value for value in Guest.Kind.values}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(kind.label): kind.value for kind in Guest.Kind}
    return found


def _kind(word: str) -> str:
    kinds = _kinds()
    if not word:
        return Guest.Kind.GUEST
    if word not in kinds:
        raise ValidationError(gettext("没有“%(word)s”这个类别") % {"word": word})
    return kinds[word]


def _number(word: str, otherwise: int) -> int:
    if not word:
        return otherwise
    if not word.isdecimal() or not 0 < int(word) <= 9999:
        raise ValidationError(gettext("“%(word)s”不是 1 到 9999 的整数") % {"word": word[:10]})
    return int(word)


class LetterForm(forms.Form):
    """The words of the invitation."""

    subject = forms.CharField(label=_("标题"), max_length=120, error_messages={"required": _("请写标题")})
    body = forms.CharField(
        label=_("正文"), max_length=4000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("双花括号里的词会换成各人的内容；没有内容的那一行不印"), error_messages={"required": _("请写正文")},
    )  # fmt: skip
    answer_by = forms.DateField(
        label=_("请来宾最晚哪天答复"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @staticmethod
    def initial_of(ceremony: Ceremony, words: tuple[str, str]) -> dict[str, Any]:
        """What the page shows."""
        return {"subject": words[0], "body": words[1], "answer_by": ceremony.answer_by}


class ReplyForm(forms.Form):
    """A guest's answer."""

    answer = forms.ChoiceField(
        label=_("您能出席吗"), widget=forms.RadioSelect, error_messages={"required": _("请选择是否参加")}
    )
    substitute_name = forms.CharField(label=_("代替人姓名"), max_length=40, required=False)
    substitute_post = forms.CharField(label=_("代替人职务"), max_length=60, required=False)
    arrival = forms.CharField(
        label=_("还想告诉我们什么"),
        max_length=200,
        required=False,
        help_text=_("例如几点到、车牌号、需要轮椅通道"),
    )

    def __init__(self, *args: Any, party: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (Guest.Answer.YES, _("参加")), (Guest.Answer.SUBSTITUTE, _("我不能来，请人代替")),
            (Guest.Answer.NO, _("不能参加")),
        ]  # fmt: skip
        if party:
            choices.pop(1)
            del self.fields["substitute_name"], self.fields["substitute_post"]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]  # a choice

    @staticmethod
    def initial_of(guest: Guest) -> dict[str, Any]:
        """What was answered before."""
        names = ("substitute_name", "substitute_post", "arrival")
        answered = {"answer": guest.answer} if guest.answer != Guest.Answer.NONE else {}
        return {name: getattr(guest, name) for name in names} | answered
