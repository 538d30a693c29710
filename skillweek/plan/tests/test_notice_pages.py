"""Pages on which notices are written, addressed, sent and revised."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Addressing, Attachment, Edition, Notice, Recipient
from skillweek.plan.tests.factories import address, make_notice, make_sent_notice

SignIn = Callable[[User], Client]
WRITTEN = {
    "title": "关于做好活动周工作的通知", "addressees": "各单位：", "body": "请签收。", "signed_on": "2021-05-23",
    "number": "", "public": "on",
}  # fmt: skip


@pytest.mark.usefixtures("now")
def test_an_officer_writes_attaches_addresses_looks_and_sends(
    edition: Edition, school: Organisation, other_school: Organisation, lin: User, sign_in: SignIn
) -> None:
    client = sign_in(lin)
    place = client.post("/desk/notices/write/", WRITTEN).headers["Location"]
    home = place.removesuffix("attachments/")
    file = SimpleUploadedFile("名单.pdf", b"%PDF-1.4 x")
    assert client.post(place, {"file": file, "title": ""}).headers["Location"] == place
    assert client.get(f"{home}send/").headers["Location"] == f"{home}recipients/"
    asked = client.post(f"{home}recipients/", {"groups": "schools"})
    assert asked.headers["Location"] == f"{home}send/"
    shown = client.get(f"{home}send/")
    assert [unit.code for unit in shown.context["resolved"].units] == ["school-a", "school-b"]
    assert shown.context["resolved"].unmanned == {school.pk, other_school.pk}
    assert "名单" in shown.text
    assert (Notice.objects.get().state, Recipient.objects.count()) == ("draft", 0)
    sent = client.post(f"{home}send/", {"seen": "2"}, follow=True)
    assert Notice.objects.get().state == "sent"
    assert (sent.context["receipts"].unread, 'hx-trigger="every 2s"' in sent.text) == (2, True)
    assert client.get(f"{home}send/").status_code == 404


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("seen", ["1", "", "viele"])
def test_a_number_that_is_not_the_present_one_asks_again(
    seen: str, edition: Edition, school: Organisation, other_school: Organisation, lin: User, sign_in: SignIn
) -> None:
    draft = address(make_notice(edition), "schools")
    answer = sign_in(lin).post(f"/desk/notices/{draft.code}/send/", {"seen": seen})
    assert (answer.status_code, Recipient.objects.count()) == (422, 0)
    assert 'name="seen" value="2"' in answer.text
    assert bool(answer.context["form"].non_field_errors()) is (seen == "1")


def test_what_was_typed_is_kept(edition: Edition, lin: User, sign_in: SignIn) -> None:
    wrong = WRITTEN | {"title": "", "signed_on": "五月"}
    answer = sign_in(lin).post("/desk/notices/write/", wrong)
    assert (answer.status_code, Notice.objects.count()) == (422, 0)
    assert set(answer.context["form"].errors) == {"title", "signed_on"}
    assert "请签收。" in answer.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"sign_by": "2021-05-01"}, "sign_by"), ({"body": "长" * 60_001}, "body"), ({"title": "\x00"}, "title")],
)
def test_what_cannot_be_is_said_at_the_field(
    typed: dict[str, str], field: str, edition: Edition, lin: User, sign_in: SignIn
) -> None:
    answer = sign_in(lin).post("/desk/notices/write/", WRITTEN | typed)
    assert (answer.status_code, set(answer.context["form"].errors), Notice.objects.count()) == (
        422,
        {field},
        0,
    )


@pytest.mark.parametrize("chosen", [{"groups": "moon"}, {"units": "school-z"}, {"groups": ""}, {}])
def test_choosing_nobody_or_the_unknown(
    chosen: dict[str, str], edition: Edition, school: Organisation, lin: User, sign_in: SignIn
) -> None:
    draft, client = make_notice(edition), sign_in(lin)
    answer = client.post(f"/desk/notices/{draft.code}/recipients/", chosen)
    assert (answer.status_code, Addressing.objects.count()) == (422, 0)
    assert set(answer.context["form"].errors) <= {"groups", "units"}
    assert client.get(f"/desk/notices/{draft.code}/recipients/").status_code == 200


@pytest.mark.usefixtures("now")
def test_files_of_a_draft(edition: Edition, lin: User, sign_in: SignIn) -> None:
    draft, client = make_notice(edition), sign_in(lin)
    place = f"/desk/notices/{draft.code}/attachments/"
    for name in ("一.pdf", "二.pdf"):
        client.post(place, {"file": SimpleUploadedFile(name, b"%PDF-1.4 x")})
    first, second = draft.attachments.all()
    assert client.post(f"{place}{second.pk}/move/", {"up": "on"}).status_code == 302
    assert [one.title for one in draft.attachments.all()] == ["二", "一"]
    client.post(f"{place}{first.pk}/remove/")
    assert [one.title for one in Attachment.objects.all()] == ["二"]
    wrong = client.post(place, {"file": SimpleUploadedFile("a.exe", b"MZ"), "title": "程序"})
    assert (wrong.status_code, "程序" in wrong.text, Attachment.objects.count()) == (422, True, 1)
    assert client.post(f"{place}999/remove/").status_code == 404


@pytest.mark.usefixtures("now")
def test_further_units_are_shown_before_they_get_it(
    edition: Edition, county: Organisation, school: Organisation, lin: User, sign_in: SignIn
) -> None:
    notice, client = make_sent_notice(edition, school), sign_in(lin)
    place = f"/desk/notices/{notice.code}/further/"
    assert client.get(place).status_code == 200
    assert client.get(place, {"look": "1"}).status_code == 422
    shown = client.get(place, {"groups": "places"})
    assert [unit.code for unit in shown.context["resolved"].units] == ["yexian"]
    assert client.post(place, {"groups": "places", "seen": "5"}).status_code == 422
    assert client.post(place, {"groups": "schools", "seen": "1"}).status_code == 422
    assert notice.recipients.count() == 1
    assert client.post(place, {"groups": "places", "seen": "1"}).status_code == 302
    assert notice.recipients.count() == 2
    assert "下属单位都已收到" in client.get(place).text


@pytest.mark.usefixtures("now")
def test_a_revision_replaces_and_the_old_page_says_so(
    edition: Edition, school: Organisation, lin: User, he: User, sign_in: SignIn
) -> None:
    notice, client = make_sent_notice(edition, school), sign_in(lin)
    address(notice, "schools")
    edit = client.post(f"/desk/notices/{notice.code}/revise/").headers["Location"]
    revised = WRITTEN | {"body": "请今天签收。", "change_note": ""}
    refused = client.post(edit, revised)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["change_note"])
    client.post(edit, revised | {"change_note": "加了日期"})
    new = Notice.objects.get(version=2)
    assert client.post(f"/desk/notices/{new.code}/send/", {"seen": "1"}).status_code == 302
    assert (
        client.post(f"/desk/notices/{notice.code}/revise/", follow=True)
        .redirect_chain[-1][0]
        .endswith(f"{notice.code}/")
    )
    old = sign_in(he).get(f"/desk/notices/{notice.code}/").text
    assert ("第 2 版替代" in old, f"/desk/notices/{new.code}/" in old, "/sign/" in old) == (True, True, False)
    changed = sign_in(he).get(f"/desk/notices/{new.code}/versions/").text
    assert ("<ins>今天</ins>" in changed, "加了日期" in changed) == (True, True)
    public = Client().get(f"/notices/{notice.code}/").text
    assert ("已被新版替代" in public, f"/notices/{new.code}/" in public) == (True, True)
    assert [one.pk for one in Client().get("/notices/").context["page"]] == [new.pk]
