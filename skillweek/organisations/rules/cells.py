"""What people type into a cell, and what it means; every refusal is a sentence."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from skillweek.common import phones
from skillweek.library.sheets import folded
from skillweek.organisations.rules.synonyms import DATE_WORDS, NO, YES

#: day 0 of spreadsheets, and the numbers that can be a day of this century
_DAY_ZERO, _FIRST_DAY, _LAST_DAY = date(1899, 12, 30), 36526, 73050


class CellError(ValueError):
    """A cell that cannot be understood; the text says why, to a person."""


def text(raw: str, most: int, *, required: bool = False) -> str:
    """The text, at most ``most`` characters."""
    if required and not raw:
        raise CellError(_("不能为空"))
    if len(raw) > most:
        raise CellError(_("最多 %(most)s 个字，现在是 %(count)s 个") % {"most": most, "count": len(raw)})
    return raw


def flag(raw: str) -> bool:
    """Yes or no, as people mark it; empty is no."""
    word = unicodedata.normalize("NFKC", raw).strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError(_("请填“是”或“否”，现在是“%(raw)s”") % {"raw": raw})


def degrees(raw: str, most: int) -> Decimal | None:
    """Degrees between -``most`` and ``most``, to five places; None when empty."""
    if not raw:
        return None
    try:
        value = Decimal(unicodedata.normalize("NFKC", raw).rstrip("°")).quantize(Decimal("0.00001"))
    except InvalidOperation:
        raise CellError(_("应为十进制的度数，例如 33.73840，现在是“%(raw)s”") % {"raw": raw}) from None
    if abs(value) > most:
        raise CellError(_("应在 -%(most)s 和 %(most)s 之间") % {"most": most})
    return value


def day(raw: str) -> date | None:
    """A date, in the usual ways of writing one, or as the number that spreadsheets keep; None when empty."""
    word = unicodedata.normalize("NFKC", raw).strip()
    if not word:
        return None
    if word.isdecimal() and _FIRST_DAY <= int(word) <= _LAST_DAY:
        return _DAY_ZERO + timedelta(days=int(word))
    for sign in DATE_WORDS:
        word = word.replace(sign, "-")
    found = re.fullmatch(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})-?(T.*)?", word)
    try:
        return date(*(int(part) for part in found.groups()[:3])) if found else _wrong_day(raw)
    except ValueError:
        return _wrong_day(raw)


def _wrong_day(raw: str) -> date:
    raise CellError(_("应为日期，例如 2021-05-01，现在是“%(raw)s”") % {"raw": raw})


def telephone(raw: str) -> str:
    """A mobile number, or a landline with its area code and perhaps an extension; empty stays empty."""
    if not raw:
        return ""
    number = phones.normalise(raw)
    if re.fullmatch(r"0\d{9,17}|\d{7,8}", number):
        return number
    try:
        return phones.clean_mobile(raw)
    except ValidationError as error:
        raise CellError(error.messages[0]) from error


def mobile(raw: str) -> str:
    """A mobile number; empty stays empty."""
    try:
        return phones.clean_mobile(raw) if raw else ""
    except ValidationError as error:
        raise CellError(error.messages[0]) from error


def email(raw: str) -> str:
    """An address; empty stays empty."""
    if not raw:
        return ""
    try:
        validate_email(raw)
    except ValidationError as error:
        raise CellError(_("邮箱地址不对：“%(raw)s”") % {"raw": raw}) from error
    return raw


def choice(raw: str, known: Mapping[str, str]) -> str:
    """The code that ``known`` (folded word -> code) has for the cell."""
    found = known.get(folded(raw))
    if not raw:
        raise CellError(_("不能为空"))
    if found is None:
        raise CellError(_("没有“%(raw)s”这一项") % {"raw": raw})
    return found
