"""What collection tells other rooms through the registries of ``common``."""

from collections import Counter

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.accounts.models import User
from skillweek.collection import queries
from skillweek.collection.actions import clone_calls
from skillweek.collection.models import Item
from skillweek.common.inbox import Kind, Rows, one_kind
from skillweek.common.registry import Evidence, InboxItem, MeasureValue
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import Part


def _kinds(edition: Edition) -> list[tuple[str, str]]:
    return [(kind.code, str(kind)) for kind in edition.materialkinds.all()]


MATERIALS = Evidence(
    label=gettext_lazy("已接收的材料"), count=queries.evidence, parameters=_kinds, rows=queries.evidence_rows,
    way="collection:desk", verb=gettext_lazy("去报送"),
)  # fmt: skip


def drafts(user: User) -> list[Rows]:
    """Material that lies in the folders of the person's own units and was not handed in."""
    kind = Kind("draft-item", _("没有报送的材料"), _("报送"))
    return [Rows(queries.drafts_of(user), one_kind(kind), _drafts_shown, since="submission__created_at",
                 unit="submission__organisation", due="submission__call__deadline",
                 words=("title", "submission__organisation__name"))]  # fmt: skip


def _drafts_shown(found: QuerySet[Item]) -> list[tuple[int, InboxItem]]:
    return [
        (item.pk, InboxItem(
            kind=_("没有报送的材料"), title=item.title, url=item.get_desk_url(), action=_("报送"),
            since=item.submission.created_at, organisation=item.submission.organisation.short_name,
            unit=item.submission.organisation_id, due=item.submission.call.deadline,
        ))
        for item in found
    ]  # fmt: skip


def _counted(edition: Edition) -> list[Item]:
    return list(queries.handed_in(edition))


def received(edition: Edition) -> MeasureValue:
    """Items handed in, by kind of material."""
    kinds = Counter(str(item.rule.kind) for item in _counted(edition))
    return MeasureValue(sum(kinds.values()), sorted(kinds.items()))


def on_time(edition: Edition) -> MeasureValue:
    """Items handed in by the end of the deadline's day."""
    late = queries.late(edition)
    return MeasureValue(sum(1 for item in _counted(edition) if item.pk not in late))


def complete(edition: Edition) -> MeasureValue:
    """Units whose folders are complete for every call, of those that count in the report."""
    units = list(queries.owing(edition).filter(counts_in_report=True))
    tables = [queries.table(call, units) for call in queries.calls(edition)]
    states = [all(row.state == "complete" for row in rows) for rows in zip(*tables, strict=True)]
    return MeasureValue(sum(states))


def calls() -> Part:
    """What a new edition may take over: the calls and what they want."""
    return Part(
        _("材料征集"), _("征集的说明、要哪些材料、各要几份；截止日期跟着走"), clone_calls,
        lambda edition: queries.calls(edition).count(), needs=("codes",),
    )  # fmt: skip
