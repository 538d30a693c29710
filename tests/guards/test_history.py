"""Everything that is tracked can be read by those it concerns, in words, and its end is kept."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from pghistory.core import event_models

from skillweek.audit.queries import Tracked, kind_of, label_of, parts_of, shown_fields, tracked

HAN = re.compile(r"[\u3400-\u9fff]")
#: tracked models whose history no page shows, and why
UNREAD: dict[str, str] = {}
LABELS = sorted(model.pgh_tracked_model._meta.label_lower for model in event_models())


def test_every_tracked_model_says_who_may_read_its_history() -> None:
    assert set(LABELS) - set(tracked) - set(UNREAD) == set()
    assert set(tracked) - set(LABELS) == set(), "no history is kept of these"
    assert all(UNREAD.values())


@pytest.mark.parametrize("label", sorted(tracked))
@pytest.mark.django_db
def test_what_is_said_fits_the_model(label: str) -> None:
    how: Tracked = tracked[label]
    (events,) = [model for model in event_models() if model.pgh_tracked_model._meta.label_lower == label]
    assert list(events.objects.filter(how.of_units([0]))) == []
    assert how.part_of == "" or any(label == part for whole in LABELS for part, _way in parts_of(whole))
    assert reverse("desk:history", args=[label, 1])


@pytest.mark.parametrize("label", LABELS)
def test_every_field_has_a_name_for_people(label: str) -> None:
    (events,) = [model for model in event_models() if model.pgh_tracked_model._meta.label_lower == label]
    with translation.override("zh-hans"):
        nameless = {field.name for field in shown_fields(events) if not HAN.search(label_of(field))}
        assert nameless == set(), label
        assert HAN.search(kind_of(events.pgh_tracked_model)), label
