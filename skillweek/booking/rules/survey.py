"""What visitors are asked afterwards, until when, and what is shown of their answers."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.booking.models import SurveyQuestion
from skillweek.booking.rules.visits import BookingError, NotAllowed

#: questions asked at once; more, and people close the page
MOST_QUESTIONS = 6
#: replies from which on marks are broken down and texts are shown, so that nobody is recognised
ENOUGH = 5
LONGEST_TEXT = 500
MARKS = range(1, 6)
Kind = SurveyQuestion.Kind

#: what a city starts with, and how it is answered
PRESETS = (
    (gettext_lazy("总的来说，您满意吗？"), Kind.MARK),
    (gettext_lazy("内容对您有没有用？"), Kind.MARK),
    (gettext_lazy("现场安排得好不好？"), Kind.MARK),
    (gettext_lazy("还想告诉我们什么？"), Kind.TEXT),
)

#: what may lead to a person: addresses, and numbers as long as a telephone's, however they are parted
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ \-—–]?\d){5,}[Xx]?(?!\d)")
_COVER = "••••"


class SurveyOver(BookingError):
    """Answers are no longer taken."""

    code = "survey-over"

    def __init__(self) -> None:
        super().__init__(_("评价已经截止，谢谢您来过"))


def survey_closes(ends: datetime, days: int) -> datetime:
    """Until when a visit is answered for."""
    return ends + timedelta(days=days)


def check_answers(marks: Mapping[int, str], given: Mapping[int, int | str]) -> None:
    """Raise NotAllowed unless ``given`` answers one of ``marks`` (question id -> kind) and fits each of them."""
    said = {key: value for key, value in given.items() if value not in ("", None)}
    if not said:
        raise NotAllowed(_("请至少回答一个问题"), "")
    for key, value in said.items():
        if key not in marks:
            raise NotAllowed(_("问题有变化，请刷新页面再答"), "")
        if marks[key] == Kind.MARK and value not in MARKS:
            raise NotAllowed(_("请在 1 至 5 之间选一个"), "")


def without_persons(text: str) -> str:
    """``text`` with telephone numbers, other long numbers and mail addresses covered."""
    return _NUMBER.sub(_COVER, _MAIL.sub(_COVER, text))
