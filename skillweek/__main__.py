"""The console script: Django's manage under the product's own name."""

import importlib
import io
import os
import sys
from contextlib import AbstractContextManager, nullcontext

#: commands that need no database, or that look after it themselves
WITHOUT_DATABASE = {"help", "version", "check", "diffsettings", "makemessages", "collectstatic", "demo", "up"}
#: commands that need nothing of Django but its way of writing commands: they start at once
WITHOUT_APPS = {"read_plan": "skillweek.plan.management.commands.read_plan"}


def main() -> None:
    """Run a management command; see ``skillweek help``."""
    if sys.argv[1:2] and sys.argv[1] in WITHOUT_APPS:
        return _alone(WITHOUT_APPS[sys.argv[1]])
    if _solves_a_file(sys.argv[1:]):
        return _alone("skillweek.coverage.alone")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillweek.project.settings")
    from django.core.management import execute_from_command_line

    from skillweek.project.embedded import EmbeddedError

    try:
        with _database(sys.argv[1:]):
            execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(f"skillweek: {error}")


def _solves_a_file(arguments: list[str]) -> bool:
    """True when the planner gets its problem from a file: then it needs no database and starts at once."""
    names = {word.partition("=")[0] for word in arguments}
    return arguments[:1] == ["solve_coverage"] and "--problem" in names and "--edition" not in names


def _alone(module: str) -> None:
    """Run one command without settings, apps and database; what it prints is UTF-8 wherever it runs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    from django.conf import settings

    settings.configure(USE_I18N=False)
    importlib.import_module(module).Command().run_from_argv(sys.argv)


def _database(arguments: list[str]) -> AbstractContextManager[None]:
    """The embedded server for the time of the command, when there is a need for it."""
    from django.conf import settings

    from skillweek.project import embedded, environment

    try:
        data_dir = settings.DATA_DIR
    except OSError as error:
        raise embedded.EmbeddedError(f"{error.filename} cannot be used: {error.strerror}.") from error
    command = arguments[0] if arguments else "help"
    asks_help = command.startswith("-") or bool({"-h", "--help"} & set(arguments))
    if command in WITHOUT_DATABASE or asks_help or environment.value("DATABASE_URL"):
        return nullcontext()
    return embedded.serving(data_dir)


if __name__ == "__main__":
    main()
