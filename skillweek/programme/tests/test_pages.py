"""The author's way through the pages, the officers' decisions, and the closed doors."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.library.models import File
from skillweek.library.tests.pictures import jpeg
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import at

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def what_page(edition: Edition, **facts: object) -> dict[str, object]:
    return {
        "kind": ActivityKind.objects.get(code="campus").pk, "title": "拉坯体验", "summary": "做一只茶盏。",
        "audiences": [Audience.objects.get(code="parents").pk], "body": "跟着老师做。", "steps": "看\n做",
    } | facts  # fmt: skip


SESSION = {"day": "2021-05-25", "starts": "09:00", "ends": "10:30", "note": ""}
SAFETY = {
    "responsible_name": "示例-张老师", "responsible_phone": "139 0000 0001", "capacity": "80", "expected": "60",
}  # fmt: skip
CARE = {
    "measures": "分两组进场。",
    "insurance": "已投公众责任险",
    "first_aid": "校医在场",
    "public_note": "请走东门",
}


def test_from_a_blank_page_to_the_public(
    edition: Edition, school: Organisation, venue: Venue, he: User, zhou: User, lin: User, sign_in
) -> None:
    author = sign_in(he)
    cover = SimpleUploadedFile("茶盏.jpg", jpeg(800, 500), "image/jpeg")
    response = author.post("/desk/activities/new/", what_page(edition, owner=school.pk, cover=cover))
    activity = Activity.objects.get()
    assert response["Location"] == f"/desk/activities/{activity.pk}/when/"
    home = f"/desk/activities/{activity.pk}/"
    assert "还没有安排场次，至少要有一场" in author.get(f"{home}check/").content.decode()
    assert author.post(f"{home}check/").status_code == 422
    author.post(f"{home}when/", SESSION | {"venue": venue.pk, "movable": "on"})
    author.post(f"{home}safety/", SAFETY)
    author.post(f"{home}safety/care/", CARE)
    author.post(f"{home}partners/", {"others": "示例协会"})
    activity.refresh_from_db()
    assert (activity.movable, activity.cover.public) == (True, False)
    assert [(s.starts, s.venue) for s in activity.sessions.all()] == [(at(25, 9), venue)]
    assert activity.safeguard.responsible_phone == "13900000001"
    assert author.post(f"{home}check/").status_code == 302
    for officer in (zhou, lin):
        page = sign_in(officer).get(home)
        assert "您的审核意见" in page.content.decode()
        assert sign_in(officer).post(f"{home}decide/", {"verdict": "approve"}).status_code == 302
    activity.refresh_from_db()
    assert (activity.state, File.objects.get().public) == ("published", True)


def test_what_was_typed_is_kept(edition: Edition, school: Organisation, he: User, sign_in) -> None:
    bad = SimpleUploadedFile("茶盏.jpg", b"MZ" + b"\x00" * 500, "image/jpeg")
    response = sign_in(he).post(
        "/desk/activities/new/", what_page(edition, owner=school.pk, body="写了很久的内容", cover=bad)
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "写了很久的内容" in page
    assert "不接受这种文件" in page
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("page", "given", "sentence"),
    [
        ("what", {"title": ""}, "请写活动名称"),
        ("when", SESSION | {"ends": "08:00"}, "结束时间应晚于开始时间"),
        ("when", SESSION | {"venue": ""}, "请选择场地"),
        ("when", SESSION | {"day": "2021-06-25"}, "day"),
        ("safety", SAFETY | {"responsible_phone": "123"}, "应为 11 位，现在是 3 位"),
        ("safety", SAFETY | {"expected": "81"}, "超过核定容纳的 80 人"),
        ("safety", SAFETY | {"capacity": "-1"}, "capacity"),
        ("partners", {"others": "x" * 900}, "others"),
    ],
)
def test_bad_input_is_said_at_its_field(
    edition: Edition,
    school: Organisation,
    he: User,
    sign_in,
    page: str,
    given: dict[str, object],
    sentence: str,
) -> None:
    draft = make_activity(school, edition, state=Activity.State.DRAFT)
    data = what_page(edition) | given if page == "what" else given
    response = sign_in(he).post(f"/desk/activities/{draft.pk}/{page}/", data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    draft.refresh_from_db()
    assert (draft.title, draft.sessions.count(), draft.safeguard.expected) == ("汝瓷拉坯体验", 0, 60)


def test_edit_and_remove_a_session(
    edition: Edition, school: Organisation, venue: Venue, he: User, sign_in
) -> None:
    draft = make_activity(school, edition, state=Activity.State.DRAFT)
    session = make_session(draft, starts=at(25, 9), venue=venue)
    author, home = sign_in(he), f"/desk/activities/{draft.pk}/when/"
    assert 'value="09:00"' in author.get(f"{home}{session.code}/").content.decode()
    author.post(f"{home}{session.code}/", SESSION | {"venue": venue.pk, "starts": "08:00"})
    assert Session.objects.get().starts == at(25, 8)
    author.post(f"{home}{session.code}/remove/")
    assert not Session.objects.exists()


def test_a_published_activity_is_cancelled_not_edited(
    edition: Edition, school: Organisation, venue: Venue, he: User, sign_in
) -> None:
    activity = make_activity(school, edition)
    first, second = (make_session(activity, starts=at(day, 9), venue=venue) for day in (25, 26))
    author, home = sign_in(he), f"/desk/activities/{activity.pk}/"
    for page in ("what", "when", f"when/{first.code}", "safety", "partners", "check"):
        assert author.get(f"{home}{page}/").status_code == 302
    assert "不能直接修改；请点“修改”" in author.get(home).content.decode()
    assert author.post(f"{home}what/", what_page(edition)).status_code == 422
    assert "不能恢复" in author.get(f"{home}when/{first.code}/cancel/").content.decode()
    author.post(f"{home}when/{first.code}/cancel/")
    assert dict(Session.objects.values_list("code", "state")) == {
        first.code: "cancelled",
        second.code: "planned",
    }
    assert author.get(f"{home}cancel/").status_code == 200
    author.post(f"{home}cancel/")
    activity.refresh_from_db()
    assert (activity.state, activity.title) == ("cancelled", "汝瓷拉坯体验")


def test_return_needs_a_reason(
    edition: Edition, school: Organisation, venue: Venue, he: User, zhou: User, sign_in
) -> None:
    draft = make_activity(school, edition, state=Activity.State.DRAFT)
    make_session(draft, starts=at(25, 9), venue=venue)
    home = f"/desk/activities/{draft.pk}/"
    sign_in(he).post(f"{home}check/")
    officer = sign_in(zhou)
    assert officer.post(f"{home}decide/", {"verdict": "return", "reason": ""}).status_code == 422
    assert officer.post(f"{home}decide/", {"verdict": "return", "reason": "请写明年龄"}).status_code == 302
    assert "请写明年龄" in sign_in(he).get(home).content.decode()
    assert sign_in(he).post(f"{home}withdraw/").status_code == 302
    draft.refresh_from_db()
    assert draft.state == "returned"


def test_the_list_is_filtered(
    edition: Edition,
    school: Organisation,
    other_school: Organisation,
    city: Organisation,
    he: User,
    lin: User,
    sign_in,
) -> None:
    make_activity(school, edition, title="拉坯体验")
    make_activity(school, edition, kind="service", title="修电器", state=Activity.State.DRAFT)
    make_activity(other_school, edition, title="酿醋体验")

    def titles(user: User, query: str) -> list[str]:
        return [a.title for a in sign_in(user).get(f"/desk/activities/{query}").context["page"]]

    assert sorted(titles(lin, "")) == ["修电器", "拉坯体验", "酿醋体验"]
    assert sorted(titles(he, "")) == ["修电器", "拉坯体验"]
    assert titles(lin, "?state=draft") == ["修电器"]
    assert titles(lin, "?kind=service") == ["修电器"]
    assert titles(lin, "?q=酿醋") == ["酿醋体验"]
    assert titles(lin, "?unit=baofeng") == ["酿醋体验"]
    assert titles(lin, "?state=nonsense&q=没有") == []
    assert sign_in(he).get("/desk/activities/?unit=school-b").status_code == 404


def test_strangers_find_nothing(
    edition: Edition, school: Organisation, venue: Venue, wu: User, client: Client, sign_in
) -> None:
    draft = make_activity(school, edition, state=Activity.State.DRAFT)
    session = make_session(draft, starts=at(25, 9), venue=venue)
    home = f"/desk/activities/{draft.pk}/"
    inner = f"when/{session.code}/"
    pages = ["", "what/", "when/", inner, "safety/", "partners/", "check/", "cancel/", f"{inner}cancel/"]
    posts = ["what/", "when/", inner, f"{inner}remove/", f"{inner}cancel/", "safety/", "partners/", "check/",
             "decide/", "withdraw/", "cancel/"]  # fmt: skip
    stranger = sign_in(wu)
    before = list(Activity.objects.values()), list(Session.objects.values())
    assert {stranger.get(home + page).status_code for page in pages} == {404}
    assert {stranger.post(home + page).status_code for page in posts} == {404}
    assert {client.get(home + page).status_code for page in pages} == {302}
    assert (list(Activity.objects.values()), list(Session.objects.values())) == before


def test_pages_ask_as_often_for_three_as_for_one(
    edition: Edition, school: Organisation, venue: Venue, he: User, sign_in
) -> None:
    author = sign_in(he)
    first = make_activity(school, edition)
    pages = ("/desk/activities/", f"/desk/activities/{first.pk}/")

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert author.get(page).status_code == 200
            counts.append(len(captured))
        return counts

    make_session(first, starts=at(25, 9), venue=venue)
    asked()
    with_one = asked()
    for day in (26, 27):
        make_session(first, starts=at(day, 9), venue=venue)
        make_session(make_activity(school, edition), starts=at(day, 14), venue=venue)
    assert asked() == with_one
