"""Who did what: read from history tables that the database itself keeps append-only."""

from typing import Any
from uuid import uuid4

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from pghistory.core import event_models

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.audit.actions import seal_history
from skillweek.audit.queries import history
from skillweek.audit.rules import line_diff

pytestmark = pytest.mark.django_db


def user() -> User:
    return create_user(username="teacher", name="示例-何老师", password="skillweek-demo")


def test_what_changed_and_who_did_it() -> None:
    officer, someone = create_user(username="o", name="示例-林", password="skillweek-demo"), user()
    with pghistory.context(user=officer.pk):
        someone.name = "示例-何主任"
        someone.save()
    latest, first = history(someone)
    assert (first.made, first.who, first.fields) == (True, None, [])
    assert (latest.made, latest.who) == (False, officer)
    assert [(one.before, one.after) for one in latest.fields] == [("示例-何老师", "示例-何主任")]


def test_a_password_leaves_no_trace() -> None:
    someone = user()
    someone.set_password("another-password-1")
    someone.save()
    assert [step.made for step in history(someone)] == [True]


def refused(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL skillweek.emptying = off")
        with pytest.raises(Error, match="append_only"), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.parametrize("model", event_models(), ids=lambda model: model.pgh_tracked_model._meta.label)
def test_the_database_refuses_to_change_any_history(model: Any) -> None:
    """Triggers of rows fire on rows: a row is put into each table, with its foreign keys out of the way."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = %s AND is_nullable = 'NO' AND column_name <> 'pgh_id'",
            [table],
        )
        values = {name: _any_value(kind) for name, kind in cursor.fetchall()}
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})",
            list(values.values()),
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    for statement in (
        f"UPDATE {table} SET pgh_label = 'x'",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
    ):
        refused(statement)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE pgh_label <> 'x'")
        assert cursor.fetchone() == (1,)


def _any_value(kind: str) -> Any:
    return {
        "boolean": True, "date": "2021-05-22", "time without time zone": "09:00",
        "timestamp with time zone": "2021-05-22T09:00:00Z", "jsonb": "{}",
        "uuid": str(uuid4()), "bytea": b"", "interval": "1 hour", "text": "1", "character varying": "1", "ARRAY": "{}",
    }.get(kind, 1)  # fmt: skip


def test_who_did_it_is_not_changed_afterwards() -> None:
    someone = user()
    with pghistory.context(user=someone.pk):
        someone.name = "示例-何主任"
        someone.save()
    for statement in (
        "UPDATE pghistory_context SET metadata = '{\"user\": 999}'", "UPDATE pghistory_context SET metadata = '{}'",
        "DELETE FROM pghistory_context", "TRUNCATE pghistory_context CASCADE",
    ):  # fmt: skip
        refused(statement)
    assert history(someone)[0].who == someone


def test_a_context_may_learn_who_it_was() -> None:
    someone = user()
    with pghistory.context(url="/accounts/login/"):
        someone.name = "示例-甲"
        someone.save()
        pghistory.context(user=someone.pk)
        someone.name = "示例-乙"
        someone.save()
    assert [step.who for step in history(someone)] == [someone, someone, None]
    assert history(someone)[0].request["url"] == "/accounts/login/"


def test_sealing_again_changes_nothing_and_new_tables_are_sealed() -> None:
    count = "SELECT count(*) FROM pg_trigger WHERE tgname = 'audit_emptying' AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(count)
        before = cursor.fetchone()
        assert before == (len(event_models()) + 1,)
        table = event_models(tracks_model=User)[0]._meta.db_table
        cursor.execute(f"DROP TRIGGER audit_emptying ON {table}")
        seal_history()
        seal_history()
        cursor.execute(count)
        assert cursor.fetchone() == before


def test_long_texts_are_compared_line_by_line() -> None:
    old = "第一段\n第二段\n第三段\n第四段\n第五段\n第六段"
    new = "第一段\n第二段改\n第三段\n第四段\n第五段\n第六段\n第七段"
    assert line_diff(old, new) == [
        ("same", "第一段"), ("gone", "第二段"), ("new", "第二段改"), ("same", "第三段"), ("same", "…"),
        ("same", "第六段"), ("new", "第七段"),
    ]  # fmt: skip


def test_every_history_table_is_protected() -> None:
    tables = {model._meta.db_table for model in event_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'pgtrigger_append_only%' AND t.tgenabled <> 'D'"
        )
        assert {row[0] for row in cursor.fetchall()} == tables
    assert len(tables) >= 10


def test_what_must_be_tracked_is_tracked() -> None:
    wanted = {
        "accounts.User", "organisations.Organisation", "organisations.Membership", "organisations.Venue",
        "review.Review", "plan.Edition", "plan.Notice", "plan.Recipient", "plan.Duty", "programme.Activity",
    }  # fmt: skip
    tracked = {model.pgh_tracked_model._meta.label for model in event_models()}
    assert {name for name in wanted if apps.get_model(name)._meta.label not in tracked} == set()


@pytest.mark.parametrize("name", ["_pgh_attach_context", "_pgtrigger_should_ignore"])
def test_no_row_opens_a_subtransaction(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [name])
        ((source,),) = cursor.fetchall()
    assert "EXCEPTION WHEN" not in source


def test_a_trigger_can_still_be_left_out() -> None:
    someone = user()
    names = [f"accounts.User:{one.name}" for model, one in pgtrigger.registered() if model is User]
    before = someone.events.count()
    with pgtrigger.ignore(*names):
        User.objects.filter(pk=someone.pk).update(name="示例-没有记下")
    assert someone.events.count() == before
    User.objects.filter(pk=someone.pk).update(name="示例-记下了")
    assert someone.events.count() == before + 1
