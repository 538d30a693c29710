"""Addresses of coverage."""

from django.urls import path

from skillweek.coverage.views import matrix, people, planner, routes, targets

app_name = "coverage"
urlpatterns = [
    path("desk/coverage/", matrix.matrix, name="matrix"),
    path("desk/coverage/gaps/", matrix.gaps, name="gaps"),
    path("desk/coverage/export/", matrix.export, name="export"),
    path("desk/coverage/cell/", matrix.cell, name="cell"),
    path("desk/coverage/cell/ask/", matrix.ask, name="ask"),
    path("desk/coverage/targets/", targets.targets, name="targets"),
    path("desk/coverage/targets/defaults/", targets.default_targets, name="default_targets"),
    path("desk/coverage/targets/save/", targets.save_targets, name="save_targets"),
    path("desk/coverage/targets/remove/", targets.remove_targets, name="remove_targets"),
    path("desk/coverage/targets/restore/", targets.restore_targets, name="restore_targets"),
    path("desk/coverage/plan/", planner.plan, name="plan"),
    path("desk/coverage/locks/", planner.lock_cell, name="lock_cell"),
    path("desk/coverage/locks/sessions/<slug:code>/", planner.lock_session, name="lock_session"),
    path("desk/coverage/locks/<int:pk>/remove/", planner.unlock, name="unlock"),
    path("desk/coverage/proposals/<int:pk>/", planner.proposal, name="proposal"),
    path("desk/coverage/proposals/<int:pk>/commit/", planner.commit, name="commit"),
    path("desk/coverage/proposals/<int:pk>/compare/<int:other>/", planner.compare, name="compare"),
    path("desk/coverage/people/", people.people, name="people"),
    path("desk/coverage/routes/", routes.routes, name="routes"),
    path("desk/coverage/routes/new/", routes.new_route, name="new_route"),
    path("desk/coverage/routes/<int:pk>/", routes.route, name="route"),
    path("desk/coverage/routes/<int:pk>/edit/", routes.edit_route, name="edit_route"),
    path("desk/coverage/routes/<int:pk>/arrange/", routes.arrange, name="arrange"),
    path("desk/coverage/routes/<int:pk>/choose/", routes.choose, name="choose"),
    path("desk/coverage/routes/<int:pk>/share/", routes.share, name="share"),
    path("desk/coverage/routes/<int:pk>/unshare/", routes.unshare, name="unshare"),
    path("desk/coverage/routes/<int:pk>/remove/", routes.remove, name="remove_route"),
]
