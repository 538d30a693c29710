"""Writing who answers for safety."""

from django.core.exceptions import ValidationError
from django.db import transaction

from skillweek.common.phones import clean_mobile
from skillweek.programme.actions.activities import locked, touch
from skillweek.programme.models import Activity, Safeguard
from skillweek.programme.rules import ProgrammeError, missing_safeguards


@transaction.atomic
def set_safeguard(
    *, activity: Activity, responsible_name: str = "", responsible_phone: str = "",
    capacity: int | None = None, expected: int | None = None, measures: str = "",
) -> Safeguard:  # fmt: skip
    """Keep the safeguards, complete or not; refused when a phone number is wrong or too many are expected."""
    current = locked(activity, "edit")
    try:
        phone = clean_mobile(responsible_phone) if responsible_phone.strip() else ""
    except ValidationError as error:
        raise ProgrammeError(error.messages[0], "responsible_phone") from error
    if capacity and expected and expected > capacity:
        too_many = missing_safeguards(Safeguard(capacity=capacity, expected=expected), online=True)[-1]
        raise ProgrammeError(too_many.text, "expected")
    safeguard, _made = Safeguard.objects.update_or_create(
        activity=current,
        defaults={"responsible_name": responsible_name.strip(), "responsible_phone": phone,
                  "capacity": capacity, "expected": expected, "measures": measures.strip()},
    )  # fmt: skip
    touch(current)
    return safeguard
