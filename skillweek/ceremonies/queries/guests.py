"""Guests: who is invited, what they answered, and the words of their letters."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse

from skillweek.ceremonies.kinds import INVITATION
from skillweek.ceremonies.models import Ceremony, Guest
from skillweek.ceremonies.queries.ceremonies import Staging, holders_of
from skillweek.ceremonies.rules import may_remind
from skillweek.common import clock, wording
from skillweek.messaging.queries.texts import words_of
from skillweek.messaging.rules import MessageKind, fill, names_in

SALT = "ceremonies.invitation"
COMING = (Guest.Answer.YES, Guest.Answer.SUBSTITUTE)


def invited(ceremony: Ceremony) -> QuerySet[Guest]:
    """Guests of ``ceremony`` who are not withdrawn, by precedence."""
    return Guest.objects.filter(ceremony=ceremony, withdrawn_at=None).select_related(
        "answered_by", "seat__zone", "standing__zone"
    )


def guests_of(ceremony: Ceremony) -> QuerySet[Guest]:
    """All guests of ``ceremony``, withdrawn ones too."""
    return Guest.objects.filter(ceremony=ceremony)


def sifted(found: QuerySet[Guest], *, kind: str = "", answer: str = "", words: str = "") -> QuerySet[Guest]:
    """Of ``found``, those of a kind, with an answer, whose name or unit holds the words."""
    found = found.filter(kind=kind) if kind in Guest.Kind.values else found
    found = found.filter(answer=answer) if answer in Guest.Answer.values else found
    for word in words.split()[:5]:
        found = found.filter(
            Q(name__icontains=word) | Q(unit__icontains=word) | Q(substitute_name__icontains=word)
        )
    return found


@dataclass(frozen=True)
class Counts:
    """Heads by answer, and how many letters are still to go."""

    invited: int
    coming: int
    not_coming: int
    silent: int
    unsent: int
    rows: Counter[str]


def counts(ceremony: Ceremony) -> Counts:
    """Heads of ``ceremony`` by answer; a party counts with all its people."""
    found = Guest.objects.filter(ceremony=ceremony, withdrawn_at=None).order_by()
    heads = dict(found.values_list("answer").annotate(Sum("people")))
    rows = Counter(found.values_list("answer", flat=True))
    return Counts(
        invited=sum(heads.values()), coming=sum(heads.get(answer, 0) for answer in COMING),
        not_coming=heads.get(Guest.Answer.NO, 0), silent=heads.get(Guest.Answer.NONE, 0),
        unsent=found.filter(invited_at=None).count(), rows=rows,
    )  # fmt: skip


def token(guest: Guest) -> str:
    """The signed key to an invitation: who has it may answer."""
    return signing.Signer(salt=SALT, sep=".").sign(guest.code)


def by_token(text: str) -> QuerySet[Guest]:
    """The invitation ``text`` is the key to; nothing when it was altered."""
    try:
        code = signing.Signer(salt=SALT, sep=".").unsign(text)
    except signing.BadSignature:
        return Guest.objects.none()
    return Guest.objects.filter(code=code, erased_at=None).select_related(
        "ceremony__activity__edition__city", "ceremony__activity__owner", "ceremony__contact", "ceremony__other_venue",
        "seat__zone", "standing__zone",
    )  # fmt: skip


def link(guest: Guest) -> str:
    """The whole address where a guest answers."""
    return settings.SITE_URL + reverse("ceremonies:invitation", args=[token(guest)])


def mailable(ceremony: Ceremony) -> list[Guest]:
    """Guests with an address who have not been invited yet."""
    return [one for one in invited(ceremony).filter(invited_at=None) if one.email]


def remindable(ceremony: Ceremony) -> list[Guest]:
    """Guests who have not answered and may be reminded now; those who answered are never among them."""
    waiting = invited(ceremony).filter(answer=Guest.Answer.NONE, invited_at__isnull=False)
    return [one for one in waiting if may_remind(one, clock.now())]


def coming(ceremony: Ceremony, kinds: Iterable[str] = ()) -> QuerySet[Guest]:
    """Guests who are expected: all but those who declined; of ``kinds`` when given."""
    found = invited(ceremony).exclude(answer=Guest.Answer.NO)
    return found.filter(kind__in=list(kinds)) if kinds else found


def contact_line(ceremony: Ceremony) -> str:
    """Who to ask, in one line; empty when nobody is named."""
    one = ceremony.contact
    return " ".join(filter(None, (one.name, one.post, one.phone))) if one else ""


def values(guest: Guest, stage: Staging, **more: str) -> dict[str, str]:
    """What a letter to ``guest`` may say; what is not known is empty."""
    ceremony = stage.ceremony
    when = f"{wording.moment(stage.starts)}" if stage.starts else ""
    by = ceremony.answer_by
    return {
        "name": guest.name, "post": guest.post, "unit": guest.unit, "title": str(ceremony.activity), "when": when,
        "where": stage.place, "arrival": ceremony.arrival, "parking": ceremony.parking,
        "answer_by": wording.han_date(by, "day") if by else "", "host": "、".join(holders_of(ceremony.activity)),
        "contact": contact_line(ceremony), "link": link(guest),
    } | more  # fmt: skip


def words(ceremony: Ceremony, kind: MessageKind) -> tuple[str, str]:
    """Subject and body of ``kind`` before it is filled in: the ceremony's own invitation, else the city's words."""
    subject, body = words_of(ceremony.city.code, kind)
    if kind is INVITATION:
        return ceremony.letter_subject or subject, ceremony.letter_body or body
    return subject, body


def composed(text: str, filled: dict[str, str]) -> str:
    """``text`` with ``filled`` put in; a line that only asks for what is not known is left out."""
    lines = []
    for line in text.splitlines():
        names = names_in(line)
        if names and not any(filled.get(name, "x") for name in names):
            continue
        lines.append(re.sub(r"(?<=\S) +$", "", fill(line, filled)).strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def letter(guest: Guest, stage: Staging, kind: MessageKind = INVITATION, **more: str) -> tuple[str, str]:
    """Subject and body of a letter to ``guest``."""
    subject, body = words(stage.ceremony, kind)
    filled = values(guest, stage, **more)
    return composed(subject, filled).strip(), composed(body, filled)
