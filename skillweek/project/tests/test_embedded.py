"""The embedded server: a real PostgreSQL in a folder of its own."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from skillweek.project import embedded
from skillweek.project.embedded.place import place_of
from skillweek.project.embedded.server import _reason


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[list[Path]]:
    """Two data folders, with a blank and Chinese in their names; servers and traces are gone afterwards."""
    found = [tmp_path / "one 数据" / "var", tmp_path / "two" / "var"]
    yield found
    for folder in found:
        embedded.stop(folder)
        shutil.rmtree(embedded.socket_folder(folder), ignore_errors=True)
        if os.geteuid() == 0:
            shutil.rmtree(place_of(folder).home, ignore_errors=True)


def ask(folder: Path, question: str) -> object:
    """One value from the database of ``folder``."""
    with psycopg.connect(
        host=str(embedded.socket_folder(folder)), user="skillweek", dbname="skillweek", autocommit=True
    ) as link:
        found = link.execute(question.encode())
        row = found.fetchone() if found.description else None
        return row[0] if row else None


def server_pid(folder: Path) -> int:
    """The process number of the server of ``folder``."""
    return int((place_of(folder).cluster / "postmaster.pid").read_text().split()[0])


def test_starts_twice_and_stops(folders: list[Path]) -> None:
    folder = folders[0]
    assert not embedded.running(folder)
    embedded.start(folder, durable=False)
    first = server_pid(folder)
    embedded.start(folder, durable=False)
    assert server_pid(folder) == first
    assert ask(folder, "SHOW server_encoding") == "UTF8"
    assert ask(folder, "SHOW listen_addresses") == ""
    assert ask(folder, "SELECT upper('é') || lower('Ä')") == "Éä"
    embedded.stop(folder)
    embedded.stop(folder)
    assert not embedded.running(folder)


def test_two_stand_side_by_side(folders: list[Path]) -> None:
    for folder in folders:
        embedded.start(folder, durable=False)
        ask(folder, f"COMMENT ON DATABASE skillweek IS '{folder.parent.name}'")
    said = [ask(folder, "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
                        "WHERE datname = 'skillweek'") for folder in folders]  # fmt: skip
    assert said == ["one 数据", "two"]


def test_the_last_who_leaves_stops_it(folders: list[Path]) -> None:
    folder = folders[0]
    with embedded.serving(folder, durable=False):
        with embedded.serving(folder, durable=False):
            assert ask(folder, "SELECT 1") == 1
        assert embedded.running(folder)
    assert not embedded.running(folder)


def test_recovers_after_a_kill(folders: list[Path]) -> None:
    folder = folders[0]
    embedded.start(folder)
    with psycopg.connect(
        host=str(embedded.socket_folder(folder)), user="skillweek", dbname="skillweek", autocommit=True
    ) as link:
        link.execute("CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(server_pid(folder), signal.SIGKILL)
    embedded.start(folder)
    assert ask(folder, "SELECT number FROM kept") == 7


def test_a_pid_taken_by_another_process_is_stale(folders: list[Path]) -> None:
    folder = folders[0]
    embedded.start(folder, durable=False)
    pid_file = place_of(folder).cluster / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    embedded.stop(folder)
    pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    assert not embedded.running(folder)
    embedded.start(folder, durable=False)
    assert ask(folder, "SELECT 1") == 1


def test_refuses_a_folder_that_is_no_cluster(folders: list[Path]) -> None:
    folder = folders[0]
    embedded.start(folder, durable=False)
    embedded.stop(folder)
    cluster = place_of(folder).cluster
    (cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(embedded.EmbeddedError, match=r"^.* was made by PostgreSQL 17, but this is 18\.$"):
        embedded.start(folder)
    (cluster / "PG_VERSION").unlink()
    with pytest.raises(embedded.EmbeddedError, match="is not a database folder of PostgreSQL"):
        embedded.start(folder)


def test_tells_why_a_damaged_cluster_does_not_start(folders: list[Path]) -> None:
    folder = folders[0]
    embedded.start(folder, durable=False)
    embedded.stop(folder)
    (place_of(folder).cluster / "global" / "pg_control").unlink()
    with pytest.raises(embedded.EmbeddedError) as caught:
        embedded.start(folder)
    assert str(caught.value).startswith("The database does not start (")
    assert "pg_control" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_refuses_a_socket_folder_open_to_others(folders: list[Path]) -> None:
    folder = folders[0]
    socket = embedded.socket_folder(folder)
    socket.mkdir(parents=True)
    socket.parent.chmod(0o755)
    socket.chmod(0o777)
    with pytest.raises(embedded.EmbeddedError, match="belongs to somebody else or is open to others"):
        embedded.start(folder)
    socket.chmod(0o700)


def test_a_full_disk_is_said_plainly(tmp_path: Path) -> None:
    place = place_of(tmp_path)
    said = "creating ...\ninitdb: error: could not write to file: No space left on device\n"
    assert _reason("The database could not be made", place, said) == (
        f"The database could not be made: there is no space left on the disk of {place.home}."
    )


def test_socket_path_is_short_enough(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["very-long-folder-name"] * 20)
    assert len(bytes(embedded.socket_folder(deep) / ".s.PGSQL.5432")) <= 107
