"""Compiles the message catalogues of all rooms with Babel, so that no gettext is needed on the machine.

Standard library and Babel only: the build hook loads this file before the package is installed.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def compile_all(package: Path = PACKAGE) -> list[Path]:
    """Write the ``.mo`` file beside every ``.po`` file that is newer; the files written."""
    written = []
    for source in sorted(package.glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        scratch = target.with_suffix(".mo.new")
        with scratch.open("wb") as out:
            write_mo(out, catalogue)
        scratch.replace(target)
        written.append(target)
    return written
