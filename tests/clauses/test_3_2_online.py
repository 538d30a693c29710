"""三（二） Online: halls, campus tours and resources on one cloud page, each reviewed before it is public."""

from datetime import datetime

from django.test import Client

from skillweek.accounts.models import User
from skillweek.exhibition.tests.factories import make_hall
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.tours.tests.factories import make_tour


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
