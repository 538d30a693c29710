"""Sealing the history after every migration: triggers of whole tables, and of who did it, beside those of rows."""

from django.db import connection, transaction
from pghistory.core import event_models

#: who must be able to empty a table (tests between each other) says so for the session, by this setting
EMPTYING = "skillweek.emptying"

#: the libraries' own _pgh_attach_context and _pgtrigger_should_ignore open a subtransaction for every row, whose end
#: looks through all that is deferred: many rows written in one go take time with the square of their number
_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION audit_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('{EMPTYING}', true) = 'on' THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'append_only: % is history and is not emptied', TG_TABLE_NAME;
END $$;
CREATE OR REPLACE FUNCTION audit_keep_context() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.id = OLD.id
    AND coalesce(OLD.metadata -> 'user', 'null') IN ('null', NEW.metadata -> 'user')
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'append_only: who did something is not changed afterwards';
END $$;
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  known uuid := nullif(current_setting('pghistory.context_id', true), '');
  about jsonb := nullif(current_setting('pghistory.context_metadata', true), '');
BEGIN
  IF known IS NULL OR about IS NULL THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT FROM pghistory_context WHERE id = known AND metadata = about) THEN
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at) VALUES (known, about, now(), now())
    ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at;
  END IF;
  RETURN known;
END $$;
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN coalesce(trigger_name = ANY (nullif(current_setting('pgtrigger.ignore', true), '')::text[]), false);
END $$;
CREATE OR REPLACE TRIGGER audit_keep BEFORE UPDATE OR DELETE ON pghistory_context
  FOR EACH ROW EXECUTE FUNCTION audit_keep_context();
"""


@transaction.atomic
def seal_history() -> None:
    """Refuse TRUNCATE on every event table and on the contexts, and keep who did it; again changes nothing."""
    tables = [model._meta.db_table for model in event_models()]
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        for table in [*sorted(tables), "pghistory_context"]:
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER audit_emptying BEFORE TRUNCATE ON {name}"
                " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_emptying()"
            )
