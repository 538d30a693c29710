"""Parts that pages share: made once for a moment, and only of what is watched."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.template import Context, Template
from django.utils import translation

from skillweek.common import parts
from skillweek.common.parts import Store, kept, opened


@pytest.fixture
def numbers() -> Iterator[int]:
    return iter(range(100))


def test_without_a_store_it_is_made_each_time(numbers: Iterator[int]) -> None:
    assert [kept(lambda: next(numbers), "number") for _time in range(3)] == [0, 1, 2]


def test_in_a_store_it_is_made_once_for_each_key_and_language(numbers: Iterator[int]) -> None:
    store = Store("now", lambda statements: True)
    with opened(store):
        first = [kept(lambda: next(numbers), "number", key) for key in "aab"]
        with translation.override("en"):
            english = kept(lambda: next(numbers), "number", "a")
    with opened(Store("later", lambda statements: True)):
        later = kept(lambda: next(numbers), "number", "a")
    assert (first, english, later) == ([0, 0, 1], 2, 3)
    assert kept(lambda: next(numbers), "number", "a") == 4


@pytest.mark.django_db
def test_what_read_something_unwatched_is_made_each_time(numbers: Iterator[int]) -> None:
    def make() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 AS secret")
        return next(numbers)

    with opened(Store("now", lambda statements: not any("secret" in one for one in statements))):
        assert [kept(make, "number") for _time in range(3)] == [0, 1, 2]
        assert [kept(lambda: kept(make, "inner"), "outer") for _time in range(2)] == [3, 4]


def test_a_failure_is_not_kept() -> None:
    store = Store("now", lambda statements: True)
    with opened(store), pytest.raises(ZeroDivisionError):
        kept(lambda: 1 // 0, "number")
    assert store.things == {}


def test_a_full_store_keeps_no_more(numbers: Iterator[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST", 1)
    with opened(Store("now", lambda statements: True)):
        found = [kept(lambda: next(numbers), "number", key) for key in "abab"]
    assert found == [0, 1, 0, 2]


def test_a_section_of_a_template(numbers: Iterator[int]) -> None:
    page = Template("{% part 'n' day %}{{ day }}:{{ number }}{% endpart %}".replace("'n'", "n"))
    with opened(Store("now", lambda statements: True)):
        found = [
            page.render(Context({"day": day, "number": lambda: next(numbers)})) for day in ("mo", "mo", "tu")
        ]
    assert found == ["mo:0", "mo:0", "tu:1"]
