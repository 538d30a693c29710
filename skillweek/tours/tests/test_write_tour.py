"""Writing scenes, ways and notes, and what the viewer is told."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.review.actions import ReviewError, approve_work, submit_work
from skillweek.review.tests.factories import picture
from skillweek.tours import queries
from skillweek.tours.actions import remove_row, write_link, write_marker, write_scene
from skillweek.tours.models import Link, Marker, Scene
from skillweek.tours.tests.factories import link_facts, make_tour, scene_facts


def test_a_way_brings_the_way_back(now: datetime, school: Organisation) -> None:
    tour = make_tour(school)
    ways = [(link.source.title, link.target.title, link.yaw) for link in queries.links(tour)]
    assert ways == [("场景 0", "场景 1", 90.0), ("场景 1", "场景 0", -90.0)]


def test_a_way_twice_or_to_itself_is_refused(now: datetime, school: Organisation) -> None:
    tour = make_tour(school)
    first, second = queries.scenes(tour)
    for facts in (link_facts(first, second), link_facts(first, first)):
        with pytest.raises(ReviewError) as refused:
            write_link(work=tour, facts=facts, by=None)
        assert refused.value.field == "target"
    assert Link.objects.count() == 2


def test_a_picture_that_is_no_panorama_is_refused(now: datetime, school: Organisation) -> None:
    tour = make_tour(school, scenes=0)
    with pytest.raises(ReviewError, match="640 × 400") as refused:
        write_scene(work=tour, facts=scene_facts(panorama=picture(640, 400)), by=None)
    assert (refused.value.field, Scene.objects.count()) == ("panorama", 0)


def test_a_scene_out_of_reach_is_named(now: datetime, school: Organisation) -> None:
    tour = make_tour(school, joined=False)
    assert queries.missing(tour) == ["从第一个场景走不到：场景 1。请加上通路。"]
    with pytest.raises(ReviewError, match="场景 1"):
        submit_work(work=tour, by=None)
    assert queries.missing(make_tour(school, scenes=0)) == ["请至少放入一个场景。"]


def test_the_viewer_is_told_scenes_ways_and_notes(now: datetime, school: Organisation) -> None:
    tour = make_tour(school)
    first, second = queries.scenes(tour)
    facts = {"scene": first, "title": "老槐树", "text": "签到台。", "url": "", "yaw": 42.0, "pitch": 3.0}
    marker = write_marker(work=tour, facts=facts, by=None)
    told = queries.tour_details(tour)["tour_data"]["scenes"]
    assert [scene["id"] for scene in told] == [first.slug, second.slug]
    assert told[0]["links"] == [{"to": second.slug, "title": "场景 1", "yaw": 90.0, "pitch": 0.0}]
    assert told[0]["markers"] == [
        {"id": f"marker-{marker.pk}", "yaw": 42.0, "pitch": 3.0, "title": "老槐树", "text": "签到台。", "url": "",
         "picture": ""}
    ]  # fmt: skip
    assert told[0]["panorama"] == first.panorama.get_absolute_url()


def test_published_it_is_open_and_closed_for_changes(
    now: datetime, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    tour = submit_work(work=make_tour(school), by=None)
    assert list(queries.tours(edition)) == []
    approve_work(work=tour, by=zhou)
    tour = approve_work(work=tour, by=lin)
    assert list(queries.tours(edition)) == [tour]
    scene = queries.scenes(tour)[0]
    assert scene.panorama.public
    with pytest.raises(ReviewError):
        remove_row(work=tour, row=scene, by=None)
    assert queries.count_scenes(edition).value == 2


def test_a_direction_outside_the_sphere_is_refused_by_the_database(
    now: datetime, school: Organisation
) -> None:
    scene = queries.scenes(make_tour(school))[0]
    with pytest.raises(IntegrityError, match="marker_direction"), transaction.atomic():
        Marker.objects.create(scene=scene, title="x", yaw=181, pitch=0)
