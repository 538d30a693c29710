"""Addresses of the plan."""

from django.urls import path

from skillweek.plan.views import desk, duties, notices, public

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
]
