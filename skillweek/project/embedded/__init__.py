"""The embedded PostgreSQL 18: the binaries of a wheel, run on a socket, without TCP and without root.

An ordinary user keeps the cluster in ``<data_dir>/postgres``. PostgreSQL refuses to run as root, so for root
the cluster, its socket and a copy of the binaries lie in a system folder and the server runs as an
unprivileged OS user; no permission of any other folder is touched. Everything is keyed by a hash of the data
folder, so clones stand side by side.
"""

from skillweek.project.embedded.place import EmbeddedError, socket_folder
from skillweek.project.embedded.server import remove, running, serving, start, stop

__all__ = ["EmbeddedError", "remove", "running", "serving", "socket_folder", "start", "stop"]
