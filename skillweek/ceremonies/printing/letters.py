"""Invitations as printed letters, each with the QR code of its own answer page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from skillweek.ceremonies.models import Guest
from skillweek.ceremonies.printing.pages import compiled, qr
from skillweek.ceremonies.queries import Staging, letter, link
from skillweek.common import wording


def letters(stage: Staging, guests: Iterable[Guest]) -> bytes:
    """The bytes of a PDF with one letter a page; the address to answer at stands as a QR code."""
    by = stage.ceremony.answer_by
    note = _("不用注册，扫码就能回复，也可以请人代替。")
    if by:
        note = _("不用注册，请在 %(day)s前回复，也可以请人代替。") % {"day": wording.han_date(by, "day")}
    words = {"heading": _("邀请函"), "scan": _("扫码告诉我们您是否出席"), "scan-note": note}
    found = [{"lines": _lines(one, stage), "qr": qr(link(one))} for one in guests]
    return compiled("letter", {"title": str(stage.ceremony.activity), "letters": found, "words": words})


def _lines(guest: Guest, stage: Staging) -> list[str]:
    """The letter's lines; the address to answer at is the QR code."""
    _subject, body = letter(guest, stage)
    return [line.replace(link(guest), _("（扫页末的二维码）")) for line in body.strip().splitlines()]
