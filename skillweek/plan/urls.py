"""Addresses of the plan."""

from django.urls import path

from skillweek.plan.views import clauses, desk, duties, editions, notices, phases, public, readings

app_name = "plan"
urlpatterns = [
    path("notices/", public.notices, name="notices"),
    path("notices/<slug:code>/", public.notice, name="notice"),
    path("desk/plan/", desk.plan, name="desk"),
    path("desk/duties/", duties.board, name="desk_duties"),
    path("desk/duties/at/<slug:unit>/", duties.unit, name="unit_duties"),
    path("desk/notices/", notices.index, name="desk_notices"),
    path("desk/notices/write/", notices.write, name="write_notice"),
    path("desk/notices/<slug:code>/", notices.notice, name="desk_notice"),
    path("desk/notices/<slug:code>/edit/", notices.edit, name="edit_notice"),
    path("desk/notices/<slug:code>/send/", notices.send, name="send_notice"),
    path("desk/notices/<slug:code>/sign/<slug:unit>/", notices.sign, name="sign_notice"),
    path("desk/plan/editions/", editions.index, name="editions"),
    path("desk/plan/editions/new/", editions.new, name="new_edition"),
    path("desk/plan/editions/new/blank/", editions.blank, name="blank_edition"),
    path("desk/plan/editions/new/clone/", editions.clone, name="clone_edition"),
    path("desk/plan/editions/read/", readings.read, name="read_plan"),
    path("desk/plan/editions/readings/<slug:code>/", readings.confirm, name="reading"),
    path("desk/plan/editions/readings/<slug:code>/discard/", readings.discard, name="discard_reading"),
    path("desk/plan/editions/<slug:slug>/", editions.edition, name="edition"),
    path("desk/plan/editions/<slug:slug>/head/", editions.edit, name="edition_head"),
    path("desk/plan/editions/<slug:slug>/dates/", editions.move, name="edition_dates"),
    path("desk/plan/editions/<slug:slug>/phases/", phases.phases, name="edition_phases"),
    path("desk/plan/editions/<slug:slug>/steps/", phases.steps, name="edition_steps"),
    path("desk/plan/editions/<slug:slug>/clauses/", clauses.clauses, name="edition_clauses"),
    path("desk/plan/editions/<slug:slug>/clauses/new/", clauses.new_clause, name="new_clause"),
    path("desk/plan/editions/<slug:slug>/clauses/<str:path>/", clauses.clause, name="edition_clause"),
    path(
        "desk/plan/editions/<slug:slug>/clauses/<str:path>/remove/",
        clauses.remove_clause,
        name="remove_clause",
    ),
    path("desk/plan/editions/<slug:slug>/clauses/<str:path>/move/", clauses.move_clause, name="move_clause"),
    path("desk/plan/editions/<slug:slug>/lists/<slug:name>/", clauses.codes, name="edition_codes"),
    path("desk/plan/editions/<slug:slug>/lists/<slug:name>/new/", clauses.new_code, name="new_code"),
    path("desk/plan/editions/<slug:slug>/lists/<slug:name>/<slug:code>/", clauses.code, name="edition_code"),
    path(
        "desk/plan/editions/<slug:slug>/lists/<slug:name>/<slug:code>/remove/",
        clauses.remove_code,
        name="remove_code",
    ),
    path(
        "desk/plan/editions/<slug:slug>/lists/<slug:name>/<slug:code>/move/",
        clauses.move_code,
        name="move_code",
    ),
]
