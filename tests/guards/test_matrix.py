"""Every cell of the role matrix: who gets in gets in, who is refused changes no row; and every page has a shape."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from tests.guards.matrix import EVERYONE, MATRIX
from tests.guards.world import World, build

#: rows that a request may write whoever asks: sessions and the lockout's own log
_WRITES = """SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables
             WHERE relname NOT IN ('django_session') AND relname NOT LIKE 'axes_%%'"""


#: open to everyone, but about one visitor
PERSONAL = {
    "booking:survey", "booking:card", "booking:certificate", "booking:ask_desk", "booking:employer",
    "booking:employer_change", "booking:employer_cancel", "booking:join",
    "booking:waiting", "booking:waiting_accept", "booking:waiting_leave",
    "booking:instead",
    "booking:draw", "booking:draw_document", "booking:change", "booking:move", "website:left",
    "booking:book_group", "booking:group",
    "booking:book", "booking:receipt", "booking:cancel", "ceremonies:invitation", "organisations:accept",
    "schedule:follow", "schedule:asked", "schedule:following", "schedule:stop_all", "website:my_week",
    "website:keep",
}  # fmt: skip


@pytest.fixture
def world(
    now: datetime, school: Organisation, edition: Edition, venue: Venue,
    wu: User, he: User, zhou: User, lin: User, men: User,
) -> World:  # fmt: skip
    people = {"anonymous": None, "wu": wu, "he": he, "zhou": zhou, "lin": lin, "men": men}
    return build(people, school, edition, venue)


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def writes() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WRITES)
        return int(cursor.fetchone()[0])


def finish(response: Any) -> None:
    """Close files that a response holds; its own ``close`` would end the test's connection with it."""
    for closer in response._resource_closers:
        closer()


def address_of(world: World, name: str) -> str:
    """The address without a language prefix."""
    with translation.override("zh-hans"):
        return reverse(name, args=MATRIX[name].args(world))


def cell(world: World, client: Client, name: str) -> tuple[str, str]:
    """What happened, as ``in``, ``sign in``, ``404`` or the status; and what the request wrote."""
    access = MATRIX[name]
    address = address_of(world, name)
    before = writes()
    with transaction.atomic():
        response = getattr(client, access.method)(address)
        finish(response)
        written = "wrote" if writes() != before else "wrote nothing"
        transaction.set_rollback(True)
    if response.status_code == 302 and "/accounts/login/" in response.headers["Location"]:
        return "sign in", written
    if response.status_code < 400 or response.status_code == 422:
        return "in", written
    return str(response.status_code), written


def test_every_cell(world: World) -> None:
    clients = {name: client_of(user) for name, user in world.people.items()}
    wrong = []
    for name, access in MATRIX.items():
        for person in sorted(EVERYONE):
            found, written = cell(world, clients[person], name)
            if person in access.who:
                fine = found in {"in", "400", "409"}
            elif name.startswith("api:gate_"):  # devices show a token; nobody signs in
                fine = (found, written) == ("401", "wrote nothing")
            else:
                fine = (found, written) == ("sign in" if person == "anonymous" else "404", "wrote nothing")
            if not fine:
                wrong.append((name, person, found, written))
    assert not wrong, "\n".join(map(str, wrong))


def test_every_page_has_title_heading_and_language(world: World) -> None:
    lin, anonymous = client_of(world.people["lin"]), client_of(None)
    wrong = []
    for name, access in MATRIX.items():
        if access.method != "get" or "lin" not in access.who:
            continue
        client = anonymous if "anonymous" in access.who else lin
        address = address_of(world, name)
        for prefix, language in (("", "zh-Hans"), ("/zh-hant", "zh-Hant"), ("/en", "en")):
            response = client.get(prefix + address)
            finish(response)
            if (
                not response.headers.get("Content-Type", "").startswith("text/html")
                or response.status_code != 200
            ):
                continue
            page = response.content.decode()
            assert response.headers["Cache-Control"], name
            shape = (
                len(re.findall(r"<h1[ >]", page)), len(re.findall(r"<title>[^<]{2,}", page.split("</head>")[0])),
                re.findall(r'<html lang="([^"]+)"', page), "Content-Security-Policy" in response.headers,
                " style=" in page or " onclick=" in page,
            )  # fmt: skip
            if shape != (1, 1, [language], True, False):
                wrong.append((prefix, name, shape))
    assert not wrong, "\n".join(map(str, wrong))


def test_english_pages_have_no_chinese_furniture(world: World) -> None:
    """On English pages Han characters stand only where content does: never in navigation, buttons or labels."""
    client = client_of(world.people["lin"])
    wrong = []
    for name, access in MATRIX.items():
        if access.method == "get" and "lin" in access.who:
            response = client.get("/en" + address_of(world, name))
            finish(response)
            is_page = response.headers.get("Content-Type", "").startswith("text/html")
            page = response.content.decode() if is_page else ""
            found = re.findall(r"<(button|label|legend|nav)\b[^>]*>([^<]*[\u3400-\u9fff][^<]*)<", page)
            wrong += [(name, tag, text.strip()) for tag, text in found if text.strip() not in {"简", "繁"}]
    assert not wrong, "\n".join(map(str, wrong))


def test_public_pages_may_be_kept_and_others_may_not(world: World) -> None:
    lin, anonymous = client_of(world.people["lin"]), client_of(None)
    kept, wrong = {"public, max-age=60, stale-while-revalidate=600", "public, max-age=300"}, []
    for name, access in MATRIX.items():
        if access.method == "get" and "lin" in access.who and not name.startswith(("api:", "library:")):
            public = "anonymous" in access.who and name not in PERSONAL
            response = (anonymous if "anonymous" in access.who else lin).get(address_of(world, name))
            finish(response)
            header = response.headers["Cache-Control"]
            if (
                name == "booking:gate_worker"
            ):  # a worker is asked for again each time, and may be the one there was
                assert header == "private, no-cache"
            elif (header in kept) is not public or (not public and "no-store" not in header):
                wrong.append((name, header))
    assert not wrong, "\n".join(map(str, wrong))
