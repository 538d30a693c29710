"""Addresses of the programme."""

from django.urls import path

from skillweek.programme.views import (
    author,
    autosaves,
    clashes,
    copying,
    decisions,
    desk,
    importing,
    partners,
    revisions,
    series,
)

app_name = "programme"
urlpatterns = [
    path("desk/activities/", desk.activities, name="desk_list"),
    path("desk/activities/new/", author.create, name="desk_new"),
    path("desk/activities/new/autosave/<slug:page>/", autosaves.autosave, name="autosave_new"),
    path("desk/activities/new/autosave/<slug:page>/give-up/", autosaves.give_up, name="give_up_new"),
    path("desk/activities/shared/", partners.shared, name="shared"),
    path("desk/activities/copy/", copying.copy_earlier, name="copy_earlier"),
    path("desk/activities/import/", importing.upload, name="import"),
    path("desk/activities/import/<slug:code>/", importing.check, name="import_check"),
    path("desk/activities/import/<slug:code>/commit/", importing.commit, name="import_commit"),
    path("desk/activities/import/<slug:code>/drop/", importing.drop, name="import_drop"),
    path("desk/activities/import/<slug:code>/remarks/", importing.remarks, name="import_remarks"),
    path("desk/activities/export/", importing.export, name="export"),
    path("desk/activities/<int:pk>/", desk.activity, name="desk_activity"),
    path("desk/activities/<int:pk>/autosave/<slug:page>/", autosaves.autosave, name="autosave"),
    path("desk/activities/<int:pk>/autosave/<slug:page>/give-up/", autosaves.give_up, name="give_up"),
    path("desk/activities/<int:pk>/what/", author.what, name="desk_what"),
    path("desk/activities/<int:pk>/when/", author.when, name="desk_when"),
    path("desk/activities/<int:pk>/when/series/", series.series, name="series"),
    path("desk/activities/<int:pk>/when/many/", series.many, name="many"),
    path("desk/activities/<int:pk>/clashes/", clashes.clashes, name="clashes"),
    path("desk/activities/<int:pk>/when/<slug:code>/staff/", clashes.staff, name="desk_staff"),
    path("desk/activities/<int:pk>/when/<slug:code>/", author.session, name="desk_session"),
    path("desk/activities/<int:pk>/when/<slug:code>/remove/", author.remove_session, name="remove_session"),
    path(
        "desk/activities/<int:pk>/when/<slug:code>/cancel/", decisions.cancel_session, name="cancel_session"
    ),
    path("desk/activities/<int:pk>/safety/", author.safety, name="desk_safety"),
    path("desk/activities/<int:pk>/partners/", partners.partners, name="desk_partners"),
    path("desk/activities/<int:pk>/check/", decisions.check, name="desk_check"),
    path("desk/activities/<int:pk>/decide/", decisions.decide, name="decide"),
    path("desk/activities/<int:pk>/withdraw/", decisions.withdraw, name="withdraw"),
    path("desk/activities/<int:pk>/cancel/", decisions.cancel, name="cancel"),
    path("desk/activities/<int:pk>/copy/", copying.copy, name="copy"),
    path("desk/activities/<int:pk>/revise/", revisions.revise, name="revise"),
    path("desk/activities/<int:pk>/retake/", revisions.retake, name="retake"),
    path("desk/activities/<int:pk>/drop/", revisions.drop, name="drop"),
]
