"""Rows for tests of this room and of those above it."""

from itertools import pairwise
from typing import Any

from skillweek.organisations.models import Organisation
from skillweek.review.actions import write_work
from skillweek.review.tests.factories import picture
from skillweek.tours.actions import write_link, write_scene
from skillweek.tours.models import Scene, Tour


def scene_facts(**facts: Any) -> dict[str, Any]:
    """What a form would hand in for one scene."""
    return {
        "title": "校园", "description": "操场边的大树下。", "panorama": picture(800, 400), "yaw": 0.0, "pitch": 0.0
    } | facts  # fmt: skip


def link_facts(source: Scene, target: Scene, yaw: float = 90.0) -> dict[str, Any]:
    """What a form would hand in for one way."""
    return {"source": source, "target": target, "yaw": yaw, "pitch": 0.0}


def make_tour(owner: Organisation, *, scenes: int = 2, joined: bool = True, **facts: Any) -> Tour:
    """A draft tour with so many scenes, joined in a row, written through the actions."""
    tour = Tour(owner=owner, city_id=owner.tenant_id)
    write_work(work=tour, facts={"title": "走进校园", "introduction": "一圈走下来五分钟。"} | facts, by=None)
    made = [
        write_scene(work=tour, facts=scene_facts(title=f"场景 {number}"), by=None) for number in range(scenes)
    ]
    for source, target in pairwise(made):
        if joined:
            write_link(work=tour, facts=link_facts(source, target), by=None)
    return tour
