"""Addresses of the plan."""

from django.urls import path

from skillweek.plan.views import desk, duties, laying, notices, public, reminders

app_name = "plan"
urlpatterns = [
    path("notices/", public.notices, name="notices"),
    path("notices/<slug:code>/", public.notice, name="notice"),
    path("desk/plan/", desk.plan, name="desk"),
    path("desk/duties/", duties.board, name="desk_duties"),
    path("desk/duties/export/", duties.export, name="export_duties"),
    path("desk/duties/at/<slug:unit>/", duties.unit, name="unit_duties"),
    path("desk/duties/at/<slug:unit>/<str:path>/", duties.cell, name="duty_cell"),
    path("desk/duties/clauses/<str:path>/", duties.clause, name="clause_duties"),
    path("desk/duties/lay/", laying.lay, name="lay_duties"),
    path("desk/duties/<int:pk>/edit/", laying.edit, name="edit_duty"),
    path("desk/duties/<int:pk>/end/", laying.end, name="end_duty"),
    path("desk/duties/<int:pk>/waive/", laying.waive, name="waive_duty"),
    path("desk/duties/<int:pk>/owe/", laying.owe, name="owe_duty"),
    path("desk/duties/remind/", reminders.remind, name="remind"),
    path("desk/duties/reminders/", reminders.rules, name="reminder_rules"),
    path("desk/duties/reminders/add/", reminders.add, name="add_reminder_rule"),
    path("desk/duties/reminders/<int:pk>/stop/", reminders.stop, name="stop_reminder_rule"),
    path("desk/notices/", notices.index, name="desk_notices"),
    path("desk/notices/write/", notices.write, name="write_notice"),
    path("desk/notices/<slug:code>/", notices.notice, name="desk_notice"),
    path("desk/notices/<slug:code>/edit/", notices.edit, name="edit_notice"),
    path("desk/notices/<slug:code>/send/", notices.send, name="send_notice"),
    path("desk/notices/<slug:code>/sign/<slug:unit>/", notices.sign, name="sign_notice"),
]
