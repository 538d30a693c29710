"""Guests: the list, answers by the link, answers written down, withdrawing, erasing."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.models import Ceremony, Guest
from skillweek.ceremonies.rules import CeremonyError, Reply
from skillweek.ceremonies.tests.factories import OPENING, make_guest
from skillweek.common import clock
from skillweek.library.sheets import read_sheet
from tests.cast import ZONE


def test_phone_and_address_are_encrypted_and_in_no_history(ceremony: Ceremony) -> None:
    make_guest(ceremony, phone="13900000000", email="a@pds.example.invalid")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, email FROM ceremonies_guest")
        row = cursor.fetchone()
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'ceremonies_guestevent'"
        )
        kept = {name for (name,) in cursor.fetchall()}
    assert all(":" in text and "139" not in text and "@" not in text for text in row)
    assert kept & {"phone", "email", "email_index"} == set()
    assert Guest.objects.get().phone == "13900000000"


def test_the_same_guest_stands_there_once(ceremony: Ceremony) -> None:
    make_guest(ceremony, unit="示例学校")
    with pytest.raises(CeremonyError):
        make_guest(ceremony, unit="示例学校")
    make_guest(ceremony, unit="另一所学校")
    assert Guest.objects.count() == 2


def test_only_a_party_has_several_heads(ceremony: Ceremony) -> None:
    with pytest.raises(CeremonyError):
        make_guest(ceremony, people=3)
    make_guest(ceremony, people=3, kind="party")
    assert queries.counts(ceremony).invited == 3


def test_a_guest_answers_by_the_link_without_an_account(ceremony: Ceremony) -> None:
    guest = make_guest(ceremony)
    address = f"/invited/{queries.token(guest)}/"
    visitor = Client()
    assert "示例-郏来宾" in visitor.get(address).content.decode()
    assert visitor.post(address, {"answer": "yes", "arrival": "八点到"}).status_code == 302
    guest.refresh_from_db()
    assert (guest.answer, guest.arrival, guest.answered_by) == ("yes", "八点到", None)
    assert visitor.post(address, {"answer": "substitute", "substitute_name": "示例-堃"}).status_code == 302
    guest.refresh_from_db()
    assert (guest.answer, guest.substitute_name, guest.coming) == ("substitute", "示例-堃", "示例-堃")
    counted = queries.counts(ceremony)
    assert (counted.coming, counted.silent) == (1, 0)


def test_an_incomplete_answer_changes_nothing(ceremony: Ceremony) -> None:
    guest = make_guest(ceremony)
    address = f"/invited/{queries.token(guest)}/"
    for typed in ({}, {"answer": "maybe"}, {"answer": "substitute", "arrival": "带车"}):
        answer = Client().post(address, typed)
        assert answer.status_code == 422
        assert typed.get("arrival", "") in answer.content.decode()
    guest.refresh_from_db()
    assert (guest.answer, guest.answered_at) == ("none", None)


def test_a_wrong_or_withdrawn_link_does_not_answer(ceremony: Ceremony) -> None:
    guest = make_guest(ceremony)
    token = queries.token(guest)
    assert Client().get(f"/invited/{token[:-1]}/").status_code == 404
    assert Client().get(f"/invited/{guest.code}/").status_code == 404
    actions.withdraw_guest(guest=guest)
    answer = Client().post(f"/invited/{token}/", {"answer": "yes"})
    assert (answer.status_code, "已经收回" in answer.content.decode()) == (422, True)
    guest.refresh_from_db()
    assert guest.answer == "none"


def test_after_the_deadline_only_officers_write_answers_down(ceremony: Ceremony, zhou: User) -> None:
    guest = make_guest(ceremony)
    Ceremony.objects.update(answer_by=date(2021, 5, 24))
    with clock.frozen(datetime(2021, 5, 25, 9, 0, tzinfo=ZONE)):
        with pytest.raises(CeremonyError):
            actions.reply(guest=guest, reply=Reply("yes"))
        actions.answer_for(guest=guest, reply=Reply("no"), by=zhou)
    guest.refresh_from_db()
    assert (guest.answer, guest.answered_by) == ("no", zhou)


def test_nobody_answers_once_it_has_begun(ceremony: Ceremony) -> None:
    guest = make_guest(ceremony)
    with clock.frozen(OPENING + timedelta(minutes=1)), pytest.raises(CeremonyError):
        actions.reply(guest=guest, reply=Reply("yes"))


def test_an_officer_answers_on_the_page_and_is_named(
    ceremony: Ceremony, zhou: User, wu: User, sign_in
) -> None:
    guest = make_guest(ceremony)
    home = f"/desk/ceremonies/{ceremony.activity_id}/guests/"
    assert sign_in(wu).post(f"{home}{guest.code}/answer/", {"answer": "yes"}).status_code == 404
    assert sign_in(zhou).post(f"{home}{guest.code}/answer/", {"answer": "yes"}).status_code == 302
    page = sign_in(zhou).get(home).content.decode()
    assert "周示例登记" in page
    guest.refresh_from_db()
    assert guest.answered_by == zhou


def test_a_pasted_list_is_looked_at_first(ceremony: Ceremony, zhou: User, sign_in) -> None:
    officer, address = sign_in(zhou), f"/desk/ceremonies/{ceremony.activity_id}/guests/import/"
    table = "单位\t姓名\t类别\t人数\n示例学校\t示例-滍老师\t学校队伍\t40\n示例机关\t示例-堃\t领导\t\n"
    page = officer.post(address, {"table": table})
    assert (page.status_code, Guest.objects.count()) == (200, 0)
    assert "写入 2 位来宾" in page.content.decode()
    assert officer.post(address, {"table": table, "confirmed": "on"}).status_code == 302
    found = set(Guest.objects.values_list("name", "unit", "kind", "people"))
    assert found == {("示例-滍老师", "示例学校", "party", 40), ("示例-堃", "示例机关", "leader", 1)}
    officer.post(address, {"table": table, "confirmed": "on"})
    assert Guest.objects.count() == 2, "who stands there already is not doubled"


def test_a_list_with_a_wrong_line_writes_nothing(ceremony: Ceremony, zhou: User, sign_in) -> None:
    officer, address = sign_in(zhou), f"/desk/ceremonies/{ceremony.activity_id}/guests/import/"
    table = "姓名\t人数\t邮箱\n示例-甲\t3\t\n示例-乙\t1\tnot-mail\n示例-丙\t1\t\n"
    page = officer.post(address, {"table": table, "confirmed": "on"})
    text = page.content.decode()
    assert (page.status_code, Guest.objects.count()) == (422, 0)
    assert ("第 2 行" in text, "第 3 行" in text, "第 4 行" in text, "示例-丙" in text) == (
        True,
        True,
        False,
        True,
    )
    assert officer.post(address, {}).status_code == 422


def test_the_sheet_goes_out_and_comes_in_again(ceremony: Ceremony, zhou: User, sign_in) -> None:
    from skillweek.ceremonies.forms import COLUMNS

    make_guest(ceremony, "示例-堃", unit="示例学校", kind="media", rank=7, email="k@pds.example.invalid")
    home = f"/desk/ceremonies/{ceremony.activity_id}/guests/"
    data = b"".join(sign_in(zhou).get(f"{home}sheet/").streaming_content)
    (row,) = read_sheet(BytesIO(data), COLUMNS)
    assert row.values == {
        "name": "示例-堃", "unit": "示例学校", "post": "", "kind": "媒体", "people": "1", "rank": "7", "phone": "",
        "email": "k@pds.example.invalid",
    }  # fmt: skip
    Guest.objects.all().delete()
    file = BytesIO(data)
    file.name = "名单.xlsx"
    assert "写入 1 位来宾" in sign_in(zhou).post(f"{home}import/", {"file": file}).content.decode()


def test_erased_when_the_time_is_over(ceremony: Ceremony) -> None:
    guest = make_guest(ceremony, phone="13900000000")
    actions.reply(guest=guest, reply=Reply("substitute", "示例-堃", "示例-科长", "带车"))
    assert actions.erase_expired() == 0
    with clock.frozen(datetime(2023, 5, 25, 9, 0, tzinfo=ZONE)):
        assert actions.erase_expired() == 1
        assert actions.erase_expired() == 0
    guest.refresh_from_db()
    assert (guest.name, guest.phone, guest.email, guest.arrival, guest.substitute_name) == (
        "—",
        "",
        "",
        "",
        "—",
    )
    assert guest.answer == "substitute", "counts stay true"
    assert Client().get(f"/invited/{queries.token(guest)}/").status_code == 404


def test_volunteers_see_the_show_and_no_guests(
    ceremony: Ceremony, edition, school, venue, zhao: User, sign_in
) -> None:
    from skillweek.ceremonies.tests.factories import make_ceremony

    mine = make_ceremony(school, edition, None, title="学校启动仪式")
    client, home = sign_in(zhao), f"/desk/ceremonies/{mine.activity_id}/"
    assert client.get(f"{home}show/").status_code == 200
    for hidden in ("guests/", "guests/letter/", "badges/", "print/plan/", "notice/"):
        assert client.get(f"{home}{hidden}").status_code == 404
