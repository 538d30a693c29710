"""Keeping the search words of an activity."""

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from skillweek.common.search import document
from skillweek.programme.models import Activity


def refresh_search(*, activity: Activity) -> None:
    """Cut the activity's texts into words and store them: title first, then the rest."""
    audiences = activity.audiences.all()
    venues = [s.venue for s in activity.sessions.select_related("venue__place") if s.venue is not None]
    units = [part.label for part in activity.participations.select_related("organisation")]
    title = document(activity.title, activity.title_en)
    rest = document(
        activity.summary, activity.body, activity.steps, activity.kind.label, activity.kind.label_en,
        activity.owner.name, *units, *(f"{a.label} {a.label_en}" for a in audiences),
        *(f"{t.label} {t.label_en}" for t in activity.tags.all()), *(f"{v.name} {v.place.name}" for v in venues),
    )  # fmt: skip
    heavy = SearchVector(Value(title), weight="A", config="simple")
    light = SearchVector(Value(rest), weight="C", config="simple")
    Activity.objects.filter(pk=activity.pk).update(search=heavy + light)
