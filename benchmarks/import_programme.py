"""A table of 10,000 activities, from the bytes of the file to drafts with sessions, safeguards, partners and history.

Beside it stand its limits, in the same run: the bare read of the same file by calamine, and the bare SQL that copies
the same rows inside the database, with the same triggers of the history. Both are committed; what they wrote is
taken away afterwards.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from benchmarks import machine, stage

ROWS = 10_000
HEAD = (
    "序号", "活动名称", "活动类别", "日期", "时间", "地点", "主办单位", "承办单位", "内容简介", "参加对象", "预计人数",
    "负责人", "电话",
)  # fmt: skip
#: how far the ids of the copied rows lie from those of the rows
_APART = 1_000_000_000


def main() -> None:
    """Measure and publish."""
    about = machine.description()
    with stage.week():
        figures = _measured()
    machine.publish("import_programme", about, figures)


def _measured() -> dict[str, Any]:
    import pghistory
    import python_calamine
    from django.db import transaction

    from skillweek.plan.queries import current_edition
    from skillweek.programme.actions import import_rows
    from skillweek.programme.sheets.reading import read_table

    edition = current_edition()
    assert edition is not None  # the demo has one
    data = _file(edition)
    week = (edition.starts, edition.ends)
    bare_read, _cells = _timed(
        lambda: (
            python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
        )
    )
    parse, table = _timed(lambda: read_table(data, week=week))
    with _taken_away() as last, pghistory.context(command="import_programme"):
        write, written = _timed(lambda: import_rows(edition=edition, rows=table.rows))
        plan, activities, sessions = written
        assert (plan.counts["new"], activities, sessions) == (ROWS, ROWS, ROWS), plan.counts
        bare_write, copied = _timed(transaction.atomic(lambda: _copied(last)))
        assert copied >= 4 * ROWS
    total, limit = parse + write, bare_read + bare_write
    return {
        "rows": ROWS, "columns": len(HEAD), "file_kilobytes": len(data) >> 10, "parse_seconds": round(parse, 2),
        "match_write_and_commit_seconds": round(write, 2), "total_seconds": round(total, 2),
        "bare_calamine_seconds": round(bare_read, 2), "bare_copy_in_sql_seconds": round(bare_write, 2),
        "rows_copied": copied, "total_to_limit": round(total / limit, 2),
    }  # fmt: skip


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _file(edition: Any) -> bytes:
    """The table: activities of all schools with a venue, in ways of writing that people use."""
    from skillweek.library.sheets import sheet
    from skillweek.organisations.models import Venue

    venues = list(Venue.objects.filter(city=edition.city, active=True).select_related("owner").order_by("pk"))
    unique = [venue for venue in venues if [other.name for other in venues].count(venue.name) == 1]
    kinds = list(edition.activitykinds.exclude(code="online"))
    times = ("上午9:00-11:30", "14：30—16：00", "9点至11点半", "下午2:00-4:30", "8:30-10:00")

    def row(number: int) -> list[Any]:
        venue, day = unique[number % len(unique)], 22 + number % 7
        return [
            number, f"第{number}项技能体验", kinds[number % len(kinds)].label, f"5月{day}日", times[number % 5],
            venue.name, venue.owner.name, "示例协会" if number % 3 == 0 else "", f"跟着老师做第{number}件作品。",
            "家长、初中学生", f"约{20 + number % 300}人", "示例-张老师", f"139{number:08}",
        ]  # fmt: skip

    return sheet(name="活动安排表", head=HEAD, rows=[row(number) for number in range(1, ROWS + 1)])


@contextmanager
def _taken_away() -> Iterator[int]:
    """The newest activity's id; rows of the programme and of its history written meanwhile are gone afterwards."""
    from django.apps import apps
    from django.db import connection, transaction
    from django.db.models import Max

    from skillweek.programme.models import Activity

    tables = [model for model in apps.get_app_config("programme").get_models(include_auto_created=True)]
    newest = {model: model._default_manager.aggregate(Max("pk"))["pk__max"] or 0 for model in tables
              if not model._meta.pk.remote_field}  # fmt: skip
    last = newest[Activity]
    try:
        yield last
    finally:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model in tables:
                key, most = (model._meta.pk.column, newest.get(model, last))
                cursor.execute(f'DELETE FROM {model._meta.db_table} WHERE "{key}" > %s', [most])


def _copied(last: int) -> int:
    """Copy what was just written, table by table, in bare SQL; how many rows."""
    from django.db import connection

    from skillweek.programme.models import Activity, Participation, Safeguard, Session

    rows = 0
    through = Activity.audiences.through
    with connection.cursor() as cursor:
        for model in (Activity, Safeguard, Participation, through, Session):
            named = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
            values = {column: f'"{column}"' for column in named} | {"activity_id": f"activity_id + {_APART}"}
            values |= {"code": "substr(md5(random()::text), 1, 12)"}
            chosen = ", ".join(values[column] for column in named)
            into = ", ".join(f'"{column}"' for column in named)
            key = "id" if model is Activity else "activity_id"
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} (id, {into}) SELECT id + {_APART}, {chosen} FROM {table} WHERE {key} > %s",
                [last],
            )
            rows += cursor.rowcount
    return rows


if __name__ == "__main__":
    main()
