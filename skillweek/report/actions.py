"""Building reports."""

from io import BytesIO

from django.db import transaction

from skillweek.accounts.models import User
from skillweek.collection.queries import calls, owing, table
from skillweek.common import clock
from skillweek.library.actions import store_file
from skillweek.library.render import docx, pdf
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed
from skillweek.report import queries
from skillweek.report.compose import compose
from skillweek.report.models import Figure, Report
from skillweek.report.queries import Counted


class ReportError(Exception):
    """A report that cannot be built now; the text says why, to a person."""


RENDERERS = {Report.Format.DOCX: docx.render, Report.Format.PDF: pdf.render}


def render_report(*, edition: Edition, format: str) -> tuple[bytes, list[Counted]]:
    """The report's bytes in ``format`` (docx, pdf), and the figures in it, all as of ``clock.now()``."""
    with transaction.atomic():
        counted = queries.figures(edition)
        call = calls(edition).first()
        units = table(call, list(owing(edition).filter(counts_in_report=True))) if call else []
        document = compose(edition, counted, queries.place_by_day(edition), units, clock.now())
    return RENDERERS[Report.Format(format)](document), counted


@transaction.atomic
def build_report(*, edition: Edition, format: str, by: User | None = None) -> Report:
    """Freeze the figures, make the file and keep both; ReportError while the phase does not allow it."""
    if by is not None and (reason := closed(edition, "report")):
        raise ReportError(reason)
    moment = clock.now()
    with clock.frozen(moment):
        data, counted = render_report(edition=edition, format=format)
    file = store_file(
        stream=BytesIO(data), name=f"{edition.name}工作总结.{format}", owner_code=edition.city.code, by=by
    )
    report = Report.objects.create(edition=edition, format=format, file=file, as_of=moment, built_by=by)
    rows = [
        (one.measure.key, part, value)
        for one in counted
        for part, value in [("", one.value.value), *one.value.parts]
    ]
    Figure.objects.bulk_create(
        Figure(report=report, measure=measure, part=part, value=value, position=position)
        for position, (measure, part, value) in enumerate(rows)
    )
    return report
