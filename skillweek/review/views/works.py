"""The desk's works: one set of pages for everything that units write and officers approve."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
from skillweek.review import actions, queries
from skillweek.review.forms import OwnerForm, ReasonForm
from skillweek.review.models import Reviewed
from skillweek.review.queries import Part, Work

PER_PAGE = 30
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _described(kind: str) -> Work:
    if kind not in queries.works:
        raise Http404
    return queries.works[kind]()


def _editable(request: HttpRequest, kind: str, pk: int) -> tuple[Work, Reviewed]:
    about = _described(kind)
    return about, get_object_or_404(queries.works_editable_by(request.user, about.model), pk=pk)


def _part(about: Work, key: str) -> Part:
    for part in about.parts:
        if part.key == key:
            return part
    raise Http404


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # login_required
    return request.user


@login_required
@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Every kind of work with how many the person sees, and how many wait."""
    kinds = []
    for key, describe in queries.works.items():
        about = describe()
        found = queries.works_visible_to(request.user, about.model)
        waiting = found.filter(state=Reviewed.State.SUBMITTED).count()
        kinds.append({"key": key, "about": about, "count": found.count(), "waiting": waiting})
    return render(request, "review/shelf.html", {"kinds": kinds})


@login_required
@require_safe
def works(request: HttpRequest, kind: str) -> HttpResponse:
    """The works of one kind of the person's units, with their states."""
    about = _described(kind)
    found = queries.works_visible_to(request.user, about.model)
    state = request.GET.get("state", "")
    if state in Reviewed.State.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"kind": kind, "about": about, "page": page, "state": state, "states": Reviewed.State.choices}
    return render(request, "review/works.html", context | {"may_write": _units(request).exists()})


def _units(request: HttpRequest) -> Any:
    return own(request.user, Right.EDIT).order_by("position", "code")


def _page(
    request: HttpRequest, about: Work, work: Reviewed, reason: ReasonForm | None = None
) -> HttpResponse:
    review = queries.of(work)
    may_edit = queries.works_editable_by(request.user, about.model).filter(pk=work.pk).exists()
    shut, undecidable = queries.shut(work, "write"), queries.shut(work, "review")
    context = about.details(work) | {
        "kind": work.review_kind,
        "about": about,
        "work": work,
        "review": review,
        "may_edit": may_edit and work.editable and not shut,
        "closed": shut
        if may_edit and work.editable
        else undecidable
        if review and review.waiting_at_id
        else None,
        "may_withdraw": may_edit and work.state in {Reviewed.State.SUBMITTED, Reviewed.State.PUBLISHED},
        "may_decide": review is not None and queries.may_decide(request.user, review) and not undecidable,
        "changed": queries.changes(review, work),
        "place": queries.place(request.user, review, request.GET.get("queue", "")),
        "stand_in": queries.stand_in(review) if review else None,
        "missing": about.missing(work) if work.editable else [],
        "parts": [{"part": part, "rows": part.rows(work)} for part in about.parts],
        "reason": reason or ReasonForm(),
    }
    return render(request, "review/work.html", context, status=422 if reason else 200)


