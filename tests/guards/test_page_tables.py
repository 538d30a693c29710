"""Every table is decided: what it holds may stand on a public page and its writes are told, or it never does."""

import pytest
from django.apps import apps
from django.db import connection
from pghistory.core import event_models

from skillweek.project.pages import watched
from skillweek.project.pages.watched import UNTOLD, WATCHED, Reads

#: tables that no kept page reads, and why
NEVER: dict[str, str] = {
    "sign-in and sessions": "accounts_user accounts_user_groups accounts_user_user_permissions auth_group "
    "auth_group_permissions auth_permission django_content_type django_session account_emailaddress "
    "account_emailconfirmation mfa_authenticator axes_accessattempt axes_accessattemptexpiration "
    "axes_accessfailurelog axes_accesslog",
    "history": "pghistory_context pghistory_events",
    "jobs": "procrastinate_events procrastinate_jobs procrastinate_periodic_defers procrastinate_workers",
    "messages": "messaging_message messaging_providerparameter messaging_providertemplate messaging_reveal "
    "messaging_switch messaging_template",
    "people and the work of units": "organisations_disclosure organisations_handover organisations_invitation "
    "organisations_membership organisations_sheetimport organisations_task organisations_window",
    "review": "review_decision review_review",
    "duties, readings and reminders": "plan_duty plan_materialkind plan_reading plan_recipient plan_reminder "
    "plan_reminderrule plan_urge plan_waiver",
    "work on the programme": "programme_autosave programme_budgetline programme_programmeimport "
    "programme_sessionstaff",
    "targets and proposals": "coverage_footing coverage_highlightpair coverage_leftout coverage_leftout_instead_of "
    "coverage_lock coverage_placement coverage_proposal coverage_proposal_kept coverage_route coverage_route_invited "
    "coverage_shortfall coverage_shortfall_blockers coverage_stop coverage_target coverage_weight",
    "guests and seats": "ceremonies_check ceremonies_guest ceremonies_rehearsal ceremonies_seat "
    "ceremonies_standing ceremonies_zone",
    "moves and followers": "schedule_follower schedule_move",
    "collected works": "collection_call collection_item collection_itemrule collection_submission",
    "reports": "report_figure report_report",
}  # fmt: skip


def _tables() -> set[str]:
    found = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    history = {model._meta.db_table for model in event_models()}
    bookings = {table for table in found if table.startswith("booking_")} - set(WATCHED)
    return found - history - bookings  # of bookings every page knows nothing, and must not


def test_every_table_is_decided() -> None:
    never = [table for tables in NEVER.values() for table in tables.split()]
    assert sorted(_tables()) == sorted([*never, *WATCHED])


@pytest.mark.django_db
def test_the_database_tells_of_each_of_them() -> None:
    with connection.cursor() as cursor:
        link = cursor.connection
        told = watched.reads(link).told
    assert {table: set(columns) for table, columns in told.items()} == {
        table: set(UNTOLD.get(table, ())) for table in WATCHED
    }


@pytest.mark.parametrize("table", WATCHED)
@pytest.mark.django_db
def test_a_page_of_a_table_whose_trigger_is_gone_is_not_kept(table: str) -> None:
    with connection.cursor() as cursor:
        assert watched.reads(cursor.connection).allows(["SELECT", "id", "FROM", table])
        cursor.execute(f"DROP TRIGGER {watched.TRIGGER} ON {table}")
        assert not watched.reads(cursor.connection).allows(["SELECT", "id", "FROM", table])


def test_what_is_not_known_to_be_told_is_not_kept() -> None:
    reads = Reads({"shown": frozenset({"taken"})}, frozenset({"shown", "hidden", "counted"}))
    allowed = {
        "SELECT shown.id FROM shown": True, "SELECT 1": True, "SELECT taken FROM shown": False,
        "SELECT 1 FROM shown, hidden": False, "SELECT counted(1)": False,
    }  # fmt: skip
    words = {sql: sql.replace(".", " ").replace(",", " ").replace("(", " ").split() for sql in allowed}
    assert {sql: reads.allows(words[sql]) for sql in allowed} == allowed
