"""``skillweek up``: the platform for real, without demo data."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from skillweek.organisations import actions
from skillweek.project import startup

QUESTIONS = {
    "city": "Name of the city's education authority: ",
    "short_name": "Short name of the city: ",
    "code": "Code of the city (letters, digits, hyphens), used in addresses: ",
    "officer": "Name of the first officer: ",
    "username": "User name of the first officer: ",
}


class Command(BaseCommand):
    """Start the platform."""

    help = "Start SkillWeek; the first time it asks for the city and its first officer. Ctrl-C stops it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Answers given on the command line are not asked for."""
        for name, question in QUESTIONS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", help=question.rstrip(": "))
        parser.add_argument("--password-file", type=Path, help="File that holds the officer's first password")

    def handle(self, **options: Any) -> None:
        """Run until stopped."""
        try:
            startup.run(lambda: self.fill(options), self.ready)
        except startup.StartError as error:
            raise CommandError(str(error)) from error

    def fill(self, options: dict[str, Any]) -> None:
        """Found the city when there is no account yet."""
        if get_user_model().objects.exists():
            return
        missing = [name for name in QUESTIONS if not options[name]]
        if (missing or not options["password_file"]) and not sys.stdin.isatty():
            raise CommandError(
                "There is no account yet: start once at a terminal, or give "
                + " ".join(f"--{name.replace('_', '-')}" for name in (*QUESTIONS, "password_file"))
                + "."
            )
        answers = {name: options[name] or self.ask(QUESTIONS[name]) for name in QUESTIONS}
        password = self.password(options["password_file"])
        actions.found_city(name=answers.pop("city"), password=password, **answers)
        self.stdout.write(f"Made the account {answers['username']}.")

    def ask(self, question: str) -> str:
        """An answer that is not empty."""
        while not (answer := input(question).strip()):
            pass
        return answer

    def password(self, source: Path | None) -> str:
        """The first password, from a file or typed, checked by the rules for passwords."""
        while True:
            try:
                text = source.read_text(encoding="utf-8").strip() if source else getpass("Password: ")
                validate_password(text)
            except OSError as error:
                raise CommandError(f"{source} cannot be read: {error.strerror}.") from error
            except ValidationError as error:
                if source:
                    raise CommandError(" ".join(error.messages)) from error
                self.stderr.write(" ".join(error.messages))
            else:
                return text

    def ready(self, address: str) -> None:
        """Tell where the site is."""
        self.stdout.write(f"ready: {address}    (Ctrl-C stops)")
        self.stdout.flush()
