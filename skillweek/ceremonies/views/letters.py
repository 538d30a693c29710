"""The invitation: its words, a look before it goes, sending, reminding."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.forms import LetterForm
from skillweek.ceremonies.kinds import INVITATION, VARIABLES
from skillweek.ceremonies.models import Guest
from skillweek.ceremonies.views.doors import done, editable, page, posted, saved


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the words; below, the letter as the first guest gets it, and the buttons that send."""
    ceremony = editable(request, pk)
    form = LetterForm(
        posted(request), initial=LetterForm.initial_of(ceremony, queries.words(ceremony, INVITATION))
    )
    if saved(request, form, lambda: actions.write_letter(ceremony=ceremony, **form.cleaned_data)):
        return redirect("ceremonies:letter", pk)
    stage = queries.staging(ceremony)
    guests = queries.invited(ceremony)
    sample = guests.first() or Guest(
        ceremony=ceremony, name=_("（姓名）"), unit=_("（单位）"), post=_("（职务）")
    )
    by_mail = queries.mailable(ceremony)
    on_paper = [one for one in guests.filter(invited_at=None) if not one.email]
    return page(
        request, "letter", ceremony, "guests", status=422 if form.is_bound else 200, form=form, sample=sample,
        preview=queries.letter(sample, stage), by_mail=len(by_mail), on_paper=len(on_paper),
        variables=[("{{ " + name + " }}", label) for name, label in VARIABLES.items()], stage=stage,
    )  # fmt: skip


@login_required
@require_POST
def send(request: StaffRequest, pk: int) -> HttpResponse:
    """Send it to everybody with an address who has none yet."""
    ceremony, seen = editable(request, pk), request.POST.get("seen", "")

    def step() -> str:
        n = actions.invite_guests(ceremony=ceremony, seen=int(seen) if seen.isdecimal() else -1)
        return ngettext("%(n)s 封邀请已交给发件箱", "%(n)s 封邀请已交给发件箱", n) % {"n": n}

    done(request, step)
    return redirect("ceremonies:letter", pk)


@login_required
@require_POST
def printed(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that the letters on paper went out."""
    ceremony = editable(request, pk)

    def step() -> str:
        n = actions.mark_printed(ceremony=ceremony)
        return ngettext("%(n)s 封纸质邀请记为已送出", "%(n)s 封纸质邀请记为已送出", n) % {"n": n}

    done(request, step)
    return redirect("ceremonies:letter", pk)


@login_required
@require_POST
def remind(request: StaffRequest, pk: int) -> HttpResponse:
    """Remind those who have not answered."""
    ceremony = editable(request, pk)

    def step() -> str:
        n = actions.remind_guests(ceremony=ceremony)
        return ngettext("已提醒 %(n)s 位还没有答复的来宾", "已提醒 %(n)s 位还没有答复的来宾", n) % {"n": n}

    done(request, step)
    return redirect("ceremonies:guests", pk)
