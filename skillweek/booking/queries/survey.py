"""The survey as visitors, units and officers see it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.core import signing
from django.db.models import (
    Avg,
    CharField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from skillweek.booking.kinds import SURVEY
from skillweek.booking.models import (
    Booking,
    Policy,
    SurveyAnswer,
    SurveyQuestion,
    SurveyReply,
    SurveyStop,
)
from skillweek.booking.queries.waiting import policy_of
from skillweek.booking.rules.survey import ENOUGH, MARKS, survey_closes, without_persons
from skillweek.common import clock
from skillweek.common.registry import MeasureValue
from skillweek.messaging.models import Message
from skillweek.organisations.queries import AnyUser, reported, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity

SALT = "booking.survey"
#: texts shown on a page, the latest
TEXTS = 50


@dataclass(frozen=True)
class Bar:
    """How many gave one mark, and of a hundred."""

    mark: int
    count: int
    percent: int


@dataclass(frozen=True)
class Asked:
    """What one question was answered with; ``bars`` and ``texts`` are empty below ``ENOUGH`` replies."""

    question: SurveyQuestion
    count: int
    mean: float | None
    bars: list[Bar] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """Of so many visits so many replied; the mean of all marks; and by question when there are enough."""

    visits: int
    replies: int
    mean: float | None
    questions: list[Asked]

    @property
    def percent(self) -> int | None:
        """How many of a hundred visits replied, rounded down; None when nobody came."""
        return 100 * self.replies // self.visits if self.visits else None

    @property
    def few(self) -> bool:
        """True while a breakdown would show who said what."""
        return self.replies < ENOUGH


def answerable() -> QuerySet[Booking]:
    """Visits to what is over, of people who left a number: who came to the door without a booking cannot be asked."""
    came = Booking.objects.filter(state=Booking.State.ATTENDED, session__ends__lte=clock.now())
    return came.exclude(origin=Booking.Origin.DOOR)


def survey_token(booking: Booking) -> str:
    """The signed key to the questions after one visit."""
    return signing.Signer(salt=SALT, sep=".").sign(booking.code)


def by_survey_token(text: str) -> QuerySet[Booking]:
    """The visit ``text`` is the key to: people came; nothing when it was altered."""
    try:
        code = signing.Signer(salt=SALT, sep=".").unsign(text)
    except signing.BadSignature:
        return Booking.objects.none()
    return Booking.objects.filter(code=code, state=Booking.State.ATTENDED).select_related(
        "city", "session__activity__edition", "session__activity__owner", "session__venue"
    )


def survey_questions(edition: Edition) -> list[SurveyQuestion]:
    """What is asked now, in order."""
    return list(SurveyQuestion.objects.filter(edition=edition, active=True))


def survey_over(booking: Booking) -> bool:
    """True when the time to answer is over."""
    days = policy_of(booking.session.activity.edition).survey_days
    return survey_closes(booking.session.ends, days) <= clock.now()


def replied(booking: Booking) -> bool:
    """True when this visit was answered for."""
    return SurveyReply.objects.filter(booking=booking).exists()


def stopped(booking: Booking) -> bool:
    """True when the visitor's number wants no more questions."""
    return SurveyStop.objects.filter(city=booking.city_id, phone_index=booking.phone_index).exists()


def to_ask() -> QuerySet[Booking]:
    """Visits not yet asked about, of editions that ask and numbers that let themselves be asked."""
    now = clock.now()
    key = Concat(Value(f"{SURVEY.key}:"), Cast(OuterRef("pk"), CharField()))
    asked = Exists(Message.objects.filter(dedup_key=key))
    stop = Exists(SurveyStop.objects.filter(city=OuterRef("city"), phone_index=OuterRef("phone_index")))
    asks = Exists(SurveyQuestion.objects.filter(edition=OuterRef("session__activity__edition"), active=True))
    preset = Policy._meta.get_field("survey_days").default
    days = Coalesce(F("session__activity__edition__policy__survey_days"), Value(preset))
    open_for = ExpressionWrapper(days * Value(timedelta(days=1)), output_field=DurationField())
    return (
        answerable()
        .alias(open_for=open_for)
        .filter(asks, ~asked, ~stop, session__ends__gt=Value(now) - F("open_for"))
    )


def questions_at(edition: Edition) -> list[SurveyQuestion]:
    """Every question of the edition, those no longer asked too."""
    return list(SurveyQuestion.objects.filter(edition=edition))


