"""Who comes along and what they answer: what is asked, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from skillweek.booking.models import Question
from skillweek.booking.rules.terms import Limits, Way, needs_guardian
from skillweek.booking.rules.visits import NotAllowed

#: what a yes-or-no question is answered with
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Extras:
    """What a booking says besides one name, one number and how many."""

    #: name and age of each; adults have no age
    companions: tuple[tuple[str, int | None], ...] = ()
    #: by id of the question
    replies: Mapping[int, str] = field(default_factory=dict)
    guardian: bool = False

    def __bool__(self) -> bool:
        """True when there is something to write besides the booking."""
        return bool(self.companions or self.replies)


def asked(question: Question) -> str:
    """The name of a question's field in forms and refusals."""
    return f"q{question.pk}"


def may_bring(party: int, extras: Extras, way: Way, limits: Limits) -> NotAllowed | None:
    """Why these people cannot be booked for, or None."""
    others = max(party - 1, 0)
    if len(extras.companions) > others:
        return NotAllowed(
            _("一共 %(party)s 人，同行的最多写 %(others)s 人；现在写了 %(written)s 人")
            % {"party": party, "others": others, "written": len(extras.companions)},
            "party",
        )
    if way.names and (len(extras.companions) < others or not all(name for name, _age in extras.companions)):
        return NotAllowed(_("入场要核对姓名，请写齐同行 %(others)s 人的姓名") % {"others": others}, "who1")
    if needs_guardian([age for _name, age in extras.companions], limits) and not extras.guardian:
        return NotAllowed(
            _("有 %(age)s 岁以下的孩子，要监护人同意才能预约") % {"age": limits.guardian_age}, "guardian"
        )
    return None


def may_answer(questions: Sequence[Question], replies: Mapping[int, str]) -> NotAllowed | None:
    """What is missing or wrong in the answers, or None; choices are to be prefetched."""
    for question in questions:
        said = replies.get(question.pk, "").strip()
        if not said and question.required:
            return NotAllowed(_("请回答：%(question)s") % {"question": question}, asked(question))
        if said and (problem := _wrong(question, said)):
            return NotAllowed(problem, asked(question))
    return None


def _wrong(question: Question, said: str) -> str:
    if question.kind == Question.Kind.NUMBER and not said.isdecimal():
        return _("请填数字")
    if question.kind == Question.Kind.YES and said not in (YES, NO):
        return _("请选“是”或“否”")
    if question.kind == Question.Kind.CHOICE and said not in [
        one.label for one in question.choices.all() if one.active
    ]:
        return _("请选其中一项")
    return _("最多 200 个字") if len(said) > 200 else ""
