"""The way that loaded things have gone through the review chain."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType

from skillweek.organisations.models import Organisation
from skillweek.project.demo.keep import BATCH, keep
from skillweek.project.demo.week import Passed, Week
from skillweek.review.models import Decision, Review

Verdict = Decision.Verdict


def record(week: Week, things: list[Passed]) -> None:
    """A review for each thing, with the decisions that led to where it stands."""
    reviews = keep(Review, [_review(week, thing) for thing in things], "content_type", "object_id")
    decided = set(Decision.objects.filter(review__in=reviews).values_list("review_id", flat=True))
    decisions = [
        decision
        for review, thing in zip(reviews, things, strict=True)
        if review.pk not in decided
        for decision in _decisions(week, review, thing)
    ]
    Decision.objects.bulk_create(decisions, BATCH)


def _review(week: Week, thing: Passed) -> Review:
    return Review(
        content_type=ContentType.objects.get_for_model(thing.target), object_id=str(thing.target.pk),
        kind=thing.kind, title=thing.title[:120], city=week.city, owner=thing.owner,
        waiting_at=thing.waiting_at if thing.state == Review.State.WAITING else None,
        final_at=thing.final or week.city, state=thing.state, submitted_by=week.officer,
        submitted_at=thing.submitted, round=1, moved_at=_moved(thing),
    )  # fmt: skip


def _end(thing: Passed) -> datetime:
    return thing.decided or thing.submitted + timedelta(hours=6)


def _moved(thing: Passed) -> datetime:
    """When it came to where it is now."""
    first = thing.state == Review.State.WAITING and thing.waiting_at == thing.owner.parent
    return thing.submitted if first else _end(thing)


def _chain(thing: Passed, week: Week) -> list[Organisation]:
    """Who decides, from the owner's parent to the last."""
    last = thing.final or week.city
    found, unit = [], thing.owner.parent
    while unit is not None:
        found.append(unit)
        if unit.pk == last.pk:
            break
        unit = unit.parent
    return found


def _decisions(week: Week, review: Review, thing: Passed) -> list[Decision]:
    rows = [
        Decision(
            review=review,
            organisation=thing.owner,
            by=week.officer,
            verdict=Verdict.SUBMITTED,
            at=thing.submitted,
        )
    ]
    end = _end(thing)
    chain = _chain(thing, week)
    if thing.state == Review.State.RETURNED:
        first = chain[0] if chain else week.city
        rows.append(Decision(review=review, organisation=first, by=week.officer, verdict=Verdict.RETURNED,
                             reason=thing.reason, at=end))  # fmt: skip
        return rows
    if thing.state == Review.State.WAITING:
        passed = [unit.pk for unit in chain].index(thing.waiting_at.pk) if thing.waiting_at in chain else 0
        chain = chain[:passed]
    for number, unit in enumerate(chain, start=1):
        at = thing.submitted + (end - thing.submitted) * number / len(chain)
        rows.append(
            Decision(review=review, organisation=unit, by=week.officer, verdict=Verdict.APPROVED, at=at)
        )
    return rows
