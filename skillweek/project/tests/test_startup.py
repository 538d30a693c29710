"""``skillweek up`` from nothing to the first page and down again, and each refusal in one sentence."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from skillweek.project import embedded, testing
from skillweek.project.embedded.place import place_of

OFFICER = ["--city", "示例市教育局", "--short-name", "示例市", "--code", "example", "--officer", "林"]


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose server and traces are gone afterwards."""
    folder = tmp_path / "var"
    yield folder
    embedded.stop(folder)
    shutil.rmtree(embedded.socket_folder(folder), ignore_errors=True)
    if os.geteuid() == 0:
        shutil.rmtree(place_of(folder).home, ignore_errors=True)


@pytest.fixture
def database_url(django_db_blocker: Any) -> Iterator[str]:
    """The address of an empty, migrated database beside those of the tests."""
    name, template = f"startup_{os.getpid()}", os.environ.get(testing.TEMPLATE, "template1")
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        given = connection.settings_dict
        folder = given["HOST"] or given["OPTIONS"].get("host", "")
        yield f"postgres://{given['USER']}:{given['PASSWORD']}@/{name}?host={quote(folder)}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        connection.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def skillweek(data_dir: Path, *arguments: str, **names: str) -> subprocess.Popen[str]:
    """The command in a process of its own, with the settings of a fresh machine."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd(), "DATA_DIR": str(data_dir)}
    return subprocess.Popen(
        [sys.executable, "-m", "skillweek", *arguments],
        env=environment | names,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def refusal(data_dir: Path, *arguments: str, **names: str) -> str:
    """What a command that must fail says."""
    process = skillweek(data_dir, *arguments, **names)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    return said


def test_up_serves_and_stops(data_dir: Path, tmp_path: Path, database_url: str) -> None:
    secret = tmp_path / "password"
    secret.write_text("a-long-first-pass-phrase")
    port = str(free_port())
    answers = [*OFFICER, "--username", "lin", "--password-file", str(secret)]
    process = skillweek(data_dir, "up", *answers, PORT=port, WORKERS="1", DATABASE_URL=database_url)
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("ready: "):
            break
    assert f"ready: http://127.0.0.1:{port}/    (Ctrl-C stops)\n" in said, "".join(said)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/common/favicon.svg", timeout=10) as answer:
        assert answer.status == 200
    assert refusal(data_dir, "up", PORT=str(free_port())) == (
        f"CommandError: SkillWeek already runs with the data in {data_dir}.\n"
    )
    assert refusal(data_dir, "up", PORT=port).startswith(
        f"CommandError: Port {port} of 127.0.0.1 cannot be used"
    )
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert rest.endswith("Stopped.\n")


def test_up_without_a_terminal_tells_what_to_give(data_dir: Path, database_url: str) -> None:
    assert refusal(data_dir, "up", PORT=str(free_port()), DATABASE_URL=database_url) == (
        "CommandError: There is no account yet: start once at a terminal, or give "
        "--city --short-name --code --officer --username --password-file.\n"
    )


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ({"PORT": "http"}, "PORT=http is no port number."),
        ({"PORT": "70000"}, "PORT=70000 is no port number."),
        ({"REHEARSAL": "1", "AT": "noon"}, "AT=noon is no time: write it like 2021-05-22T09:00."),
        (
            {"AT": "2021-05-22T09:00"},
            "AT moves the clock of a rehearsal only: set REHEARSAL=1, or leave AT out.",
        ),
    ],
)
def test_wrong_settings_are_refused(data_dir: Path, names: dict[str, str], sentence: str) -> None:
    given = {"PORT": str(free_port())} | names
    assert refusal(data_dir, "up", **given).splitlines()[-1] == f"CommandError: {sentence}"


def test_an_unreachable_database_is_said_plainly(data_dir: Path) -> None:
    url = f"postgres://somebody@127.0.0.1:{free_port()}/nothing"
    said = refusal(data_dir, "up", PORT=str(free_port()), DATABASE_URL=url)
    assert said.startswith("CommandError: The database in DATABASE_URL does not answer: ")
    assert said.count("\n") == 1


def test_a_command_starts_the_database_for_itself(data_dir: Path) -> None:
    process = skillweek(data_dir, "showmigrations", "--plan")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "accounts.0001_initial" in said
    assert not embedded.running(data_dir)
