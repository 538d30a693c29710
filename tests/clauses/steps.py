"""Steps that several journeys share, each through HTTP as its person takes it."""

from typing import Any

from django.test import Client

from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition

SAFETY = {
    "responsible_name": "示例-张老师", "responsible_phone": "139 0000 0001", "capacity": "80", "expected": "60",
}  # fmt: skip
CARE = {
    "measures": "分两组进场，门口留人。",
    "insurance": "学校已投公众责任险",
    "first_aid": "校医在场，备急救箱",
}


def what(
    edition: Edition, owner: Organisation, *, kind: str, title: str, audiences: str = "parents"
) -> dict[str, Any]:
    """Page one of an activity, as typed; ``audiences`` are codes with spaces between."""
    chosen = edition.audiences.filter(code__in=audiences.split())
    return {
        "owner": owner.pk, "kind": edition.activitykinds.get(code=kind).pk, "title": title, "summary": "来看一看。",
        "audiences": [audience.pk for audience in chosen], "body": "跟着老师做。",
    }  # fmt: skip


def when(day: int, starts: str, ends: str, venue: Venue | None, **more: str) -> dict[str, Any]:
    """Page two: one session on a day of May 2021."""
    return {
        "day": f"2021-05-{day}",
        "starts": starts,
        "ends": ends,
        "venue": venue.pk if venue else "",
    } | more


def write_activity(author: Client, first: dict[str, Any], *sessions: dict[str, Any]) -> str:
    """Fill in the three pages; gives the desk address of the activity, still a draft."""
    created = author.post("/desk/activities/new/", first)
    assert created.status_code == 302
    home = created.headers["Location"].removesuffix("when/")
    for session in sessions:
        assert author.post(f"{home}when/", session).status_code == 302
    assert author.post(f"{home}safety/", SAFETY).status_code == 302
    assert author.post(f"{home}safety/care/", CARE).status_code == 302
    return home


def submit(author: Client, home: str) -> None:
    """Send it up the tree."""
    assert author.post(f"{home}check/").status_code == 302


def approve(officer: Client, home: str) -> None:
    """Approve it where it waits, and see the page that comes then."""
    answer = officer.post(f"{home}decide/", {"verdict": "approve"}, follow=True)
    assert (answer.status_code, len(answer.redirect_chain)) == (200, 1)


def text(client: Client, path: str) -> str:
    """The page at ``path``, which must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
