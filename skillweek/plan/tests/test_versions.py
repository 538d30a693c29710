"""Revising notices, and passing them on."""

from datetime import date, datetime

import pytest

from skillweek.accounts.models import User
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, providers, queries
from skillweek.plan.models import Attachment, Edition, Notice, Recipient
from skillweek.plan.tests.factories import address, make_sent_notice, with_address
from skillweek.plan.tests.test_attachments import make_file

NOTED = {"change_note": "改了时间"}


def send(draft: Notice, by: User, seen: int | None = None) -> Notice:
    return actions.send_notice(
        notice=draft, seen=len(queries.resolved(draft).units) if seen is None else seen, by=by
    )


def test_a_revision_copies_everything_and_asks_again(
    edition: Edition, school: Organisation, other_school: Organisation, he: User, lin: User, now: datetime
) -> None:
    with_address(he)
    old = make_sent_notice(edition, school, other_school, number="示教〔2021〕5号", signatory="示例局",
                           sign_by=date(2021, 5, 25))  # fmt: skip
    file = make_file(old.issuer, lin)
    Attachment.objects.create(notice=old, file=file, title="名单", position=3)
    actions.acknowledge(recipient=old.recipients.get(organisation=school), by=he)
    draft = actions.revise_notice(notice=old, by=lin)
    assert actions.revise_notice(notice=old, by=lin) == draft
    same = ("title", "number", "addressees", "body", "signatory", "sign_by", "public", "edition", "issuer")
    assert [getattr(draft, name) for name in same] == [getattr(old, name) for name in same]
    assert (draft.version, draft.revises, draft.state, draft.signed_on) == (2, old, "draft", now.date())
    assert list(draft.attachments.values_list("title", "file", "position")) == [("名单", file.pk, 3)]
    assert {unit.code for unit in queries.resolved(draft).units} == {"school-a", "school-b"}
    with pytest.raises(actions.NoticeError, match="改了什么"):
        send(draft, lin)
    old.refresh_from_db()
    assert old.state == "sent"
    new = send(actions.edit_notice(notice=draft, by=lin, facts=NOTED), lin)
    old.refresh_from_db()
    assert (old.state, new.state) == ("superseded", "sent")
    assert set(new.recipients.values_list("state", flat=True)) == {"sent"}
    assert [one.notice for one in queries.to_sign(he)] == [new]
    actions.tell(notice_id=new.pk)
    (mail,) = Message.objects.all()
    assert (mail.subject, "改了时间" in mail.body) == (f"有新版，请重新签收：{new.title}", True)
    assert queries.latest(old) == new
    with pytest.raises(actions.NoticeError, match="请看新版"):
        actions.revise_notice(notice=old, by=lin)


def test_a_revision_keeps_rules_and_adds_who_was_reached_besides(
    edition: Edition, county: Organisation, school: Organisation, lin: User, now: datetime
) -> None:
    old = make_sent_notice(edition, school, county)
    address(old, "schools")
    draft = actions.revise_notice(notice=old, by=lin)
    assert list(draft.addressing.values_list("group", "organisation__code")) == [
        ("schools", None),
        ("", "yexian"),
    ]


def test_versions_tell_what_changed(edition: Edition, school: Organisation, lin: User, now: datetime) -> None:
    old = make_sent_notice(edition, school, body="第一段。\n五月二十二日举行启动仪式。\n第三段。")
    Attachment.objects.create(notice=old, file=make_file(old.issuer, lin), title="旧表")
    draft = actions.revise_notice(notice=old, by=lin)
    draft.attachments.all().delete()
    facts = NOTED | {"body": "第一段。\n五月二十三日举行启动仪式。\n第三段。\n新的一段。", "title": "新标题"}
    new = send(actions.edit_notice(notice=draft, by=lin, facts=facts), lin)
    second, first = queries.versions(new)
    assert queries.versions(old)[0].notice == new
    assert (first.facts, first.body) == ([], [])
    assert ("标题", old.title, "新标题") in second.facts
    assert (second.added, second.removed) == ([], ["旧表"])
    assert [[(piece.kind, piece.text) for piece in part] for part in second.body] == [
        [("same", "第一段。")],
        [("same", "五月二十"), ("del", "二"), ("ins", "三"), ("same", "日举行启动仪式。")],
        [("same", "第三段。")],
        [("ins", "新的一段。")],
    ]