@login_required
@require_safe
def work(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One work as it looks, what was decided, and what can be done now."""
    about = _described(kind)
    found = get_object_or_404(queries.works_visible_to(request.user, about.model), pk=pk)
    return _page(request, about, found)


def _write(
    request: HttpRequest,
    about: Work,
    form: ModelForm,
    save: Callable[[dict[str, Any]], Reviewed],
    **more: Any,
) -> HttpResponse:
    """Show ``form``, or save what it holds and go to the work."""
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form.cleaned_data)
        except actions.ReviewError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("已保存"))
            return redirect(saved.get_desk_url())
    context = {"about": about, "kind": about.model.review_kind, "form": form} | more
    return render(request, "review/write.html", context, status=422 if form.is_bound else 200)


def _owner(request: HttpRequest, units: Any) -> Organisation | None:
    """The unit for which something new is written: the chosen one (``?owner=``), or the first."""
    form = OwnerForm(request.GET, units=units)
    return form.cleaned_data["owner"] if form.is_valid() else units.first()


@login_required
@form_page
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """Write something new for one of the person's units."""
    about, units = _described(kind), _units(request)
    owner = _owner(request, units)
    blank = about.blank(owner) if owner else None
    if owner is None or blank is None:
        raise Http404
    form = about.form(request.POST or None, request.FILES or None, instance=blank)
    fresh, person = about.blank(owner), _person(request)
    return _write(
        request, about, form, lambda facts: about.write(work=fresh, facts=facts, by=person),
        title=_("新建%(label)s") % {"label": about.label}, owner=owner, units=units if len(units) > 1 else [],
    )  # fmt: skip


@login_required
@form_page
def edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Change a work that is still with its unit."""
    about, found = _editable(request, kind, pk)
    form = about.form(request.POST or None, request.FILES or None, instance=found)
    person = _person(request)
    return _write(
        request, about, form, lambda facts: about.write(work=found, facts=facts, by=person), work=found,
        title=_("修改%(label)s") % {"label": about.label},
    )  # fmt: skip


@login_required
@form_page
def part(request: HttpRequest, kind: str, pk: int, part: str, row: int | None = None) -> HttpResponse:
    """Write one row of a work: a new one, or ``row``."""
    about, found = _editable(request, kind, pk)
    described = _part(about, part)
    current = get_object_or_404(described.rows(found), pk=row) if row is not None else None
    form = described.form(request.POST or None, request.FILES or None, instance=current, work=found)
    person = _person(request)

    def save(facts: dict[str, Any]) -> Reviewed:
        described.write(work=found, row=current, facts=facts, by=person)
        return found

    title = (_("修改%(label)s") if current else _("加%(label)s")) % {"label": described.label}
    return _write(request, about, form, save, work=found, title=title)


@login_required
@require_POST
def remove(request: HttpRequest, kind: str, pk: int, part: str, row: int) -> HttpResponse:
    """Take one row out of a work that is still with its unit."""
    about, found = _editable(request, kind, pk)
    described = _part(about, part)
    current = get_object_or_404(described.rows(found), pk=row)
    return _step(
        request, found, lambda: described.remove(work=found, row=current, by=_person(request)), _("已移除")
    )


def _step(request: HttpRequest, work: Reviewed, step: Callable[[], Any], done: str) -> HttpResponse:
    try:
        step()
    except actions.ReviewError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(work.get_desk_url())


@login_required
@require_POST
def submit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Send it up for review."""
    _about, found = _editable(request, kind, pk)
    return _step(
        request, found, lambda: actions.submit_work(work=found, by=_person(request)), _("已提交审核")
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take it back, or take it down."""
    _about, found = _editable(request, kind, pk)
    return _step(
        request, found, lambda: actions.withdraw_work(work=found, by=_person(request)), _("已撤回，可以修改")
    )


def _reviewable(request: HttpRequest, kind: str, pk: int) -> tuple[Work, Reviewed]:
    about = _described(kind)
    return about, get_object_or_404(queries.works_reviewable_by(request.user, about.model), pk=pk)


def _decided(request: HttpRequest, work: Reviewed, step: Callable[[], Any], done: str) -> HttpResponse:
    """Take ``step`` and go on to the next in the queue; stay with what was refused."""
    before = queries.of(work)
    try:
        step()
    except actions.ReviewError as error:
        messages.error(request, str(error))
        return redirect(work.get_desk_url())
    messages.success(request, done % {"title": work})
    return redirect(queries.next_address(request.user, before, request.POST.get("queue", "")))


@login_required
@require_POST
def approve(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Approve it where it waits."""
    _about, found = _reviewable(request, kind, pk)
    person, seen = _person(request), request.POST.get("seen", "")
    return _decided(
        request, found, lambda: actions.approve_work(work=found, by=person, seen=seen), _("已通过：%(title)s")
    )


@login_required
@require_POST
def send_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Return it with a reason."""
    about, found = _reviewable(request, kind, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, about, found, form)
    reason, person, seen = form.cleaned_data["reason"], _person(request), request.POST.get("seen", "")
    return _decided(
        request, found, lambda: actions.return_work(work=found, by=person, reason=reason, seen=seen),
        _("已退回：%(title)s"),
    )  # fmt: skip
