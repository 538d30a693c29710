"""Who did what: read from history tables that the database itself keeps append-only."""

import pghistory
import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from pghistory.core import event_models

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.audit.queries import history

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


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_history(statement: str) -> None:
    user()
    table = event_models(tracks_model=User)[0]._meta.db_table
    with pytest.raises(Error, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE pgh_label = 'insert'")
        assert cursor.fetchone() == (1,)


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
