"""Whose history who may read, where a row belongs to a unit: those who may see the unit's desk."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet

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
    Window,
)
from skillweek.organisations.queries import AnyUser, codes_visible_to, kinds, manages_a_city, scope
from skillweek.organisations.rules import Right


def track(
    model: type[Model], unit: str, *, part_of: str = "", journal: bool = True, many: bool = False,
    about: Callable[[type[Model], Any], Q] | None = None,
) -> None:  # fmt: skip
    """Say that rows of ``model`` belong to the unit at the end of ``unit`` (see ``audit.queries.Tracked``).

    ``many``: the way leads over several rows, which events do not know.
    """
    within = _of_many(model, unit) if many else None
    how = Tracked(_of_seen(model, unit), unit, within, part_of, journal, about)
    tracked.register(model._meta.label_lower, how)


def _of_seen(model: type[Model], unit: str) -> Callable[[AnyUser], QuerySet[Any]]:
    return lambda user: model._default_manager.filter(**{f"{unit}__in": scope(user, Right.SEE)}).distinct()


def _of_many(model: type[Model], unit: str) -> Callable[[list[int]], Q]:
    return lambda ids: Q(
        pgh_obj__in=model._default_manager.filter(**{f"{unit}__in": ids}).order_by().values("pk")
    )


def _people(user: AnyUser) -> QuerySet[User]:
    members = Membership.objects.filter(organisation__in=scope(user, Right.MANAGE))
    return User.objects.filter(pk__in=members.values("user"))


def _people_of(units: list[int]) -> Q:
    return Q(pgh_obj__in=Membership.objects.filter(organisation__in=units).values("user"))


def _kinds(user: AnyUser) -> QuerySet[OrganisationKind]:
    return kinds() if manages_a_city(user) else OrganisationKind.objects.none()


def _of_no_unit(units: list[int]) -> Q:
    return Q(pgh_obj__in=[])


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
    """Units, people and what they have to do, venues; files and messages, which know their unit by its code."""
    track(Organisation, "id")
    track(Membership, "organisation", part_of="organisation")
    track(Venue, "owner")
    track(Window, "owner")
    track(Contact, "organisation")
    track(LeadingGroup, "organisation")
    track(GroupMember, "group__organisation", part_of="group")
    track(Task, "organisation")
    track(Invitation, "organisation", part_of="organisation")
    track(Handover, "organisation", part_of="organisation")
    tracked.register("organisations.organisationkind", Tracked(_kinds, within=_of_no_unit, journal=False))
    tracked.register("accounts.user", Tracked(_people, within=_people_of))
    tracked.register("library.file", _by_code(File, "owner_code"))
    tracked.register("messaging.message", _by_code(Message, "owner_code"))
    for model in (Template, Switch, ProviderTemplate):
        tracked.register(model._meta.label_lower, _by_code(model, "city_code"))
