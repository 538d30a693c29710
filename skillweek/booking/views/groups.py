"""Pages of groups: asking to come, changing it by the link, the gate's table, and the media who come."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions, queries
from skillweek.booking.forms.groups import BusesForm, GroupForm
from skillweek.booking.queries.groups import groups_of, media
from skillweek.booking.rules import BookingError, masked_name, may_open
from skillweek.booking.rules.groups import Kind, kinds_for, listed, most_heads
from skillweek.booking.views.guard import answered
from skillweek.common import clock, phones, wording
from skillweek.common.addresses import of_request
from skillweek.common.codes import new_code
from skillweek.library.sheets import MEDIA_TYPE as XLSX
from skillweek.library.sheets.tables import Cell, sheet
from skillweek.plan.queries import current_edition


@never_cache
@require_http_methods(["GET", "POST"])
def book_group(request: HttpRequest, code: str) -> HttpResponse:
    """The form for a class, a company or a newsroom."""
    session = get_object_or_404(queries.visitable(), code=code)
    if queries.undrawn(session):
        return redirect("booking:draw", code)
    audiences = list(session.activity.audiences.all())
    ways = [queries.way_of(session, one) for one in (None, *audiences)]
    way, facts = max(ways, key=lambda one: one.group_largest or 0), queries.facts_of(session)
    form = GroupForm(
        request.POST if request.method == "POST" else None, audiences=audiences, kinds=kinds_for(way),
        questions=queries.questions_asked(session),
    )  # fmt: skip
    refused: BookingError | None = None
    if form.is_valid():
        try:
            actions.admit(
                session=session, address=of_request(request), sent=request.POST, phone=form.wish["phone"],
                key=form.wish["key"],
            )  # fmt: skip
            booking = actions.book_group(session=session, **form.wish)
            return redirect("booking:receipt", queries.token(booking))
        except BookingError as error:
            refused = error
            form.add_error(error.field if error.field in form.fields else None, str(error))
    page = {
        "session": session, "form": form, "key": new_code(20), "asked": queries.asked_by(session),
        "closed": may_open(facts, clock.now()),
        "room": queries.rooms([session.pk]).get(session.pk), "most": most_heads(way, facts.largest_party),
        "only_media": not way.group_largest, "way": queries.way_of(session, None),
    }  # fmt: skip
    return answered(request, "booking/group_book.html", page, refused)


@never_cache
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, token: str) -> HttpResponse:
    """More or fewer heads, buses and the list of names, by the signed link."""
    booking = get_object_or_404(queries.by_token(token).filter(group__isnull=False))
    team = booking.group
    names = ("grade", "buses", "plates", "names")
    initial = {name: getattr(team, name) for name in names} | {"party": booking.party}
    form = BusesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.change_group(booking=booking, **form.cleaned_data)
            return redirect("booking:receipt", token)
        except BookingError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    page = {"booking": booking, "token": token, "form": form, "group": team}
    return render(request, "booking/group_change.html", page, status=422 if form.errors else 200)


@never_cache
@login_required
@require_GET
def export(request: StaffRequest, code: str) -> HttpResponse:
    """The groups of one session for the gate, as a table; names and numbers masked."""
    session = get_object_or_404(queries.at_desk(request.user), code=code)
    rows: list[list[Cell]] = [
        [one.booking.code, str(one.get_kind_display()), one.unit, one.grade, one.booking.party, came,
         masked_name(one.booking.name), phones.masked(one.booking.phone), one.buses, len(listed(one.names)),
         str(one.booking.get_state_display())]
        for one, came in groups_of(session)
    ]  # fmt: skip
    head = [_("入场码"), _("团队"), _("学校或单位"), _("年级和班"), _("人数"), _("已到人数"), _("带队人"), _("手机"),
            _("几辆大巴"), _("名单人数"), _("状态")]  # fmt: skip
    content = sheet(name=_("团队"), head=head, rows=rows)
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": 'attachment; filename="groups.xlsx"'}
    )


@never_cache
@login_required
@require_GET
def newsrooms(request: StaffRequest) -> HttpResponse:
    """The media who come, or ask to, for whoever looks after them."""
    edition = current_edition()
    if edition is None:
        raise Http404
    rows = [
        {"group": one, "booking": one.booking, "session": one.booking.session,
         "when": wording.moment(one.booking.session.starts), "name": masked_name(one.booking.name),
         "has_card": bool(one.press_card)}
        for one in media(request.user, edition)
    ]  # fmt: skip
    return render(request, "booking/media.html", {"edition": edition, "rows": rows, "kind": Kind.MEDIA.label})
