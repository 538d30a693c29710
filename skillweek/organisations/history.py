"""Whose history who may read, where a row belongs to a unit: those who may see the unit's desk."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, Model, Q, QuerySet

from skillweek.accounts.models import User
from skillweek.audit.queries import Tracked, tracked
from skillweek.library.models import File
from skillweek.messaging.models import Message, ProviderTemplate, Switch, Template
from skillweek.organisations.models import (
    Contact,
    GroupMember,
    Handover,
    Invitation,
    LeadingGroup,
    Membership,
    Organisation,
    OrganisationKind,
    Task,
    Venue,
)
from skillweek.organisations.queries import AnyUser, codes_visible_to, scope
from skillweek.organisations.rules import Right


def track(
    model: type[Model], unit: str, *, part_of: str = "", journal: bool = True, many: bool = False,
    about: Callable[[type[Model], Any], Q] | None = None, right: Right = Right.SEE,
) -> None:  # fmt: skip
    """Say that rows of ``model`` belong to the unit at the end of ``unit`` (see ``audit.queries.Tracked``).

    ``many``: the way leads over several rows, which events do not know. ``right``: what a reader needs on the unit.
    """
    within = _of_many(model, unit) if many else None
    how = Tracked(_of_seen(model, unit, right), unit, within, part_of, journal, about)
    tracked.register(model._meta.label_lower, how)


def _of_seen(model: type[Model], unit: str, right: Right) -> Callable[[AnyUser], QuerySet[Any]]:
    return lambda user: model._default_manager.filter(**{f"{unit}__in": scope(user, right)}).distinct()


def _of_many(model: type[Model], unit: str) -> Callable[[list[int]], Q]:
    return lambda ids: Q(
        pgh_obj__in=model._default_manager.filter(**{f"{unit}__in": ids}).order_by().values("pk")
    )


def _kinds(user: AnyUser) -> QuerySet[OrganisationKind]:
    cities = Organisation.objects.filter(pk__in=scope(user, Right.MANAGE), parent=None)
    return OrganisationKind.objects.filter(Exists(cities))


def _kinds_of(units: list[int]) -> Q:
    """The code list is the city's: it stands in the journal of whoever reads the city's."""
    cities = Organisation.objects.filter(pk__in=units, parent=None)
    return Q(pgh_obj__in=OrganisationKind.objects.filter(Exists(cities)).order_by().values("pk"))


def _people(user: AnyUser) -> QuerySet[User]:
    members = Membership.objects.filter(organisation__in=scope(user, Right.MANAGE))
    return User.objects.filter(pk__in=members.values("user"))


def _people_of(units: list[int]) -> Q:
    return Q(pgh_obj__in=Membership.objects.filter(organisation__in=units).values("user"))


def _by_code(model: type[Model], field: str) -> Tracked:
    """Rows of rooms below, which know a unit by its code."""

    def visible(user: AnyUser) -> QuerySet[Any]:
        codes = codes_visible_to(user) if isinstance(user, User) else []
        return model._default_manager.filter(**{f"{field}__in": codes})

    def within(units: list[int]) -> Q:
        codes = Organisation.objects.filter(pk__in=units).values("code")
        return Q(pgh_obj__in=model._default_manager.filter(**{f"{field}__in": codes}).order_by().values("pk"))

    return Tracked(visible, within=within, journal=model not in {File, Message})


def register() -> None:
    """Units, people and their roles, venues; files and messages, which know their unit by its code."""
    track(Organisation, "id")
    track(Membership, "organisation", part_of="organisation")
    track(Venue, "owner")
    track(LeadingGroup, "organisation")
    track(GroupMember, "group__organisation", part_of="group")
    track(Task, "organisation")
    for model in (Contact, Handover, Invitation):  # addresses of people are for those who manage the unit
        track(model, "organisation", right=Right.MANAGE)
    tracked.register("organisations.organisationkind", Tracked(_kinds, within=_kinds_of))
    tracked.register("accounts.user", Tracked(_people, within=_people_of))
    tracked.register("library.file", _by_code(File, "owner_code"))
    tracked.register("messaging.message", _by_code(Message, "owner_code"))
    for settings in (Template, Switch, ProviderTemplate):
        tracked.register(settings._meta.label_lower, _by_code(settings, "city_code"))
