"""Pages of notices, for those who send, receive, and have nothing to do with them."""

from collections.abc import Callable

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition, Notice, Recipient
from skillweek.plan.tests.factories import make_notice, make_sent_notice

SignIn = Callable[[User], Client]
WRITTEN = {
    "title": "关于做好活动周工作的通知", "addressees": "各单位：", "body": "请签收。", "signed_on": "2021-05-23",
    "number": "", "public": "on",
}  # fmt: skip


@pytest.mark.usefixtures("now")
def test_an_officer_writes_sees_the_list_and_sends(
    edition: Edition, school: Organisation, other_school: Organisation, lin: User, sign_in: SignIn
) -> None:
    client = sign_in(lin)
    written = client.post("/desk/notices/write/", WRITTEN, follow=True)
    address = written.redirect_chain[-1][0]
    shown = client.get(address, {"groups": "schools"})
    assert [unit.code for unit in shown.context["units"]] == ["school-a", "school-b"]
    assert (Notice.objects.get().state, Recipient.objects.count()) == ("draft", 0)
    sent = client.post(address, {"groups": "schools"}, follow=True)
    assert Notice.objects.get().state == "sent"
    assert sent.context["receipts"].unread == 2
    assert client.get(address).status_code == 404


def test_what_was_typed_is_kept(edition: Edition, lin: User, sign_in: SignIn) -> None:
    answer = sign_in(lin).post("/desk/notices/write/", WRITTEN | {"title": "", "signed_on": "五月"})
    assert (answer.status_code, Notice.objects.count()) == (422, 0)
    assert set(answer.context["form"].errors) == {"title", "signed_on"}
    assert "请签收。" in answer.text


@pytest.mark.parametrize("chosen", [{"groups": "moon"}, {"units": "school-z"}, {"groups": ""}])
def test_sending_to_nobody_or_to_the_unknown(
    chosen: dict[str, str], edition: Edition, school: Organisation, lin: User, sign_in: SignIn
) -> None:
    draft = make_notice(edition)
    answer = sign_in(lin).post(f"/desk/notices/{draft.code}/send/", chosen)
    assert (answer.status_code, Recipient.objects.count()) == (422, 0)


def test_choosing_nobody_is_said_at_the_field(edition: Edition, lin: User, sign_in: SignIn) -> None:
    draft, client = make_notice(edition), sign_in(lin)
    assert client.get(f"/desk/notices/{draft.code}/send/").status_code == 200
    answer = client.get(f"/desk/notices/{draft.code}/send/", {"look": "1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["groups"])


@pytest.mark.usefixtures("now")
def test_a_school_reads_and_signs(edition: Edition, school: Organisation, he: User, sign_in: SignIn) -> None:
    notice, client = make_sent_notice(edition, school), sign_in(he)
    page = client.get(f"/desk/notices/{notice.code}/")
    assert (page.status_code, page.context["receipts"]) == (200, None)
    assert Recipient.objects.get().state == "read"
    for _ in range(2):
        signed = client.post(f"/desk/notices/{notice.code}/sign/school-a/", follow=True)
        assert signed.status_code == 200
    assert (Recipient.objects.get().state, Recipient.objects.get().acknowledged_by) == ("acknowledged", he)


@pytest.mark.usefixtures("now")
def test_a_stranger_gets_404(
    edition: Edition, school: Organisation, wu: User, zhao: User, men: User, sign_in: SignIn
) -> None:
    notice = make_sent_notice(edition, school)
    assert sign_in(wu).get(f"/desk/notices/{notice.code}/").status_code == 404
    assert sign_in(men).get(f"/desk/notices/{notice.code}/").status_code == 404
    for stranger in (wu, zhao, men):
        answer = sign_in(stranger).post(f"/desk/notices/{notice.code}/sign/school-a/")
        assert answer.status_code == 404
        assert sign_in(stranger).get("/desk/notices/write/").status_code == 404
        assert sign_in(stranger).get(f"/desk/notices/{notice.code}/send/").status_code == 404
    assert Recipient.objects.get().state == "sent"


@pytest.mark.usefixtures("now")
def test_a_county_sees_receipts_of_its_own_schools_only(
    edition: Edition, school: Organisation, other_school: Organisation, zhou: User, sign_in: SignIn
) -> None:
    notice = make_sent_notice(edition, school, other_school)
    page = sign_in(zhou).get(f"/desk/notices/{notice.code}/")
    assert [row.organisation for row in page.context["receipts"].rows] == [school]
    assert other_school.name not in page.text


@pytest.mark.usefixtures("now")
def test_the_public_reads_what_was_sent_for_all(
    edition: Edition, school: Organisation, client: Client
) -> None:
    notice = make_sent_notice(edition, school)
    make_sent_notice(edition, school, title="内部", public=False)
    make_notice(edition, title="草稿")
    assert [one.title for one in client.get("/notices/").context["page"]] == [notice.title]
    assert client.get(f"/notices/{notice.code}/").status_code == 200
    assert [client.get(f"/notices/{one.code}/").status_code for one in Notice.objects.exclude(pk=notice.pk)] == [
        404, 404,
    ]  # fmt: skip


def test_without_an_edition(db: None, client: Client) -> None:
    assert client.get("/notices/").status_code == 200
    assert client.get("/notices/NOTICE/").status_code == 404


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_receipts_asks_a_constant_number_of_queries(
    number: int, edition: Edition, county: Organisation, lin: User, sign_in: SignIn,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    from skillweek.organisations.actions import add_unit

    units = [add_unit(parent=county, kind=county.kind, code=f"u{n}", name=f"示例-{n}") for n in range(number)]
    notice, client = make_sent_notice(edition, *units), sign_in(lin)
    with django_assert_num_queries(18):
        client.get(f"/desk/notices/{notice.code}/")
