"""Who answers for what, now and then; and what of it the public may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When

from skillweek.common import clock
from skillweek.organisations.models import Contact, Organisation
from skillweek.organisations.queries.rights import AnyUser, has_right, in_scope, scope
from skillweek.organisations.queries.units import find
from skillweek.organisations.rules import REQUIRED_CONTACTS, Right

_ORDER = Case(*[When(role=role, then=place) for place, role in enumerate(Contact.Role.values)])


def in_force(day: date) -> Q:
    """Contacts that answer on ``day``."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


def contacts_of(unit: Organisation, day: date | None = None) -> QuerySet[Contact]:
    """Who answers for ``unit`` on ``day`` (today when not said), in the order of the roles."""
    found = unit.contacts.filter(in_force(day or clock.today()))
    return found.select_related("user").order_by(_ORDER, "duty", "pk")


def every_contact_of(unit: Organisation) -> QuerySet[Contact]:
    """All who ever answered for ``unit``: by role, the latest first."""
    return unit.contacts.select_related("user").order_by(_ORDER, "duty", "-since", "-pk")


def who_was(unit: Organisation, role: str, day: date) -> Contact | None:
    """Who had ``role`` at ``unit`` on ``day``."""
    return contacts_of(unit, day).filter(role=role).first()


def missing_roles(contacts: Iterable[Contact]) -> list[str]:
    """Labels of the roles that every unit should have and that nobody of ``contacts`` has."""
    held = {contact.role for contact in contacts}
    return [str(role.label) for role in REQUIRED_CONTACTS if role not in held]


def contacts_visible_to(user: AnyUser) -> QuerySet[Contact]:
    """Contacts of the units whose desk ``user`` sees."""
    found = Contact.objects.filter(organisation__in=scope(user, Right.SEE))
    return found.select_related("organisation", "user")


def contacts_editable_by(user: AnyUser) -> QuerySet[Contact]:
    """Contacts of the units that ``user`` may write for."""
    return contacts_visible_to(user).filter(organisation__in=scope(user, Right.EDIT))


def sees_numbers(user: AnyUser, unit: Organisation) -> bool:
    """True when ``user`` may read telephone numbers of ``unit`` in plain: those who write for it, and above."""
    return has_right(user, Right.EDIT, unit)


@dataclass(frozen=True)
class PublicContact:
    """What of a contact anybody may see; empty what is kept."""

    called: str
    name: str
    post: str
    phone: str
    email: str


def public_contacts(unit: Organisation) -> list[PublicContact]:
    """Contacts of ``unit`` in force with the fields that are public; those with none are left out."""
    shown = Q(name_public=True) | Q(phone_public=True) | Q(email_public=True)
    found = [
        PublicContact(
            called=one.called, name=one.name if one.name_public else "", post=one.post if one.name_public else "",
            phone=one.phone if one.phone_public else "", email=one.email if one.email_public else "",
        )
        for one in contacts_of(unit).filter(shown)
    ]  # fmt: skip
    return [one for one in found if one.name or one.phone or one.email]


def register(user: AnyUser, role: str, *, words: str = "", missing: bool = False) -> QuerySet[Organisation]:
    """Units that ``user`` manages, each with ``holders``: who has ``role`` today; or only those with nobody."""
    units = _registered(user)
    now = Contact.objects.filter(in_force(clock.today()), role=role).select_related("user")
    if words:
        named = Exists(now.filter(organisation=OuterRef("pk"), name__icontains=words))
        units = find(units, words) | units.filter(named)
    if missing:
        units = units.filter(~Exists(now.filter(organisation=OuterRef("pk"))))
    holders = Prefetch("contacts", now.order_by("duty", "pk"), to_attr="holders")
    return units.select_related("kind", "parent").prefetch_related(holders).order_by("position", "code")


def _registered(user: AnyUser) -> QuerySet[Organisation]:
    return in_scope(user, Right.MANAGE).filter(active=True)


def register_counts(user: AnyUser) -> tuple[int, dict[str, int]]:
    """How many units there are, and how many of them have somebody in each role today; two queries."""
    units = _registered(user)
    held = Contact.objects.filter(in_force(clock.today()), organisation__in=units.values("pk"))
    counts: dict[str, set[int]] = {role: set() for role in Contact.Role.values}
    for role, unit in held.values_list("role", "organisation_id"):
        counts[role].add(unit)
    return units.count(), {role: len(found) for role, found in counts.items()}
