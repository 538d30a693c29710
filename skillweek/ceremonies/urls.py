"""Addresses of ceremonies."""

from django.urls import path

from skillweek.ceremonies.views import arranging, guests, home, letters, papers, public, seating, show

app_name = "ceremonies"
AT = "desk/ceremonies/<int:pk>/"
urlpatterns = [
    path("invited/<str:token>/", public.invitation, name="invitation"),
    path("desk/ceremonies/", home.overview, name="overview"),
    path(AT, home.home, name="home"),
    path(f"{AT}begin/", home.begin, name="begin"),
    path(f"{AT}arrangements/", arranging.arrangements, name="arrangements"),
    path(f"{AT}copy/", arranging.copy, name="copy"),
    path(f"{AT}links/", arranging.links, name="links"),
    path(f"{AT}weather/", arranging.weather, name="weather"),
    path(f"{AT}weather/decide/", arranging.decide, name="decide"),
    path(f"{AT}rehearsals/", arranging.rehearsals, name="rehearsals"),
    path(f"{AT}rehearsals/<slug:code>/cancel/", arranging.cancel_rehearsal, name="cancel_rehearsal"),
    path(f"{AT}rehearsals/<slug:code>/checks/<int:check>/", arranging.tick, name="tick"),
    path(f"{AT}notice/", arranging.notice, name="notice"),
    path(f"{AT}show/", show.show, name="show"),
    path(f"{AT}show/begin/", show.begin_at, name="show_begin"),
    path(f"{AT}show/new/", show.create, name="item_new"),
    path(f"{AT}show/people/", show.people, name="people"),
    path(f"{AT}show/stage/", show.stage, name="stage"),
    path(f"{AT}show/<int:item>/", show.edit, name="item"),
    path(f"{AT}show/<int:item>/move/", show.move, name="item_move"),
    path(f"{AT}show/<int:item>/remove/", show.remove, name="item_remove"),
    path(f"{AT}guests/", guests.listed, name="guests"),
    path(f"{AT}guests/new/", guests.create, name="guest_new"),
    path(f"{AT}guests/import/", guests.bring, name="guests_import"),
    path(f"{AT}guests/sheet/", guests.sheet, name="guests_sheet"),
    path(f"{AT}guests/letter/", letters.letter, name="letter"),
    path(f"{AT}guests/send/", letters.send, name="send"),
    path(f"{AT}guests/printed/", letters.printed, name="printed"),
    path(f"{AT}guests/remind/", letters.remind, name="remind"),
    path(f"{AT}guests/<slug:code>/", guests.edit, name="guest"),
    path(f"{AT}guests/<slug:code>/answer/", guests.answer, name="guest_answer"),
    path(f"{AT}guests/<slug:code>/place/", seating.place, name="guest_place"),
    path(f"{AT}guests/<slug:code>/withdraw/", guests.withdraw, name="guest_withdraw"),
    path(f"{AT}seats/", seating.seats, name="seats"),
    path(f"{AT}seats/new/", seating.create, name="zone_new"),
    path(f"{AT}seats/assign/", seating.assign, name="assign"),
    path(f"{AT}seats/spread/", seating.spread, name="spread"),
    path(f"{AT}seats/stands/<int:seat>/", seating.stand, name="stand"),
    path(f"{AT}seats/<slug:code>/", seating.edit, name="zone"),
    path(f"{AT}seats/<slug:code>/move/", seating.move, name="zone_move"),
    path(f"{AT}seats/<slug:code>/remove/", seating.remove, name="zone_remove"),
    path(f"{AT}badges/", papers.badges, name="badges"),
    path(f"{AT}print/<slug:paper>/", papers.printed, name="print"),
]
