"""五（三） Material by the deadline: a school uploads, its county accepts, the city sees who is missing and reports."""

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from skillweek.accounts.models import User
from skillweek.collection.models import Call, ItemRule
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition, MaterialKind
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.review.tests.factories import picture
from tests.cast import ZONE
from tests.clauses.steps import text


def test_from_upload_to_the_citys_table(
    now: datetime, edition: Edition, school: Organisation, other_school: Organisation, he: User, zhou: User,
    lin: User, sign_in,
) -> None:  # fmt: skip
    call = Call.objects.create(
        edition=edition, title="活动周总结材料", opens=date(2021, 5, 22), deadline=edition.deadline
    )
    rule = ItemRule.objects.create(
        call=call, kind=MaterialKind.objects.get(edition=edition, code="photo"), media_types="image/png"
    )
    teacher, county, city = sign_in(he), sign_in(zhou), sign_in(lin)
    folder = f"/desk/materials/{call.pk}/{school.code}/"
    assert teacher.get("/desk/materials/").headers["Location"] == folder
    wrong = teacher.post(
        f"{folder}{rule.pk}/", {"title": "开幕", "file": SimpleUploadedFile("a.png", b"GIF89a")}
    )
    assert (wrong.status_code, "开幕" in wrong.content.decode()) == (422, True)
    teacher.post(f"{folder}{rule.pk}/", {"title": "开幕", "caption": "老师们在广场", "file": picture()})
    teacher.post(f"{folder}hand-in/")
    item = call.submissions.get().items.get()
    county.post(
        f"/desk/materials/item/{item.code}/decide/", {"verdict": "return", "reason": "请换一张清楚的"}
    )
    assert "请换一张清楚的" in teacher.get(folder).content.decode()
    teacher.post(f"/desk/materials/item/{item.code}/replace/", {"file": picture(800, 600, "clear.png")})
    teacher.post(f"{folder}hand-in/")
    county.post(f"/desk/materials/item/{item.code}/decide/", {"verdict": "accept"})
    table = city.get("/desk/materials/").content.decode()
    rows = [row for row in table.split("<tr>") if '<th scope="row"' in row]
    states = {
        unit.short_name: row for row in rows for unit in (school, other_school) if unit.short_name in row
    }
    assert "已报齐" in states[school.short_name]
    assert "还没报" in states[other_school.short_name]


def test_late_material_is_taken_and_said_to_be_late(
    now: datetime, edition: Edition, school: Organisation, he: User, sign_in
) -> None:
    call = Call.objects.create(
        edition=edition, title="总结", opens=date(2021, 5, 22), deadline=edition.deadline
    )
    with clock.frozen(datetime(2021, 6, 3, 8, 0, tzinfo=ZONE)):
        page = sign_in(he).get(f"/desk/materials/{call.pk}/{school.code}/").content.decode()
    assert "已过截止日，仍可补报，会注明迟报" in page
    assert Client().get(f"/desk/materials/{call.pk}/{school.code}/").status_code == 302


def test_the_city_builds_its_report_and_others_do_not(
    now: datetime, edition: Edition, school: Organisation, lin: User, wu: User, sign_in
) -> None:
    make_session(make_activity(school, edition), starts=now)
    city = sign_in(lin)
    assert city.post(f"/desk/report/{edition.slug}/build/", {"format": "docx"}).status_code == 302
    link = re.findall(r'href="(/files/[\w-]+/)"', text(city, "/desk/report/"))[0]
    answer = city.get(link)
    word = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with ZipFile(BytesIO(word)) as document:
        assert edition.theme in document.read("word/document.xml").decode()
    assert Client().get(link).status_code == 404
    assert sign_in(wu).get(link).status_code == 404
    assert sign_in(wu).post(f"/desk/report/{edition.slug}/build/", {"format": "docx"}).status_code == 404
