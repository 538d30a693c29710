"""After a visit: the survey, the card of stamps; and employers' desks."""

from tests.guards.matrix.access import CITY, EVERYONE, SEE, STAFF, Access

AFTER: dict[str, Access] = {
    "booking:survey": Access(EVERYONE, lambda w: (w.survey_token,)),
    "booking:survey_stop": Access(EVERYONE, lambda w: (w.survey_token,), "post"),
    "booking:survey_questions": Access(CITY, lambda w: (w.edition.slug,)),
    "booking:new_survey_question": Access(CITY, lambda w: (w.edition.slug,)),
    "booking:survey_question": Access(CITY, lambda w: (w.edition.slug, w.survey_question.pk)),
    "booking:switch_survey_question": Access(CITY, lambda w: (w.edition.slug, w.survey_question.pk), "post"),
    "booking:survey_results": Access(SEE | {"wu"}),
    "booking:survey_activity": Access(SEE, lambda w: (w.activity.pk,)),
    "booking:survey_export": Access(SEE | {"wu"}),
    "booking:ask_desk": Access(EVERYONE, lambda w: (w.activity.code,)),
    "booking:employer": Access(EVERYONE, lambda w: (w.desk_token,)),
    "booking:employer_change": Access(EVERYONE, lambda w: (w.desk_token,)),
    "booking:employer_cancel": Access(EVERYONE, lambda w: (w.desk_token,)),
    "booking:fairs": Access(STAFF),
    "booking:fair": Access(SEE, lambda w: (w.activity.pk,)),
    "booking:fair_signs": Access(SEE, lambda w: (w.activity.pk,)),
    "booking:fair_export": Access(SEE, lambda w: (w.activity.pk,)),
    "booking:employer_answer": Access(SEE, lambda w: (w.desk.code,)),
    "booking:open_card": Access(EVERYONE, lambda w: (w.came_token,), "post"),
    "booking:card": Access(EVERYONE, lambda w: (w.card_token,)),
    "booking:certificate": Access(EVERYONE, lambda w: (w.card_token,)),
    "booking:card_check": Access(STAFF),
    "booking:card_give": Access(STAFF, lambda w: (w.card.code,), "post"),
}
