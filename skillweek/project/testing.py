"""Pytest plugin (loaded by ``addopts``): tests keep a data folder and an embedded server of their own.

The module is imported before Django reads its settings, so that nothing of a test reaches the demo's data.
"""

import os
from contextlib import ExitStack

import pytest

os.environ.setdefault("DATA_DIR", "var/tests")

_server = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server unless DATABASE_URL names another; with xdist only the controller does it."""
    from django.conf import settings

    # Pages link the sources themselves: nothing has to be collected before a test.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # Hashing a password takes a tenth of a second on purpose; the cast need not wait for it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if hasattr(config, "workerinput"):
        return
    from skillweek.project import catalogues, embedded, environment

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    catalogues.compile_all()
    if environment.value("DATABASE_URL"):
        return
    config.stash[_server] = ExitStack()
    try:
        config.stash[_server].enter_context(embedded.serving(settings.DATA_DIR, durable=False))
    except embedded.EmbeddedError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server unless somebody else still uses it."""
    if server := config.stash.get(_server, None):
        server.close()
