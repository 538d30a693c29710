"""Addresses of the review room: the desk's works."""

from django.urls import path

from skillweek.review.views import many, works

app_name = "review"
urlpatterns = [
    path("desk/reviews/many/", many.many, name="many"),
    path("desk/works/", works.shelf, name="shelf"),
    path("desk/works/<slug:kind>/", works.works, name="works"),
    path("desk/works/<slug:kind>/new/", works.create, name="create"),
    path("desk/works/<slug:kind>/<int:pk>/", works.work, name="work"),
    path("desk/works/<slug:kind>/<int:pk>/edit/", works.edit, name="edit"),
    path("desk/works/<slug:kind>/<int:pk>/submit/", works.submit, name="submit"),
    path("desk/works/<slug:kind>/<int:pk>/withdraw/", works.withdraw, name="withdraw"),
    path("desk/works/<slug:kind>/<int:pk>/approve/", works.approve, name="approve"),
    path("desk/works/<slug:kind>/<int:pk>/return/", works.send_back, name="return"),
    path("desk/works/<slug:kind>/<int:pk>/<slug:part>/new/", works.part, name="part-create"),
    path("desk/works/<slug:kind>/<int:pk>/<slug:part>/<int:row>/", works.part, name="part"),
    path("desk/works/<slug:kind>/<int:pk>/<slug:part>/<int:row>/remove/", works.remove, name="part-remove"),
]
