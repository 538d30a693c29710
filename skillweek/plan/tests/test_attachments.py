"""Files that go with a notice, and who may have them."""

from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.library.actions import FileRefused, store_file
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.plan import actions
from skillweek.plan.models import Attachment, Edition, Notice
from skillweek.plan.tests.factories import address, make_notice, make_sent_notice

PDF = b"%PDF-1.4 example"


def make_file(owner: Organisation, by: User) -> File:
    return store_file(stream=BytesIO(PDF), name="名单.pdf", owner_code=owner.code, by=by)


def attach(notice: Notice, by: User, title: str = "", name: str = "名单.pdf") -> Attachment:
    return actions.attach(notice=notice, stream=BytesIO(PDF), name=name, title=title, by=by)


def titles(notice: Notice) -> list[str]:
    return list(notice.attachments.values_list("title", flat=True))


@pytest.mark.usefixtures("now")
def test_files_are_added_moved_and_taken_out(edition: Edition, lin: User) -> None:
    draft = make_notice(edition)
    attach(draft, lin)
    attach(draft, lin, "表")
    third = attach(draft, lin, "图")
    assert (titles(draft), third.file.owner_code) == (["名单", "表", "图"], "pds")
    actions.move_attachment(attachment=third, up=True, by=lin)
    assert titles(draft) == ["名单", "图", "表"]
    actions.move_attachment(attachment=draft.attachments.all()[0], up=True, by=lin)
    actions.move_attachment(attachment=draft.attachments.all()[2], up=False, by=lin)
    assert titles(draft) == ["名单", "图", "表"]
    actions.detach(attachment=third, by=lin)
    assert (titles(draft), File.objects.count()) == (["名单", "表"], 3)


@pytest.mark.usefixtures("now")
def test_a_wrong_file_and_one_too_many_are_refused(edition: Edition, lin: User) -> None:
    draft = make_notice(edition)
    with pytest.raises(FileRefused):
        actions.attach(notice=draft, stream=BytesIO(b"MZ\x00"), name="a.exe", title="", by=lin)
    for _ in range(20):
        attach(draft, lin)
    with pytest.raises(actions.NoticeError, match="最多 20 个附件"):
        attach(draft, lin)
    assert (Attachment.objects.count(), File.objects.count()) == (20, 20)


def test_what_is_out_keeps_its_files(edition: Edition, school: Organisation, lin: User, zhou: User) -> None:
    sent, draft = make_sent_notice(edition, school), make_notice(edition)
    one = Attachment.objects.create(notice=sent, file=make_file(sent.issuer, lin), title="名单")
    for step in (
        lambda: attach(sent, lin), lambda: actions.detach(attachment=one, by=lin), lambda: attach(draft, zhou),
        lambda: actions.move_attachment(attachment=one, up=True, by=lin),
    ):  # fmt: skip
        with pytest.raises(actions.NoticeError):
            step()
    assert list(Attachment.objects.all()) == [one]


@pytest.mark.parametrize("public", [True, False])
def test_who_may_have_a_file(
    public: bool, edition: Edition, county: Organisation, school: Organisation, lin: User, zhou: User, he: User,
    wu: User, now: datetime, sign_in,
) -> None:  # fmt: skip
    draft = address(make_notice(edition, public=public), county)
    place = attach(draft, lin).file.get_absolute_url()

    def statuses() -> list[int]:
        people = [Client(), sign_in(lin), sign_in(zhou), sign_in(he), sign_in(wu)]
        answers = [person.get(place) for person in people]
        for answer in answers:
            if answer.streaming:
                b"".join(answer.streaming_content)
        return [answer.status_code for answer in answers]

    assert statuses() == [404, 200, 404, 404, 404]
    actions.send_notice(notice=draft, seen=1, by=lin)
    assert statuses() == ([200] * 5 if public else [404, 200, 200, 404, 404])
    passed_on = actions.forward_notice(recipient=draft.recipients.get(), by=zhou)
    passed_on = actions.edit_notice(notice=passed_on, by=zhou, facts={"addressees": "各校："})
    actions.send_notice(notice=address(passed_on, "schools"), seen=1, by=zhou)
    assert statuses() == ([200] * 5 if public else [404, 200, 200, 200, 404])
