"""Addresses of the plan."""

from django.urls import path

from skillweek.plan.views import (
    desk,
    duties,
    laying,
    notices,
    notices_after,
    notices_draft,
    public,
    reminders,
)

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
    path("desk/notices/sent/", notices.sent, name="sent_notices"),
    path("desk/notices/sent/export/", notices_after.export_sent, name="export_notices"),
    path("desk/notices/write/", notices_draft.write, name="write_notice"),
    path("desk/notices/<slug:code>/", notices.notice, name="desk_notice"),
    path("desk/notices/<slug:code>/edit/", notices_draft.edit, name="edit_notice"),
    path("desk/notices/<slug:code>/attachments/", notices_draft.attachments, name="notice_attachments"),
    path("desk/notices/<slug:code>/attachments/<int:pk>/remove/", notices_draft.detach, name="detach_file"),
    path("desk/notices/<slug:code>/attachments/<int:pk>/move/", notices_draft.move, name="move_file"),
    path("desk/notices/<slug:code>/recipients/", notices_draft.recipients, name="notice_recipients"),
    path("desk/notices/<slug:code>/send/", notices_draft.send, name="send_notice"),
    path("desk/notices/<slug:code>/further/", notices_draft.further, name="send_further"),
    path("desk/notices/<slug:code>/versions/", notices.versions, name="notice_versions"),
    path("desk/notices/<slug:code>/receipts/", notices_after.export_receipts, name="export_receipts"),
    path("desk/notices/<slug:code>/print/<slug:kind>/", notices_after.printed, name="print_notice"),
    path("desk/notices/<slug:code>/sign/<slug:unit>/", notices.sign, name="sign_notice"),
    path("desk/notices/<slug:code>/urge/", notices_after.urge, name="urge"),
    path("desk/notices/<slug:code>/revise/", notices_after.revise, name="revise_notice"),
    path("desk/notices/<slug:code>/forward/<slug:unit>/", notices_after.forward, name="forward_notice"),
]
