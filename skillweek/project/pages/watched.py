"""Which tables public pages may show, and the triggers by which the database tells that one of them was written.

A page that reads any other table is never kept (``Reads``), so that a table forgotten here costs time, not truth.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import psycopg
from django.db import connection, transaction

from skillweek.project.backend.base import CHANGED

CHANNEL = "skillweek_pages"
TRIGGER = "pages_changed"

#: what public pages show, by room
_TABLES = {
    "library": "file rendition",
    "organisations": "organisationkind organisation venue contact leadinggroup groupmember",
    "plan": "edition phase opening activitykind audience topic servicekind tag themeday clause notice attachment "
    "addressing frugalityword safetyitem",
    "programme": "activity activity_audiences activity_tags participation session crowdrule permit safeguard "
    "safetyanswer",
    "booking": "quota quota_sessions policy terms question deskoffer employerdesk vacancy",
    "exhibition": "liveroom resource hall exhibit room placement",
    "tours": "tour scene link marker",
    "admissions": "majorcategory major prospectus schoolmajor",
    "ceremonies": "ceremony runitem weatherdecision",
    "schedule": "release releasedactivity releasedsession change",
    "volunteering": "servicepoint",
    "publicity": "article",
}
WATCHED = tuple(f"{room}_{name}" for room, names in _TABLES.items() for name in names.split())
#: columns whose change is not told: what every booking writes, which pages load by themselves
UNTOLD: Mapping[str, frozenset[str]] = {"booking_quota": frozenset({"taken"})}

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('skillweek.{TRIGGER}', true) IS DISTINCT FROM 'on' THEN
    PERFORM set_config('skillweek.{TRIGGER}', 'on', true), pg_notify('{CHANNEL}', '');
    RAISE INFO 'public pages are made anew' USING ERRCODE = '{CHANGED}';
  END IF;
  RETURN NULL;
END $$
"""
_TOLD = f"""
SELECT c.relname, ARRAY(
  SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    AND cardinality(t.tgattr::int2[]) > 0 AND a.attnum <> ALL (t.tgattr::int2[]) AND a.attname <> 'id'
)::text[]
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = '{TRIGGER}' AND t.tgenabled IN ('O', 'A') AND c.relnamespace = current_schema()::regnamespace
"""
_EVERYTHING = """
SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
  AND relnamespace = current_schema()::regnamespace
UNION SELECT proname::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
"""


@transaction.atomic
def install() -> None:
    """Have every watched table tell of changes, and no other; again changes nothing."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        cursor.execute(_TOLD)
        for table, _columns in cursor.fetchall():
            if table not in WATCHED:
                cursor.execute(f"DROP TRIGGER {TRIGGER} ON {quoted(table)}")
        for table in WATCHED:
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {TRIGGER} AFTER INSERT OR DELETE OR TRUNCATE OR {_update(table)}"
                f" ON {quoted(table)} FOR EACH STATEMENT EXECUTE FUNCTION {TRIGGER}()"
            )


def _update(table: str) -> str:
    untold = UNTOLD.get(table)
    if not untold:
        return "UPDATE"
    with connection.cursor() as cursor:
        columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    return f"UPDATE OF {', '.join(connection.ops.quote_name(one) for one in columns if one not in untold)}"


@dataclass(frozen=True)
class Reads:
    """What a page may read and be kept: tables that tell, by name, with those columns they do not tell of.

    ``known`` are all names of tables and functions; a statement that names none of the others is allowed.
    """

    told: Mapping[str, frozenset[str]]
    known: frozenset[str]

    def allows(self, words: Iterable[str]) -> bool:
        """Whether a statement of these words reads nothing but what is told."""
        named = set(words)
        tables = named & self.known
        return tables <= self.told.keys() and not any(named & self.told[table] for table in tables)


def reads(link: "psycopg.Connection[tuple[str, list[str]]]") -> Reads:
    """What the database tells at present: a table whose trigger is gone is not watched."""
    told = {table: frozenset(untold) for table, untold in link.execute(_TOLD)}
    return Reads(told, frozenset(row[0] for row in link.execute(_EVERYTHING)))
