"""Addresses of the programme."""

from django.urls import path

from skillweek.programme.views import (
    author,
    clashes,
    crowds,
    decisions,
    desk,
    importing,
    overviews,
    safeguards,
)

app_name = "programme"
urlpatterns = [
    path("desk/activities/", desk.activities, name="desk_list"),
    path("desk/activities/new/", author.create, name="desk_new"),
    path("desk/activities/import/", importing.upload, name="import"),
    path("desk/activities/import/template/", importing.template, name="import_template"),
    path("desk/activities/import/<slug:code>/", importing.check, name="import_check"),
    path("desk/activities/import/<slug:code>/commit/", importing.commit, name="import_commit"),
    path("desk/activities/import/<slug:code>/drop/", importing.drop, name="import_drop"),
    path("desk/activities/import/<slug:code>/remarks/", importing.remarks, name="import_remarks"),
    path("desk/activities/export/", importing.export, name="export"),
    path("desk/activities/<int:pk>/", desk.activity, name="desk_activity"),
    path("desk/activities/<int:pk>/what/", author.what, name="desk_what"),
    path("desk/activities/<int:pk>/when/", author.when, name="desk_when"),
    path("desk/activities/<int:pk>/clashes/", clashes.clashes, name="clashes"),
    path("desk/activities/<int:pk>/when/<slug:code>/staff/", clashes.staff, name="desk_staff"),
    path("desk/activities/<int:pk>/when/<slug:code>/", author.session, name="desk_session"),
    path("desk/activities/<int:pk>/when/<slug:code>/remove/", author.remove_session, name="remove_session"),
    path(
        "desk/activities/<int:pk>/when/<slug:code>/cancel/", decisions.cancel_session, name="cancel_session"
    ),
    path("desk/activities/<int:pk>/safety/", safeguards.safety, name="desk_safety"),
    path("desk/activities/<int:pk>/safety/care/", safeguards.care, name="desk_care"),
    path("desk/activities/<int:pk>/safety/plan/", safeguards.plan, name="desk_plan"),
    path("desk/activities/<int:pk>/safety/ask/", safeguards.ask_plan, name="ask_plan"),
    path("desk/activities/<int:pk>/permit/", safeguards.permit, name="desk_permit"),
    path("desk/activities/<int:pk>/budget/", safeguards.budget, name="desk_budget"),
    path("desk/activities/<int:pk>/budget/none/", safeguards.frugal, name="state_frugal"),
    path("desk/activities/<int:pk>/budget/<int:line>/", safeguards.budget_line, name="desk_budget_line"),
    path("desk/activities/<int:pk>/budget/<int:line>/remove/", safeguards.remove_line, name="remove_line"),
    path("desk/activities/<int:pk>/partners/", author.partners, name="desk_partners"),
    path("desk/activities/<int:pk>/check/", decisions.check, name="desk_check"),
    path("desk/activities/<int:pk>/decide/", decisions.decide, name="decide"),
    path("desk/activities/<int:pk>/withdraw/", decisions.withdraw, name="withdraw"),
    path("desk/activities/<int:pk>/cancel/", decisions.cancel, name="cancel"),
    path("desk/permits/", overviews.permits, name="permits"),
    path("desk/budgets/", overviews.spending, name="spending"),
    path("desk/crowds/", crowds.crowds, name="crowds"),
    path("desk/crowds/new/", crowds.new, name="new_crowd_rule"),
    path("desk/crowds/<int:pk>/end/", crowds.end, name="end_crowd_rule"),
]
