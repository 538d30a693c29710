"""Making and comparing versions on the desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.programme.actions import cancel_session
from skillweek.schedule import queries
from skillweek.schedule.actions import release_due
from skillweek.schedule.models import Release
from skillweek.schedule.tests.conftest import Programme
from skillweek.schedule.tests.test_follow import follow

PAGE = "/desk/schedule/releases/"
SignIn = Callable[[User], Client]


def test_it_shows_what_will_change_and_releases_it(programme: Programme, lin: User, sign_in: SignIn) -> None:
    release_due()
    follow(programme.pottery)
    cancel_session(session=programme.second)
    client = sign_in(lin)
    text = client.get(PAGE).content.decode()
    for said in ("第 2 版会改什么", "5 月 24 日 09:00 的一场取消", "1 位关注者会收到一封信", "发布第 2 版"):
        assert said in text
    token = queries.pending(programme.edition, 1).token
    assert client.post(PAGE, {"note": "老师生病", "seen": token})["Location"] == PAGE
    made = queries.latest(programme.edition)
    assert made is not None
    assert (made.number, made.by, made.note) == (2, lin, "老师生病")
    after = client.get(PAGE).content.decode()
    assert "没有要发布的" in after
    assert "老师生病" in after


def test_what_was_not_seen_is_not_released(programme: Programme, lin: User, sign_in: SignIn) -> None:
    release_due()
    client = sign_in(lin)
    cancel_session(session=programme.second)
    token = queries.pending(programme.edition, 1).token
    cancel_session(session=programme.first)
    response = client.post(PAGE, {"note": "我写的说明", "seen": token})
    text = response.content.decode()
    assert response.status_code == 422
    assert "又有新的变化" in text
    assert "我写的说明" in text
    assert Release.objects.count() == 1


def test_a_note_that_is_too_long_is_kept_and_refused(
    programme: Programme, lin: User, sign_in: SignIn
) -> None:
    token = queries.pending(programme.edition, 0).token
    response = sign_in(lin).post(PAGE, {"note": "长" * 201, "seen": token})
    assert response.status_code == 422
    assert "长" * 201 in response.content.decode()
    assert Release.objects.count() == 0


def test_two_versions_are_compared(programme: Programme, lin: User, sign_in: SignIn) -> None:
    client = sign_in(lin)
    assert "还没有发布过" in client.get(f"{PAGE}compare/").content.decode()
    release_due()
    programme.first.starts += timedelta(minutes=30)
    programme.first.save()
    release_due()
    assert "5 月 23 日 14:00 → 14:30" in client.get(f"{PAGE}compare/").content.decode()
    assert "5 月 23 日 14:30 → 14:00" in client.get(f"{PAGE}compare/?first=2&second=1").content.decode()
    assert "这两版一样" in client.get(f"{PAGE}compare/?first=2&second=2").content.decode()
    assert client.get(f"{PAGE}compare/?first=2&second=9").status_code == 422


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}compare/"])
def test_it_is_for_the_city_alone(
    programme: Programme, path: str, zhou: User, he: User, sign_in: SignIn, client: Client
) -> None:
    assert [sign_in(user).get(path).status_code for user in (zhou, he)] == [404, 404]
    assert client.get(path).status_code == 302
    assert sign_in(zhou).post(PAGE, {"seen": "x"}).status_code == 404
    assert Release.objects.count() == 0
