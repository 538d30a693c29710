"""Starting and stopping the server, with every trouble said in one sentence."""

import fcntl
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from skillweek.project.embedded.place import MAJOR, EmbeddedError, Place, own_folder, place_of, programs_of

NAME = "skillweek"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "1GB",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_checkpoints": "off",
}
NO_SPACE = ("No space left on device", "Disk quota exceeded", "Check free disk space", "wrote only")
NO_PROCESS = 2**31 - 2
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@contextmanager
def serving(data_dir: Path, *, durable: bool = True) -> Iterator[None]:
    """The server runs inside this block; the last of all processes that leave such a block stops it."""
    place = place_of(data_dir)
    prepare(data_dir)
    with open(place.home / "postgres.users", "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        start(data_dir, durable=durable)
        try:
            yield
        finally:
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(data_dir)


def prepare(data_dir: Path) -> None:
    """Make the folders of the server, for its user alone."""
    place = place_of(data_dir)
    try:
        own_folder(place.home, place, parents=True, shared=place.owner is None)
        own_folder(place.socket, place)
        (place.home / "data-folder").write_text(f"{data_dir.resolve()}\n", encoding="utf-8")
    except OSError as error:
        raise EmbeddedError(f"The database folder {place.home} cannot be used: {error.strerror}.") from error


def start(data_dir: Path, *, durable: bool = True) -> None:
    """Make the cluster when there is none, start its server when it does not run, wait until it answers.

    ``durable=False`` trades safety at a power cut for speed; only tests ask for it.
    """
    place = place_of(data_dir)
    prepare(data_dir)
    try:
        with _lock(place):
            if not _answers(place, data_dir):
                programs = programs_of(place)
                _make_cluster(place, programs)
                _forget_stale(place)
                _launch(place, programs, SETTINGS if durable else SETTINGS | FORGETFUL)
            _make_database(place)
    except OSError as error:
        raise EmbeddedError(f"The database folder {place.home} cannot be used: {error.strerror}.") from error


def stop(data_dir: Path) -> None:
    """Stop the server cleanly when it runs."""
    place = place_of(data_dir)
    if not running(data_dir):
        return
    with _lock(place):
        if running(data_dir):
            program = programs_of(place) / "pg_ctl"
            done = _run(place, [program, "-D", place.cluster, "-m", "fast", "-t", "60", "stop"])
            if done.returncode:
                raise EmbeddedError(f"The database did not stop: {_last_line(done.stdout)}")


def remove(data_dir: Path) -> None:
    """Delete the cluster of a server that nobody uses."""
    prepare(data_dir)
    place = place_of(data_dir)
    with open(place.home / "postgres.users", "w") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EmbeddedError(f"The database in {place.home} is in use.") from None
        stop(data_dir)
        if place.cluster.exists():
            shutil.rmtree(place.cluster)


def running(data_dir: Path) -> bool:
    """True when the server of ``data_dir`` runs and has finished starting."""
    place = place_of(data_dir)
    try:
        lines = (place.cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready" and _alive(place, int(lines[0]))


@contextmanager
def _lock(place: Place) -> Iterator[None]:
    """Only one process at a time starts or stops this server."""
    with open(place.home / "postgres.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make_cluster(place: Place, programs: Path) -> None:
    """Run initdb unless there is a cluster of the right version; a half-made one never stays."""
    try:
        found = (place.cluster / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        if place.cluster.exists() and any(place.cluster.iterdir()):
            raise EmbeddedError(
                f"{place.cluster} is not a database folder of PostgreSQL: move it away or restore it."
            ) from None
    else:
        if found != MAJOR:
            raise EmbeddedError(f"{place.cluster} was made by PostgreSQL {found}, but this is {MAJOR}.")
        return
    scratch = place.home / "postgres.new"
    shutil.rmtree(scratch, ignore_errors=True)
    done = _run(
        place,
        [programs / "initdb", "-D", scratch, "-U", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C",
         "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    )  # fmt: skip
    if done.returncode:
        shutil.rmtree(scratch, ignore_errors=True)
        raise EmbeddedError(_reason("The database could not be made", place, done.stdout))
    scratch.rename(place.cluster)


def _launch(place: Place, programs: Path, settings: dict[str, str]) -> None:
    """Start the server; pg_ctl waits until it answers, crash recovery included."""
    given = settings | {"unix_socket_directories": str(place.socket)}
    options = shlex.join(part for name, value in given.items() for part in ("-c", f"{name}={value}"))
    command: list[str | Path]
    command = [programs / "pg_ctl", "-D", place.cluster, "-l", place.log, "-t", "600", "-o", options, "start"]
    for attempt in range(40):
        before = place.log.stat().st_size if place.log.exists() else 0
        done = _run(place, command)
        if done.returncode == 0:
            return
        said = place.log.read_bytes()[before:].decode(errors="replace") if place.log.exists() else ""
        if "pre-existing shared memory block" not in said or attempt == 39:
            raise EmbeddedError(_reason("The database does not start", place, said or done.stdout))
        time.sleep(0.25)  # the last workers of a killed server are still leaving


def _forget_stale(place: Place) -> None:
    """Let the pid file of a dead server name a number no process has.

    PostgreSQL takes any living process of that number, even a zombie, for another server. The rest of the
    file stays: it keeps a new server away while workers of the dead one still hold its shared memory.
    """
    pid_file = place.cluster / "postmaster.pid"
    try:
        pid, rest = pid_file.read_text().split("\n", 1)
    except (OSError, ValueError):
        return
    if not _alive(place, int(pid)):
        pid_file.write_text(f"{NO_PROCESS}\n{rest}")
        for left in place.socket.glob(".s.PGSQL.*"):
            left.unlink()


def _alive(place: Place, pid: int) -> bool:
    """True when process ``pid`` is the server of this cluster (it works in the cluster's folder)."""
    try:
        os.kill(pid, 0)
        return not Path("/proc/self").exists() or Path(os.readlink(f"/proc/{pid}/cwd")) == place.cluster
    except OSError:
        return False


def _answers(place: Place, data_dir: Path) -> bool:
    """True when the server runs and takes connections; one that is just dying is waited for."""
    for _ in range(40):
        if not running(data_dir):
            return False
        try:
            _connect(place).close()
        except psycopg.OperationalError:
            time.sleep(0.25)
        else:
            return True
    raise EmbeddedError(f"The database runs but does not answer; see {place.log}.")


def _connect(place: Place) -> psycopg.Connection:
    return psycopg.connect(host=str(place.socket), user=NAME, dbname="postgres", autocommit=True)


def _make_database(place: Place) -> None:
    """Create the database on first start."""
    try:
        with _connect(place) as link:
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                link.execute(f"CREATE DATABASE {NAME}")
    except psycopg.Error as error:
        raise EmbeddedError(f"The database does not answer: {_last_line(str(error))}") from error


def _run(place: Place, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's user, with a clean environment."""
    owner = place.owner
    return subprocess.run(
        command,
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        umask=0o077,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def _reason(what: str, place: Place, said: str) -> str:
    """One sentence out of what a program said."""
    if any(sign in said for sign in NO_SPACE):
        return f"{what}: there is no space left on the disk of {place.home}."
    return f"{what} ({place.log}): {_last_line(said)}"


def _last_line(said: str) -> str:
    """The most telling line of a program's output: the first error, else the last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:"))]
    return (telling or lines[-1:] or ["it said nothing"])[0]
