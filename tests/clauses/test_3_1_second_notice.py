"""三（一） 具体安排另行通知: a ceremony is prepared, and the second notice is made from it and signed."""

from datetime import datetime, timedelta

from django.test import Client

from skillweek.accounts.models import User
from skillweek.ceremonies.queries import token
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation
from skillweek.organisations.tests.factories import make_contact
from skillweek.plan.models import Edition, Notice
from tests.cast import ZONE
from tests.clauses.steps import submit, text, what, when, write_activity

PREPARING = datetime(2021, 5, 10, 9, 0, tzinfo=ZONE)
OPENING = datetime(2021, 5, 22, 9, 0, tzinfo=ZONE)


def _launch(officer: Client, edition: Edition, city: Organisation, county: Organisation) -> str:
    """The city's launch, public; gives the address of its preparation."""
    square = add_venue(owner=city, place=county, name="鹰城广场", address="平顶山市示例路", capacity=2000)
    first = what(edition, city, kind="launch", title="全市启动仪式")
    home = write_activity(officer, first, when(22, "09:00", "10:00", square))
    submit(officer, home)
    ceremony = home.replace("/activities/", "/ceremonies/")
    assert officer.post(f"{ceremony}begin/").status_code == 302
    return ceremony


def _item(officer: Client, ceremony: str, title: str, minutes: int, **more: str) -> None:
    answer = officer.post(
        f"{ceremony}show/new/", {"title": title, "minutes": str(minutes), "who": "示例-组长"} | more
    )
    assert answer.status_code == 302


def test_the_notice_that_was_promised_is_made_from_the_ceremony(
    edition: Edition, city: Organisation, county: Organisation, school: Organisation, lin: User, zhou: User, he: User,
    sign_in,
) -> None:  # fmt: skip
    officer, contact = sign_in(lin), make_contact(city)
    with clock.frozen(PREPARING):
        ceremony = _launch(officer, edition, city, county)
        page = text(officer, f"{ceremony}notice/")
        assert ("还缺这些" in page, "停车" in page) == (True, True), "what is missing is listed, not made up"
        facts = {
            "participants": "各校代表",
            "arrival": "八点半到东门",
            "parking": "北侧",
            "contact": contact.pk,
        }
        assert officer.post(f"{ceremony}arrangements/", facts).status_code == 302
        _item(officer, ceremony, "话筒试声", 10)
        _item(officer, ceremony, "鼓队", 10, public_title="学生鼓队开场")
        hall = add_venue(owner=city, place=county, name="示例会堂", address="示例路2号", capacity=800)
        plan = {
            "other_venue": hall.pk,
            "decide_at": "2021-05-21T17:00",
            "decide_by": "示例-组长",
            "other_plan": "",
        }
        assert officer.post(f"{ceremony}weather/", plan).status_code == 302
        assert "还缺这些" not in text(officer, f"{ceremony}notice/")
        drafted = officer.post(f"{ceremony}notice/", {"groups": ["places", "schools"]})
        notice = Notice.objects.get()
        assert drafted.headers["Location"] == f"/desk/notices/{notice.code}/edit/"
        assert notice.state == Notice.State.DRAFT
        assert "09:10　学生鼓队开场" in notice.body
        assert "话筒试声" not in notice.body, "what is internal stays internal"
        sent = officer.post(f"/desk/notices/{notice.code}/send/", {"seen": "2"})
        assert sent.status_code == 302
        notice.refresh_from_db()
        assert {one.organisation for one in notice.recipients.all()} == {county, school}
        assert "关于举办全市启动仪式的通知" in text(sign_in(he), f"/desk/notices/{notice.code}/")
        signed = sign_in(he).post(f"/desk/notices/{notice.code}/sign/{school.code}/")
        assert signed.status_code == 302
        assert officer.post(f"{ceremony}notice/", {"groups": ["schools"]}).status_code == 422, (
            "revised, not rewritten"
        )
    assert notice.recipients.get(organisation=school).state == "acknowledged"


def test_guests_answer_are_seated_and_the_ceremony_is_held(
    edition: Edition, city: Organisation, county: Organisation, lin: User, sign_in
) -> None:
    officer, visitor = sign_in(lin), Client()
    with clock.frozen(PREPARING):
        ceremony = _launch(officer, edition, city, county)
        table = "姓名\t单位\t邮箱\n示例-郏\t示例机关\tj@pds.example.invalid\n示例-堃\t示例学校\tk@pds.example.invalid"
        officer.post(f"{ceremony}guests/import/", {"table": table, "confirmed": "on"})
        officer.post(f"{ceremony}guests/send/", {"seen": "2"})
        letters = Message.objects.filter(kind="ceremonies.invitation")
        assert sorted(one.address for one in letters) == ["j@pds.example.invalid", "k@pds.example.invalid"]
        guest = edition.activities.get().ceremony.guests.get(name="示例-郏")
        answer = visitor.post(
            f"/invited/{token(guest)}/",
            {"answer": "substitute", "substitute_name": "示例-滍", "substitute_post": "示例-科长"},
        )
        assert answer.status_code == 302
        officer.post(
            f"{ceremony}seats/new/", {"kind": "seats", "name": "嘉宾席", "rows": "2", "columns": "6"}
        )
        officer.post(f"{ceremony}seats/assign/")
        page = text(visitor, f"/invited/{token(guest)}/")
        assert ("您的答复：派人代替" in page, "嘉宾席" in page) == (True, True)
        badges = officer.get(f"{ceremony}print/badges/")
        assert badges.content[:5] == b"%PDF-"
    with clock.frozen(OPENING + timedelta(hours=2)):
        assert "已举办" in text(officer, "/desk/ceremonies/")
