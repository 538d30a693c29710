"""Pytest plugin (loaded by ``addopts``): tests keep a data folder and an embedded server of their own.

The module is imported before Django reads its settings, so that nothing of a test reaches the demo's data.
Set SKILLWEEK_KEEP_DB to leave the server running after the session.
"""

import os

import pytest

os.environ.setdefault("DATA_DIR", "var/tests")

_started = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server unless DATABASE_URL names another; with xdist only the controller does it."""
    if hasattr(config, "workerinput"):
        return
    from django.conf import settings

    from skillweek.project import embedded, environment

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

    if environment.value("DATABASE_URL") or embedded.running(settings.DATA_DIR):
        return
    try:
        embedded.start(settings.DATA_DIR, durable=False)
    except embedded.EmbeddedError as error:
        raise pytest.UsageError(str(error)) from error
    config.stash[_started] = True


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server when this session started it."""
    from django.conf import settings

    from skillweek.project import embedded

    if config.stash.get(_started, False) and not os.environ.get("SKILLWEEK_KEEP_DB"):
        embedded.stop(settings.DATA_DIR)