def survey_activities(user: AnyUser, edition: Edition) -> list[tuple[Activity, int, int]]:
    """Activities that ``user`` may see the answers of: visits and replies of each, most replies first."""
    mine = surveyed(user, edition)
    visits = answerable().filter(session__activity__in=mine).order_by().values_list("session__activity")
    counted = {
        key: (came, said) for key, came, said in visits.annotate(came=Count("pk"), said=Count("survey"))
    }
    found = [(one, *counted[one.pk]) for one in mine.filter(pk__in=counted).order_by("title", "pk")]
    return sorted(found, key=lambda row: (-row[2], -row[1]))


def surveyed(user: AnyUser, edition: Edition) -> QuerySet[Activity]:
    """Activities of which ``user`` may see the answers."""
    return Activity.objects.filter(owner__in=scope(user, Right.SEE), edition=edition).select_related("owner")


def outcome(edition: Edition, activities: QuerySet[Activity]) -> Outcome:
    """What the visitors of ``activities`` said."""
    visits = answerable().filter(session__activity__in=activities).count()
    answers = SurveyAnswer.objects.filter(
        reply__booking__session__activity__in=activities, question__edition=edition
    )
    replies = answers.order_by().values("reply").distinct().count()
    mean = answers.aggregate(mean=Avg("mark"))["mean"]
    shown = _by_question(edition, answers) if replies >= ENOUGH else []
    return Outcome(visits, replies, float(mean) if mean is not None else None, shown)


def _by_question(edition: Edition, answers: QuerySet[SurveyAnswer]) -> list[Asked]:
    marks: dict[int, Counter[int]] = defaultdict(Counter)
    given = answers.filter(mark__isnull=False).order_by().values_list("question", "mark")
    for question, mark, count in given.annotate(count=Count("pk")):
        marks[question][mark] = count
    texts: dict[int, list[str]] = defaultdict(list)
    for question, text in answers.exclude(text="").order_by("-pk").values_list("question", "text"):
        texts[question].append(without_persons(text))
    found = []
    for one in questions_at(edition):
        if one.kind == SurveyQuestion.Kind.TEXT:
            said = texts[one.pk]
            found.append(Asked(one, len(said), None, texts=said[:TEXTS] if len(said) >= ENOUGH else []))
        else:
            found.append(_marks(one, marks[one.pk]))
    return [one for one in found if one.question.active or one.count]


def _marks(question: SurveyQuestion, counted: Counter[int]) -> Asked:
    total = counted.total()
    if total < ENOUGH:
        return Asked(question, total, None)
    mean = sum(mark * count for mark, count in counted.items()) / total
    bars = [Bar(mark, counted[mark], round(100 * counted[mark] / total)) for mark in reversed(MARKS)]
    return Asked(question, total, mean, bars)


def _visits(edition: Edition) -> QuerySet[Booking]:
    return answerable().filter(session__activity__edition=edition)


def _by_place(rows: QuerySet[Booking]) -> Sequence[tuple[str, int]]:
    found = reported(rows, "session__activity__owner").order_by(
        "session__place__position", "session__place__code"
    )
    return [
        (name or "", count)
        for name, count in found.values_list("session__place__short_name").annotate(n=Count("pk"))
    ]


def count_replies(edition: Edition) -> MeasureValue:
    """Visits that were answered for, by place."""
    parts = _by_place(_visits(edition).filter(survey__isnull=False))
    return MeasureValue(sum(value for _name, value in parts), list(parts))


def count_reply_rate(edition: Edition) -> MeasureValue:
    """Of a hundred visits, how many were answered for."""
    visits = sum(value for _name, value in _by_place(_visits(edition)))
    return MeasureValue(100 * count_replies(edition).value // visits if visits else 0)


def count_satisfaction(edition: Edition) -> MeasureValue:
    """The mean mark of all answers as points of a hundred, and of each question; 0 below ``ENOUGH`` replies."""
    if count_replies(edition).value < ENOUGH:
        return MeasureValue(0)
    counted = reported(_visits(edition).filter(survey__isnull=False), "session__activity__owner")
    answers = SurveyAnswer.objects.filter(reply__booking__in=counted, mark__isnull=False)
    mean = answers.aggregate(mean=Avg("mark"))["mean"] or 0
    rows = answers.order_by("question__position", "question").values_list("question__label")
    parts = [(label, round(20 * mean)) for label, mean in rows.annotate(mean=Avg("mark"))]
    return MeasureValue(round(20 * mean), parts)
