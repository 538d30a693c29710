"""What reviews put into people's inboxes."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common.registry import InboxItem
from skillweek.review.models import Review
from skillweek.review.queries import for_inbox


def _targets(reviews: list[Review]) -> list[QuerySet[Any]]:
    """One queryset per reviewed model, with what its ``get_desk_url`` needs (``desk_relations``)."""
    types = ContentType.objects.get_for_id
    models = {types(review.content_type_id).model_class() for review in reviews} - {None}
    return [
        model._default_manager.select_related(*getattr(model, "desk_relations", ()))
        for model in models
        if model
    ]


def waiting(user: User) -> list[InboxItem]:
    """Reviews that wait for the person, each with the page of the room that decides on it."""
    reviews = list(for_inbox(user).order_by("submitted_at"))
    prefetch_related_objects(reviews, GenericPrefetch("target", _targets(reviews)))
    return [
        InboxItem(
            kind=_("审核%(what)s") % {"what": review.target._meta.verbose_name}, title=review.title,
            url=review.target.get_desk_url(), since=review.submitted_at, organisation=review.owner.short_name,
        )
        for review in reviews if review.target is not None
    ]  # fmt: skip