@pytest.fixture
def received(edition: Edition, county: Organisation, school: Organisation, now: datetime) -> Recipient:
    return make_sent_notice(edition, county, public=False).recipients.get()


def test_a_county_passes_a_notice_on(
    received: Recipient, county: Organisation, school: Organisation, zhou: User, he: User
) -> None:
    draft = actions.forward_notice(recipient=received, by=zhou)
    assert (draft.issuer, draft.forwards, draft.state, draft.public) == (
        county,
        received.notice,
        "draft",
        False,
    )
    assert received.notice.title in draft.title
    assert actions.forward_notice(recipient=received, by=zhou) == draft
    actions.edit_notice(
        notice=draft, by=zhou, facts={"addressees": "各学校：", "body": "请落实。", "public": True}
    )
    draft.refresh_from_db()
    assert not draft.public, "what passes on a notice that is not public is not public"
    address(draft, "schools")
    sent = send(draft, zhou)
    assert [one.notice for one in queries.to_sign(he)] == [sent]
    assert actions.forward_notice(recipient=received, by=zhou) == sent
    assert Notice.objects.filter(forwards=received.notice).count() == 1


def test_only_what_was_received_is_passed_on_and_only_downward(
    received: Recipient,
    school: Organisation,
    other_school: Organisation,
    lin: User,
    he: User,
    zhou: User,
    wu: User,
) -> None:
    for stranger in (lin, he, wu):
        assert not queries.forwardable_by(stranger).exists()
        with pytest.raises(actions.NoticeError, match="自己的管理员"):
            actions.forward_notice(recipient=received, by=stranger)
    draft = actions.forward_notice(recipient=received, by=zhou)
    with pytest.raises(actions.NoticeError, match="不归本单位管理"):
        actions.address_notice(notice=draft, keys=[], organisations=[other_school], by=zhou)
    assert [one.organisation.code for one in queries.forwardable_by(zhou)] == ["yexian"]


def test_a_unit_with_nobody_below_passes_nothing_on(
    edition: Edition, county: Organisation, zhou: User, now: datetime
) -> None:
    received = make_sent_notice(edition, county).recipients.get()
    assert not queries.forwardable_by(zhou).exists()
    with pytest.raises(actions.NoticeError, match="没有下属单位"):
        actions.forward_notice(recipient=received, by=zhou)
    assert Notice.objects.count() == 1


def test_a_new_version_is_passed_on_as_a_revision(
    received: Recipient, county: Organisation, school: Organisation, zhou: User, lin: User, he: User
) -> None:
    first = actions.forward_notice(recipient=received, by=zhou)
    actions.edit_notice(notice=first, by=zhou, facts={"addressees": "各学校："})
    address(first, "schools")
    first = send(first, zhou)
    assert providers.forwardings(zhou) == []
    new = actions.revise_notice(notice=received.notice, by=lin)
    new = send(actions.edit_notice(notice=new, by=lin, facts=NOTED), lin)
    (hint,) = providers.forwardings(zhou)
    assert (hint.url, hint.organisation) == (f"/desk/notices/{new.code}/", county.short_name)
    (row,) = queries.roll_up(new).rows
    assert (row.forwarding, row.outdated) == (first, True)
    with pytest.raises(actions.NoticeError, match="请看新版"):
        actions.forward_notice(recipient=received, by=zhou)
    again = actions.forward_notice(recipient=new.recipients.get(), by=zhou)
    assert (again.revises, again.version, again.forwards) == (first, 2, new)
    assert "第2版" in again.change_note
    send(again, zhou)
    first.refresh_from_db()
    assert (first.state, providers.forwardings(zhou)) == ("superseded", [])
    (row,) = queries.roll_up(new).rows
    assert (row.forwarding, row.outdated, row.passed_total) == (again, False, 1)
    assert [one.notice for one in queries.to_sign(he)] == [again]
