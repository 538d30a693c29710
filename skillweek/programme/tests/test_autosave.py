"""Pages that save themselves: kept, restored, forgotten, out of date, too long, and nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.programme import actions, queries
from skillweek.programme.actions.autosaves import KEPT, MOST
from skillweek.programme.models import Activity, Autosave
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.tasks import erase_autosaves
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import at

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def draft(school: Organisation, edition: Edition) -> Activity:
    return make_activity(school, edition, state=Activity.State.DRAFT)


def leave(client: Client, activity: Activity | None, page: str, **fields: object) -> dict[str, str]:
    """Open ``page``, type, and go away."""
    home = f"/desk/activities/{activity.pk}/" if activity else "/desk/activities/new/"
    inner = f"when/{page.removeprefix('session-')}/" if page.startswith("session-") else f"{page}/"
    opened = client.get(home if page == "new" else f"{home}{inner}")
    answer = client.post(f"{home}autosave/{page}/", {"base": opened.context["base"]} | fields)
    assert answer.status_code == 200
    return answer.json()


def test_kept_encrypted_and_restored(draft: Activity, he: User, sign_in) -> None:
    author = sign_in(he)
    kept = leave(
        author,
        draft,
        "safety",
        responsible_name="示例-王老师",
        responsible_phone="1390000",
        expected="约六十",
    )
    assert kept == {"said": "已自动保存 09:00"}
    with connection.cursor() as cursor:
        cursor.execute('SELECT "values" FROM programme_autosave')
        assert "1390000" not in cursor.fetchone()[0]
    page = author.get(f"/desk/activities/{draft.pk}/safety/").content.decode()
    assert "恢复了 09:00 还没有保存的内容" in page
    assert 'value="1390000"' in page
    assert 'value="约六十"' in page
    draft.safeguard.refresh_from_db()
    assert draft.safeguard.responsible_name == "示例-张老师"  # nothing is saved by that


def test_every_page_is_restored(draft: Activity, edition: Edition, venue: Venue, he: User, sign_in) -> None:
    session = make_session(draft, starts=at(25, 9), venue=venue)
    author, home = sign_in(he), f"/desk/activities/{draft.pk}/"
    kind, pupils = ActivityKind.objects.get(code="online"), Audience.objects.get(code="pupils")
    leave(
        author,
        draft,
        "what",
        kind=kind.pk,
        title="",
        audiences=[pupils.pk],
        body="写到一半\n第二行",
        highlight="on",
    )
    leave(author, draft, "when", day="2021-05-26", starts="08:0", ends="", venue=venue.pk)
    leave(
        author,
        draft,
        f"session-{session.code}",
        day="2021-05-27",
        starts="09:00",
        ends="10:30",
        note="从南门进",
    )
    leave(author, draft, "partners", others="示例协会")
    leave(author, None, "new", title="新的活动")
    initial = {
        page: author.get(home + page).context["form"].initial for page in ("what/", "when/", "partners/")
    }
    what = initial["what/"]
    assert (what["kind"], what["title"], what["audiences"], what["highlight"]) == (
        str(kind.pk),
        "",
        [str(pupils.pk)],
        True,
    )
    assert (initial["when/"]["day"], initial["when/"]["starts"], initial["when/"]["movable"]) == (
        "2021-05-26",
        "08:0",
        False,
    )
    assert initial["partners/"]["others"] == "示例协会"
    assert "从南门进" in author.get(f"{home}when/{session.code}/").content.decode()
    assert 'value="新的活动"' in author.get("/desk/activities/new/").content.decode()


def test_saved_is_forgotten(
    draft: Activity, edition: Edition, school: Organisation, he: User, sign_in
) -> None:
    author, home = sign_in(he), f"/desk/activities/{draft.pk}/"
    leave(author, draft, "partners", others="示例协会")
    leave(author, draft, "what", title="别的")
    leave(author, None, "new", title="新的活动")
    author.post(f"{home}partners/", {"others": "示例协会"})
    assert sorted(Autosave.objects.values_list("page", flat=True)) == ["new", "what"]
    bad = author.post(f"{home}what/", {"title": ""})
    assert bad.status_code == 422
    assert sorted(Autosave.objects.values_list("page", flat=True)) == ["new", "what"]  # refused: still kept
    facts = {
        "kind": ActivityKind.objects.get(code="campus").pk,
        "title": "新的活动",
        "summary": "做",
        "owner": school.pk,
    }
    author.post("/desk/activities/new/", facts)
    assert [one.page for one in Autosave.objects.all()] == ["what"]


def test_given_up(draft: Activity, he: User, sign_in) -> None:
    author, home = sign_in(he), f"/desk/activities/{draft.pk}/"
    leave(author, draft, "what", title="别的")
    assert author.post(f"{home}autosave/what/give-up/")["Location"] == f"{home}what/"
    assert not Autosave.objects.exists()
    assert "还没有保存" not in author.get(f"{home}what/").content.decode()
    assert author.post("/desk/activities/new/autosave/new/give-up/")["Location"] == "/desk/activities/new/"


def test_what_is_typed_back_is_nothing(draft: Activity, he: User, sign_in) -> None:
    author = sign_in(he)
    leave(author, draft, "partners", others="")
    assert "还没有保存" not in author.get(f"/desk/activities/{draft.pk}/partners/").content.decode()


def test_out_of_date_lets_choose(draft: Activity, he: User, lin: User, sign_in) -> None:
    author, page = sign_in(he), f"/desk/activities/{draft.pk}/partners/"
    leave(author, draft, "partners", others="我的协会")
    sign_in(lin).post(page, {"others": "市里的协会"})
    shown = author.get(page).content.decode()
    assert "之后这一页被改过" in shown
    assert "市里的协会" in shown
    assert "我的协会" not in shown
    mine = author.get(f"{page}?mine=1").content.decode()
    assert "保存会盖掉那些修改" in mine
    assert "我的协会" in mine
    author.post(page, {"others": "我的协会"})
    assert [part.name for part in draft.participations.exclude(name="")] == ["我的协会"]
    assert not Autosave.objects.exists()


def test_another_page_makes_nothing_out_of_date(draft: Activity, he: User, sign_in) -> None:
    author, home = sign_in(he), f"/desk/activities/{draft.pk}/"
    leave(author, draft, "what", title="别的")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        author.post(f"{home}partners/", {"others": "示例协会"})
        assert "恢复了 09:00 还没有保存的内容" in author.get(f"{home}what/").content.decode()
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert "恢复了 5 月 23 日 09:00" in author.get(f"{home}what/").content.decode()


def test_nobody_else_sees_it(draft: Activity, he: User, lin: User, wu: User, sign_in, client: Client) -> None:
    leave(sign_in(he), draft, "what", title="拉坯新名")
    assert "拉坯新名" not in sign_in(lin).get(f"/desk/activities/{draft.pk}/what/").content.decode()
    assert queries.autosaved(lin, draft, "what") is None
    address = f"/desk/activities/{draft.pk}/autosave/what/"
    assert sign_in(wu).post(address, {"title": "x"}).status_code == 404
    assert sign_in(wu).post(f"{address}give-up/").status_code == 404
    assert client.post(address, {"title": "x"}).status_code == 302
    assert sign_in(he).get(address).status_code == 405
    assert [(one.user, one.page) for one in Autosave.objects.all()] == [(he, "what")]


def test_refused(draft: Activity, school: Organisation, edition: Edition, he: User, sign_in) -> None:
    author = sign_in(he)
    long = author.post(f"/desk/activities/{draft.pk}/autosave/what/", {"body": "长" * MOST})
    assert (long.status_code, long.json()["said"]) == (422, "内容太长，没有自动保存；请点保存")
    public = make_activity(school, edition)
    gone = author.post(f"/desk/activities/{public.pk}/autosave/what/", {"title": "x"})
    assert gone.status_code == 422
    assert "不能直接修改" in gone.json()["said"]
    assert author.post(f"/desk/activities/{draft.pk}/autosave/nonsense/", {"title": "x"}).status_code == 422
    with pytest.raises(ProgrammeError):
        actions.autosave(user=he, activity=None, page="what", fields={}, base="")
    assert not Autosave.objects.exists()


def test_erased_after_a_month(draft: Activity, he: User) -> None:
    for page, age in (("what", KEPT + timedelta(hours=1)), ("when", KEPT - timedelta(hours=1))):
        with clock.frozen(clock.now() - age):
            actions.autosave(user=he, activity=draft, page=page, fields={"title": ["x"]}, base="")
    erase_autosaves(0)
    assert [one.page for one in Autosave.objects.all()] == ["when"]
    actions.autosave(user=he, activity=draft, page="when", fields={"title": ["y"]}, base="")
    assert queries.typed(Autosave.objects.get()) == ({"title": ["y"]}, "")
