"""Pytest plugin (loaded by ``addopts``): tests keep a data folder and an embedded server of their own.

The module is imported before Django reads its settings, so that nothing of a test reaches the demo's data.
Migrations run once per change of theirs, into a template from which every test database is copied.
"""

import hashlib
import os
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django.plugin import blocking_manager_key

OUR_FOLDER = "DATA_DIR" not in os.environ
os.environ.setdefault("DATA_DIR", "var/tests")
# tests send much from one address and have no browser; those of the limits set their own
os.environ.setdefault("RATE_LIMITS", "none")
os.environ.setdefault("PROOF_OF_WORK", "0")
TEMPLATE = "SKILLWEEK_TEST_TEMPLATE"

_server = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server unless DATABASE_URL names another; with xdist only the controller does it."""
    from django.conf import settings

    # Pages link the sources themselves: nothing has to be collected before a test.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # Hashing a password takes a tenth of a second on purpose; the cast need not wait for it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Tests that commit are followed by emptying all tables, which the history refuses otherwise.
    settings.DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c skillweek.emptying=on"
    if hasattr(config, "workerinput"):
        return
    from skillweek.project import catalogues, embedded, environment

    if OUR_FOLDER:  # what earlier tests uploaded and sent
        for left in (settings.MEDIA_ROOT, settings.DATA_DIR / "outbox"):
            shutil.rmtree(left, ignore_errors=True)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    catalogues.compile_all()
    if environment.value("DATABASE_URL"):
        return
    config.stash[_server] = ExitStack()
    try:
        config.stash[_server].enter_context(embedded.serving(settings.DATA_DIR, durable=False))
    except embedded.EmbeddedError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have test databases copied from the template; workers learn its name from the controller."""
    from django.db import connection

    if session.config.option.collectonly:
        return
    if session.config.stash.get(_server, None):
        with session.config.stash[blocking_manager_key].unblock():
            os.environ[TEMPLATE] = _template()
    if name := os.environ.get(TEMPLATE):
        connection.settings_dict["TEST"]["TEMPLATE"] = name


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server unless somebody else still uses it."""
    if server := config.stash.get(_server, None):
        os.environ.pop(TEMPLATE, None)
        server.close()


def _template() -> str:
    """The name of a database with the present migrations applied; made when there is none."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from skillweek.audit import actions as audit
    from skillweek.project.pages import watched

    digest = hashlib.sha256()
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        source = sys.modules[migration.__module__].__file__ or ""
        digest.update(f"{key}".encode() + Path(source).read_bytes())
    for after in (audit, watched):  # what they do after migrating is in the template too
        digest.update(Path(after.__file__ or "").read_bytes())
    for functions in sorted(Path(__file__).parents[1].glob("*/sql/*.sql")):
        digest.update(functions.read_bytes())
    name, scratch = f"template_{digest.hexdigest()[:12]}", "template_being_made"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%%'")
        found = {row[0] for row in cursor.fetchall()}
        if name in found:
            return name
        for old in found:
            cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{scratch}"')
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = scratch
    try:
        call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{scratch}" RENAME TO "{name}"')
    return name
