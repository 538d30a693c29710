"""Writing, ordering and removing clauses; paths follow from where a clause stands."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common.wording import joined
from skillweek.plan.actions.editions import EditionError, held
from skillweek.plan.models import Clause, Edition
from skillweek.plan.rules.clauses import DEEPEST, depth, digits, next_path, number_of, parent_of

#: a path that no clause has, while two change places
ELSEWHERE = "~"


def renumber(edition: Edition) -> None:
    """Let the order of rows follow their paths."""
    for position, clause in enumerate(sorted(edition.clauses.all(), key=lambda one: digits(one.path))):
        if clause.position != position:
            clause.position = position
            clause.save(update_fields=["position"])


@transaction.atomic
def add_clause(
    *,
    edition: Edition,
    by: User,
    heading: str,
    text: str = "",
    number: str = "",
    parent: Clause | None = None,
) -> Clause:
    """Add a clause as the last one below ``parent`` (or at the top); its number is printed as usual unless given."""
    current = held(edition, by)
    if parent is not None and (parent.edition_id != current.pk or depth(parent.path) + 1 >= DEEPEST):
        raise EditionError(_("这一条下面不能再分条"), "parent")
    taken = current.clauses.values_list("path", flat=True)
    path = next_path(parent.path if parent else "", taken)
    made = Clause.objects.create(
        edition=current, path=path, number=number or number_of(path), heading=heading, text=text
    )
    renumber(current)
    made.refresh_from_db()
    return made


@transaction.atomic
def edit_clause(*, clause: Clause, by: User, number: str, heading: str, text: str) -> Clause:
    """Change what a clause says."""
    held(clause.edition, by)
    current = Clause.objects.select_for_update().get(pk=clause.pk)
    current.number, current.heading, current.text = number or number_of(current.path), heading, text
    current.save(update_fields=["number", "heading", "text"])
    return current


@transaction.atomic
def remove_clause(*, clause: Clause, by: User) -> None:
    """Take a clause out that nothing hangs on."""
    edition = held(clause.edition, by)
    duties = clause.duties.count()
    if duties:
        raise EditionError(_("有 %(n)d 项任务是按这一条布置的，不能删除") % {"n": duties})
    below = edition.clauses.filter(path__startswith=f"{clause.path}.").count()
    if below:
        raise EditionError(_("这一条下面还有 %(n)d 条，请先删除它们") % {"n": below})
    kinds = [str(kind) for kind in edition.activitykinds.filter(clause_path=clause.path)]
    if kinds:
        raise EditionError(_("活动类别“%(kinds)s”对应这一条，请先改类别") % {"kinds": joined(kinds)})
    clause.delete()
    renumber(edition)


@transaction.atomic
def move_clause(*, clause: Clause, by: User, down: bool) -> bool:
    """Change places with the clause before (or after) it on the same level; False when there is none.

    What stands below goes with it, and so do activity kinds that answer it. Numbers that are printed as usual follow.
    """
    edition = held(clause.edition, by)
    level = [one for one in edition.clauses.all() if parent_of(one.path) == parent_of(clause.path)]
    level.sort(key=lambda one: digits(one.path))
    here = next(place for place, one in enumerate(level) if one.pk == clause.pk)
    there = here + (1 if down else -1)
    if not 0 <= there < len(level):
        return False
    first, second = level[here].path, level[there].path
    _rename(edition, first, ELSEWHERE)
    _rename(edition, second, first)
    _rename(edition, ELSEWHERE, second)
    renumber(edition)
    return True


def _rename(edition: Edition, old: str, new: str) -> None:
    """Give the clause ``old`` and all below it the path ``new``."""
    for clause in edition.clauses.all():
        if clause.path == old or clause.path.startswith(f"{old}."):
            usual = old != ELSEWHERE and clause.number == number_of(clause.path)
            path = new + clause.path[len(old) :]
            if usual:
                clause.number = ""
            clause.path = path
            if not clause.number and new != ELSEWHERE:
                clause.number = number_of(path)
            clause.save(update_fields=["path", "number"])
    for kind in edition.activitykinds.all():
        if kind.clause_path == old or kind.clause_path.startswith(f"{old}."):
            kind.clause_path = new + kind.clause_path[len(old) :]
            kind.save(update_fields=["clause_path"])
