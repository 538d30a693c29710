"""Writing who answers for safety, for how many people, and what is done for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common.phones import clean_mobile
from skillweek.library.actions import FileRefused, store_file
from skillweek.library.models import File
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import SafetyItem
from skillweek.programme.actions.activities import locked, touch
from skillweek.programme.models import Activity, Safeguard, SafetyAnswer
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.rules.safety import too_many_expected

#: what may be kept as a part of the safety plan or as a permit
PAPERS = (
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/jpeg",
    "image/png",
)


@transaction.atomic
def set_safeguard(
    *, activity: Activity, responsible_name: str = "", responsible_phone: str = "",
    capacity: int | None = None, expected: int | None = None,
) -> Safeguard:  # fmt: skip
    """Keep who answers and for how many, complete or not; refused when a number is wrong or too many are expected."""
    current = locked(activity, "edit")
    try:
        phone = clean_mobile(responsible_phone) if responsible_phone.strip() else ""
    except ValidationError as error:
        raise ProgrammeError(error.messages[0], "responsible_phone") from error
    if too_many := too_many_expected(expected, capacity):
        raise ProgrammeError(too_many, "expected")
    safeguard, _made = Safeguard.objects.update_or_create(
        activity=current,
        defaults={"responsible_name": responsible_name.strip(), "responsible_phone": phone,
                  "capacity": capacity, "expected": expected},
    )  # fmt: skip
    touch(current)
    return safeguard


@transaction.atomic
def set_care(
    *, activity: Activity, measures: str = "", insurance: str = "", first_aid: str = "", public_note: str = ""
) -> Safeguard:
    """Keep what is done for those who come; ``public_note`` is what they themselves are told."""
    current = locked(activity, "edit")
    safeguard, _made = Safeguard.objects.update_or_create(
        activity=current,
        defaults={"measures": measures.strip(), "insurance": insurance.strip(), "first_aid": first_aid.strip(),
                  "public_note": public_note.strip()},
    )  # fmt: skip
    touch(current)
    return safeguard


def store_paper(*, activity: Activity, stream: BinaryIO, name: str, by: User | None, field: str) -> File:
    """Keep a paper of the activity; it is never public. Raises ProgrammeError at ``field``."""
    try:
        return store_file(stream=stream, name=name, owner_code=activity.owner.code, by=by, allowed=PAPERS)
    except FileRefused as error:
        raise ProgrammeError(str(error), field) from error


@dataclass(frozen=True)
class Given:
    """What a page gives for one item of the safety plan: words, a file instead of them, or neither."""

    item: SafetyItem
    text: str = ""
    file: BinaryIO | None = None
    file_name: str = ""
    drop_file: bool = False


@transaction.atomic
def write_safety_plan(*, activity: Activity, by: User | None, given: Sequence[Given]) -> int:
    """Keep what the safety plan says on the items of ``given``; gives how many of them say something now."""
    current = locked(activity, "edit")
    if any(one.item.edition_id != current.edition_id for one in given):
        raise ProgrammeError(_("请选择本届活动周的安全方案事项"))
    kept = {one.item_id: one for one in current.safety_answers.select_for_update(of=("self",))}
    said = sum(_answer(current, kept.get(one.item.pk), one, by) for one in given)
    touch(current)
    return said


def _answer(activity: Activity, answer: SafetyAnswer | None, given: Given, by: User | None) -> bool:
    """Write one item; True when it says something."""
    answer = answer or SafetyAnswer(activity=activity, item=given.item)
    answer.text = given.text.strip()
    if given.drop_file:
        answer.file = None
    if given.file is not None:
        field = f"file-{given.item.code}"
        answer.file = store_paper(
            activity=activity, stream=given.file, name=given.file_name, by=by, field=field
        )
    if answer.text or answer.file is not None:
        answer.save()
        return True
    if answer.pk:
        answer.delete()
    return False


@transaction.atomic
def ask_full_plan(*, activity: Activity, by: User, wanted: bool) -> Safeguard:
    """An officer asks the unit for every item of the safety plan, whatever the size; or takes that back."""
    current = locked(activity, "settle")
    if not has_right(by, Right.REVIEW, current.owner):
        raise ProgrammeError(_("只有审核这个活动的人可以要求写完整安全方案"))
    safeguard, _made = Safeguard.objects.get_or_create(activity=current)
    if safeguard.full_plan != wanted:
        safeguard.full_plan = wanted
        safeguard.save(update_fields=["full_plan"])
        touch(current)
    return safeguard
