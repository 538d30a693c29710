"""Telephone numbers of mainland China."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def normalise(raw: str) -> str:
    """Digits of a mobile number: full-width digits, spaces, dashes and +86 are understood."""
    text = unicodedata.normalize("NFKC", raw)
    text = re.sub(r"[\s\-()·.]", "", text)
    return re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", text)


def clean_mobile(raw: str) -> str:
    """The normalised mobile number; raises ValidationError saying what is wrong and what would be right."""
    number = normalise(raw)
    if not number.isdigit():
        raise ValidationError(_("手机号码只能是数字，例如 13900000000"))
    if len(number) != 11:
        raise ValidationError(_("手机号码应为 11 位，现在是 %(count)s 位") % {"count": len(number)})
    if not re.match(r"^1[3-9]", number):
        raise ValidationError(_("手机号码应以 13 至 19 开头"))
    return number


def masked(number: str) -> str:
    """``139****0000``: enough to recognise, not to call."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "****"
