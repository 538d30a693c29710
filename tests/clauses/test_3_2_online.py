"""三（二） Online: halls, campus tours and resources on one cloud page, each reviewed before it is public."""

from datetime import datetime, timedelta

from django.test import Client

from skillweek.accounts.models import User
from skillweek.exhibition.models import LiveRoom
from skillweek.exhibition.tests.factories import make_hall
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.tours.tests.factories import make_tour
from tests.clauses.steps import approve, submit, text, what, when, write_activity


def test_a_hall_and_a_tour_open_to_everyone(
    now: datetime, edition: Edition, school: Organisation, he: User, zhou: User, lin: User, sign_in
) -> None:
    hall, tour = make_hall(school, edition, exhibits=2), make_tour(school, scenes=3)
    visitor = Client()
    for work, listing in ((hall, "/halls/"), (tour, "/tours/")):
        desk = work.get_desk_url()
        assert work.title not in visitor.get(listing).content.decode()
        sign_in(he).post(f"{desk}submit/")
        sign_in(zhou).post(f"{desk}approve/")
        assert work.title not in visitor.get(listing).content.decode()
        sign_in(lin).post(f"{desk}approve/")
        assert work.title in visitor.get(listing).content.decode()
    inside = visitor.get(hall.get_absolute_url()).content.decode()
    assert "碗 0" in inside
    assert "碗 1" in inside
    walk = visitor.get(tour.get_absolute_url()).content.decode()
    assert 'id="tour-data"' in walk
    for scene in tour.scenes.all():
        assert scene.title in walk


def test_a_resource_is_written_reviewed_and_opened_from_the_cloud(
    now: datetime, edition: Edition, he: User, wu: User, zhou: User, lin: User, sign_in
) -> None:
    resource = {
        "title": "十分钟学会看万用表", "kind": "video", "subject": "电工基础", "licence": "CC BY 4.0",
        "url": "https://example.org/meter",
    }  # fmt: skip
    teacher, visitor = sign_in(he), Client()
    nowhere = teacher.post("/desk/works/resource/new/", resource | {"url": ""})
    assert (nowhere.status_code, resource["title"] in nowhere.content.decode()) == (422, True)
    desk = teacher.post("/desk/works/resource/new/", resource).headers["Location"]
    assert sign_in(wu).get(desk).status_code == 404
    teacher.post(f"{desk}submit/")
    for officer in (zhou, lin):
        assert resource["title"] not in text(visitor, "/cloud/")
        sign_in(officer).post(f"{desk}approve/")
    page = text(visitor, "/cloud/")
    for shown in (resource["title"], resource["subject"], resource["licence"], resource["url"]):
        assert shown in page


def test_an_open_day_goes_on_air_with_its_activity(
    now: datetime, edition: Edition, he: User, zhou: User, lin: User, school: Organisation, sign_in
) -> None:
    teacher = sign_in(he)
    first = what(edition, school, kind="online", title="网上开放日")
    home = write_activity(
        teacher, first, when(23, "10:00", "11:00", None, online_url="https://example.org/live")
    )
    activity = edition.activities.get()
    LiveRoom.objects.create(
        city_id=activity.city_id, activity=activity, address="https://example.org/live",
        opens_at=now + timedelta(hours=1),
    )  # fmt: skip
    submit(teacher, home)
    for officer in (zhou, lin):
        assert "网上开放日</" not in text(Client(), "/days/2021-05-23/")
        approve(sign_in(officer), home)
    assert "网上开放日" in text(Client(), "/days/2021-05-23/")
    assert activity.get_absolute_url() in text(Client(), "/cloud/")
