"""Addresses of organisations."""

from django.urls import path

from skillweek.organisations.views import contacts, kinds, people, public, sheets, units, venues, work

app_name = "organisations"
urlpatterns = [
    # words that no unit may have as its code: rules.units.RESERVED
    path("invitations/<str:token>/", public.accept, name="accept"),
    path("desk/units/", units.index, name="desk"),
    path("desk/units/kinds/", kinds.index, name="kinds"),
    path("desk/units/kinds/new/", kinds.write, name="new_kind"),
    path("desk/units/kinds/<slug:code>/edit/", kinds.write, name="kind"),
    path("desk/venues/<slug:code>/", venues.edit_venue, name="venue"),
    path("desk/units/person/<int:pk>/end/", people.end_role, name="end_role"),
    path("desk/units/person/<int:pk>/handover/", people.hand_over, name="hand_over"),
    path("desk/units/invitation/<slug:code>/", people.invitation, name="invitation"),
    path("desk/units/invitation/<slug:code>/resend/", people.resend, name="resend_invitation"),
    path("desk/units/invitation/<slug:code>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path("desk/units/sheets/", sheets.index, name="sheets"),
    path("desk/units/sheets/<slug:kind>/template/", sheets.template, name="sheet_template"),
    path("desk/units/sheets/<slug:kind>/export/", sheets.export, name="export_sheet"),
    path("desk/units/sheets/<slug:kind>/upload/", sheets.upload, name="upload_sheet"),
    path("desk/units/import/<slug:code>/", sheets.preview, name="import"),
    path("desk/units/import/<slug:code>/remarks/", sheets.remarked, name="import_remarks"),
    path("desk/units/import/<slug:code>/drop/", sheets.drop, name="drop_import"),
    path("desk/units/register/", contacts.register, name="register"),
    path("desk/units/contact/<slug:code>/", contacts.contact, name="contact"),
    path("desk/units/contact/<slug:code>/end/", contacts.end, name="end_contact"),
    path("desk/units/group/<slug:code>/", work.group, name="group"),
    path("desk/units/group/<slug:code>/edit/", work.edit_group, name="edit_group"),
    path("desk/units/group/<slug:code>/close/", work.close_group, name="close_group"),
    path("desk/units/group/<slug:code>/members/new/", work.new_member, name="new_member"),
    path("desk/units/member/<int:pk>/", work.edit_member, name="member"),
    path("desk/units/member/<int:pk>/end/", work.end_member, name="end_member"),
    path("desk/units/task/<slug:code>/", work.task, name="task"),
    path("desk/units/task/<slug:code>/edit/", work.edit_task, name="edit_task"),
    path("desk/units/task/<slug:code>/step/", work.step_task, name="step_task"),
    path("desk/units/<slug:code>/", units.unit, name="unit"),
    path("desk/units/<slug:code>/new/", units.new_unit, name="new_unit"),
    path("desk/units/<slug:code>/edit/", units.edit_unit, name="edit_unit"),
    path("desk/units/<slug:code>/move/", units.move, name="move_unit"),
    path("desk/units/<slug:code>/close/", units.close, name="close_unit"),
    path("desk/units/<slug:code>/reopen/", units.reopen, name="reopen_unit"),
    path("desk/units/<slug:code>/venues/new/", venues.new_venue, name="new_venue"),
    path("desk/units/<slug:code>/people/new/", people.invite, name="invite"),
    path("desk/units/<slug:code>/contacts/", contacts.of_unit, name="contacts"),
    path("desk/units/<slug:code>/contacts/new/", contacts.new, name="new_contact"),
    path("desk/units/<slug:code>/groups/", work.groups, name="groups"),
    path("desk/units/<slug:code>/groups/new/", work.new_group, name="new_group"),
    path("desk/units/<slug:code>/tasks/", work.tasks, name="tasks"),
    path("desk/units/<slug:code>/tasks/new/", work.new_task, name="new_task"),
]
